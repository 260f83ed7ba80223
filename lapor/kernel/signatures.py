"""What a file really is, told by its first bytes; what its name claims."""

from typing import Final, NamedTuple

from lapor.kernel.sandbox import Kind

HEAD: Final = 4096  # bytes that are enough to tell

_FILM_BRANDS: Final = (
    b"isom iso2 iso4 iso5 iso6 mp41 mp42 avc1 mmp4 MSNV dash M4V  M4VP 3gp4 3gp5 3gp6 "
    b"3gp7 3gr6 3gs7 3ge6 3g2a M4A  qt  "
)
_EXTENSIONS: Final[dict[Kind, frozenset[str]]] = {
    "image": frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp"}),
    "pdf": frozenset({"pdf"}),
    "video": frozenset({"mp4", "m4v", "3gp", "3gpp", "3g2", "mov", "m4a"}),
}


class Type(NamedTuple):
    """A type we take: who opens it, its media type and its extension."""

    kind: Kind
    media_type: str
    extension: str


# Of the hundreds of names that puremagic knows, those that help a person.
_WELL_KNOWN: Final = {
    *("html", "svg", "xml", "gif", "tiff", "bmp", "ico", "avif", "eps", "doc"),
    *("exe", "rar", "7z", "webm", "swf", "mp3", "avi"),
}

JPEG: Final = Type("image", "image/jpeg", "jpg")
PDF: Final = Type("pdf", "application/pdf", "pdf")


def recognise(head: bytes) -> Type | None:
    """Return the type of a file by its first bytes, or None: we do not take it.

    Every photo becomes a JPEG, so JPEG is what is returned for PNG and WebP too.
    """
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return JPEG
    if head.startswith(b"%PDF-"):
        return PDF
    if head[4:8] == b"ftyp":
        return _film(head[8:12])
    return None


def _film(brand: bytes) -> Type | None:
    known = {_FILM_BRANDS[at : at + 4] for at in range(0, len(_FILM_BRANDS), 5)}
    if brand not in known:
        return None
    if brand == b"qt  ":
        return Type("video", "video/quicktime", "mov")
    if brand.startswith(b"3g"):
        return Type("video", "video/3gpp", "3gp")
    if brand == b"M4A ":
        return Type("video", "audio/mp4", "m4a")
    return Type("video", "video/mp4", "mp4")


def agrees(name: str, kind: Kind) -> bool:
    """Say whether the extension of a name may stand for this kind of content.

    A name without an extension claims nothing; telephones send such names.
    """
    stem, dot, extension = name.rpartition(".")
    return not (stem and dot) or extension.lower() in _EXTENSIONS[kind]


def is_heic(head: bytes) -> bool:
    """Say whether this is the photo format of newer iPhones, which we do not take."""
    return head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1"}


def guess(head: bytes) -> str:
    """Return what people call the type of a refused file, or "" when unsure."""
    if head.startswith(b"PK\x03\x04"):
        return "ZIP/DOCX/XLSX"
    import puremagic  # noqa: PLC0415 - a start need not pay for its list of types

    try:
        found: str = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    extension = found.lstrip(".").lower()
    return extension.upper() if extension in _WELL_KNOWN else ""
