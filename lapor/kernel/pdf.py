"""PDF documents: rewritten without what acts, hides or names. Sandbox child only.

Pages stay as they are. Scripts, launch and submit actions, embedded files, forms of
the XFA kind, document properties and the metadata of pictures inside are taken out.
Rewriting also drops whatever was glued before or behind the document.
"""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from lapor.kernel.refusals import Finding, Reason, Refused

MAX_PAGES: Final = 200
MAX_OBJECTS: Final = 200_000
_DEEPEST: Final = 100
_ACTIVE_KEYS: Final = (
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/XFA",
    "/Renditions",
)
_ACTIVE_ACTIONS: Final = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/RichMediaExecute",
}
_ACTIVE_ANNOTATIONS: Final = {
    "/RichMedia",
    "/Movie",
    "/Sound",
    "/Screen",
    "/3D",
    "/FileAttachment",
}
_EMBEDDED_KEYS: Final = ("/EmbeddedFiles", "/EF", "/AF", "/Collection")
_METADATA_KEYS: Final = ("/Metadata", "/PieceInfo", "/LastModified")


def rewrite(source: BinaryIO, target: BinaryIO) -> list[Finding]:
    """Write the document anew; return what was taken out.

    Raises Refused: locked, over 200 pages, broken, or too many objects.
    """
    try:
        with pikepdf.open(io.BytesIO(source.read())) as document:
            if len(document.pages) > MAX_PAGES:
                raise Refused(Reason.TOO_MANY_PAGES)
            if len(document.pages) == 0:
                raise Refused(Reason.BROKEN)
            if len(document.objects) > MAX_OBJECTS:
                raise Refused(Reason.TOO_COMPLEX)
            findings = _disarm(document)
            document.save(
                target,
                compress_streams=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
    except pikepdf.PasswordError as error:
        raise Refused(Reason.LOCKED) from error
    except (MemoryError, Refused):
        raise
    except Exception as error:
        raise Refused(Reason.BROKEN) from error
    return sorted(findings)


def _disarm(document: pikepdf.Pdf) -> set[Finding]:
    findings: set[Finding] = set()
    if "/Info" in document.trailer:
        findings.add(Finding.METADATA)
        del document.trailer["/Info"]
    for indirect in document.objects:
        for thing in _within(indirect, _DEEPEST):
            findings |= _disarm_one(thing)
            if isinstance(thing, Stream):
                findings |= _strip_picture(thing)
    return findings


def _within(thing: Any, depth: int) -> Iterator[Any]:
    """Yield a dictionary or array and the direct ones inside it."""
    if not isinstance(thing, (Dictionary, Array, Stream)):
        return
    if depth == 0:
        raise Refused(Reason.TOO_COMPLEX)
    yield thing
    if isinstance(thing, Array):
        inner = list(thing)
    else:
        inner = [thing[key] for key in list(thing.keys())]
    for part in inner:
        if isinstance(part, Object) and not part.is_indirect:
            yield from _within(part, depth - 1)


def _disarm_one(thing: Any) -> set[Finding]:
    """Take keys and whole actions out of one dictionary."""
    if isinstance(thing, Array):
        return set()
    findings: set[Finding] = set()
    for keys, finding in (
        (_ACTIVE_KEYS, Finding.ACTIVE),
        (_EMBEDDED_KEYS, Finding.EMBEDDED),
        (_METADATA_KEYS, Finding.METADATA),
    ):
        for key in keys:
            if key in thing and not (key == "/OpenAction" and _only_turns(thing[key])):
                del thing[key]
                findings.add(finding)
    if str(thing.get("/S")) in _ACTIVE_ACTIONS and not isinstance(thing, Stream):
        _empty(thing)
        findings.add(Finding.ACTIVE)
    if str(thing.get("/Subtype")) in _ACTIVE_ANNOTATIONS and "/Rect" in thing:
        findings.add(Finding.ACTIVE)
        rectangle = thing["/Rect"]
        _empty(thing)
        thing["/Type"], thing["/Subtype"] = Name("/Annot"), Name("/Text")
        thing["/Rect"], thing["/F"] = rectangle, 2  # hidden
    return findings


def _only_turns(action: Any) -> bool:
    """Say whether opening the document merely shows a certain page."""
    return isinstance(action, Array) or str(action.get("/S")) == "/GoTo"


def _empty(thing: Any) -> None:
    for key in list(thing.keys()):
        del thing[key]


def _strip_picture(stream: Stream) -> set[Finding]:
    """Take place, device and remarks out of a JPEG that lies inside the PDF."""
    if stream.get("/Filter") not in (Name.DCTDecode, Array([Name.DCTDecode])):
        return set()
    raw = stream.read_raw_bytes()
    bare = without_segments(raw)
    if len(bare) == len(raw):
        return set()
    parameters: Any = stream.get("/DecodeParms")
    stream.write(bare, filter=Name.DCTDecode, decode_parms=parameters)
    return {Finding.METADATA}


def without_segments(jpeg: bytes) -> bytes:
    """Return a JPEG without its APP and comment segments, its pixels untouched.

    APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe) stay: they carry colour.
    """
    kept, place = [jpeg[:2]], 2
    while jpeg[place : place + 1] == b"\xff" and place + 4 <= len(jpeg):
        marker = jpeg[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        if marker == 0xDA:  # start of scan: the rest is picture
            break
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        is_app = 0xE0 <= marker <= 0xEF and marker not in {0xE0, 0xE2, 0xEE}
        if not is_app and marker != 0xFE:
            kept.append(jpeg[place:end])
        place = end
    return b"".join([*kept, jpeg[place:]])
