"""A mail as it came, made into what we can use. Nothing in here raises.

The limits keep a hostile mail cheap: above them the head and the beginning of the text
are still read, so that its sender can be answered.
"""

import hashlib
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import Final, NamedTuple

from lapor.channels.email import tnef
from lapor.channels.email.decoding import (
    addresses,
    header,
    inside,
    text_of,
    text_of_html,
)

MOST_BYTES: Final = 70 * 1024 * 1024  # five files of 10 MB, as mails write them
MOST_PARTS: Final = 200
MOST_NESTED: Final = 20  # mails inside mails
MOST_HEAD: Final = 256 * 1024  # bytes of headers
MOST_TEXT: Final = 100_000  # characters
MOST_FILES: Final = 25
LOGO: Final = 16 * 1024  # bytes: pictures of a signature are no evidence

_PARSED: Final = policy.compat32
_SILENT: Final = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
    }
)
_TNEF: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_LOCKED: Final = frozenset({"multipart/encrypted", "application/pkcs7-mime"})
_BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)


class Piece(NamedTuple):
    """One file of a mail, as it came. ``name`` is the sender's and not trusted."""

    name: str
    content: bytes


class Mail(NamedTuple):
    """What a mail says.

    ``external_id`` tells it from any other, and the same mail fetched twice is the
    same. ``references`` are the ids of the mails it answers. ``is_cut`` says that a
    part of it was too much to be read; ``is_locked`` that it is encrypted.
    """

    mime: "Message[str, str]"
    external_id: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    references: str
    files: tuple[Piece, ...] = ()
    is_cut: bool = False
    is_locked: bool = False


def read(raw: bytes, *, is_whole: bool = True) -> Mail:
    """Return what a mail says, whatever it is made of.

    ``is_whole`` is false when only the beginning of it was fetched.
    """
    message, is_read = parsed(raw)
    texts, files, is_locked = _content(message)
    sender_name, sender = _sender(message)
    return Mail(
        mime=message,
        external_id=identity(message, raw),
        sender=sender,
        sender_name=sender_name,
        recipients=tuple(
            address
            for _name, address in addresses(
                message, "Delivered-To", "X-Original-To", "To", "Cc"
            )
        ),
        subject=header(message, "Subject"),
        text=texts[:MOST_TEXT],
        references=f"{header(message, 'In-Reply-To')} {header(message, 'References')}",
        files=tuple(files),
        is_cut=not (is_whole and is_read) or len(texts) > MOST_TEXT,
        is_locked=is_locked,
    )


def parsed(raw: bytes) -> tuple["Message[str, str]", bool]:
    """Return the mail as the library reads it, and whether all of it was read.

    What is too large, too deep or too much for the library is read as a head with the
    beginning of its text.
    """
    if not _is_too_much(raw):
        try:
            return BytesParser(policy=_PARSED).parsebytes(raw), True
        except Exception:  # noqa: S110 - foreign input; the head follows
            pass
    return _head(raw), False


def identity(message: "Message[str, str]", raw: bytes) -> str:
    """Return what tells this mail from any other: its id, else a digest of all of it.

    A digest of the id is used, for ids may be of any length and contain anything; the
    sender is part of it, so that nobody can make another's mail seem to be known.
    """
    given = header(message, "Message-ID")
    _name, sender = _sender(message)
    told = f"{given}\0{sender.lower()}".encode("utf-8", "replace") if given else raw
    return hashlib.sha256(told).hexdigest()


def _sender(message: "Message[str, str]") -> tuple[str, str]:
    found = addresses(message, "From") or addresses(message, "Sender")
    return found[0] if found else ("", "")


def _is_too_much(raw: bytes) -> bool:
    if len(raw) > MOST_BYTES:
        return True
    end = re.search(rb"\r?\n\r?\n", raw[: MOST_HEAD + 4])
    if end is None and len(raw) > MOST_HEAD:
        return True
    return (
        len(_BOUNDARY.findall(raw)) > MOST_PARTS
        or raw.lower().count(b"message/rfc822") > MOST_NESTED
    )


def _head(raw: bytes) -> "Message[str, str]":
    """Return the headers, with the beginning of what follows as plain text."""
    start = raw[: MOST_HEAD + MOST_TEXT]
    try:
        message = BytesHeaderParser(policy=_PARSED).parsebytes(start)
    except Exception:  # foreign input: then not even a head
        message = Message(policy=_PARSED)
    plain: Message[str, str] = Message(policy=_PARSED)
    for name, value in message.raw_items():
        if not name.lower().startswith(("content-", "mime-")):
            plain.set_raw(name, value)
    plain.set_payload(_bytes(message)[:MOST_TEXT])
    return plain


def _content(
    message: "Message[str, str]",
) -> tuple[str, list[Piece], bool]:
    """Return the text, the files, and whether it is encrypted."""
    plain: list[str] = []
    pages: list[str] = []
    files: list[Piece] = []
    is_locked = False
    for part in _leaves(message):
        kind = _kind(part)
        if kind in _LOCKED:
            is_locked = True
        elif kind in _TNEF:
            _open_box(part, plain, files)
        elif kind in _SILENT:
            continue
        elif kind == "text/html" and not _is_file(part):
            pages.append(_text(part))
        elif _is_text(kind) and not _is_file(part):
            plain.append(_text(part))
        elif len(files) < MOST_FILES and (piece := _file(part, kind)):
            files.append(piece)
    told = "\n".join(text for text in plain if text.strip())
    if not told:
        told = "\n".join(text_of_html(page) for page in pages)
    return _few_blank_lines(told), files, is_locked


def _leaves(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """Yield the parts that hold something, in order, without recursion."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop()
        seen += 1
        parts = inside(part)
        if _kind(part) in _LOCKED or parts is None:
            yield part
        elif _kind(part) not in _SILENT:
            waiting.extend(reversed(parts))


def _kind(part: "Message[str, str]") -> str:
    try:
        return part.get_content_type()
    except Exception:
        return "application/octet-stream"


def _is_text(kind: str) -> bool:
    """Say so too of what calls itself several parts and is one: its text is kept."""
    return kind == "text/plain" or kind.startswith("multipart/")


def _is_file(part: "Message[str, str]") -> bool:
    return header(part, "Content-Disposition").lower().startswith("attachment")


def _bytes(part: "Message[str, str]") -> bytes:
    try:
        raw = part.get_payload(decode=True)
    except Exception:
        raw = None
    return raw if isinstance(raw, bytes) else b""


def _text(part: "Message[str, str]") -> str:
    try:
        charset = part.get_content_charset("") or ""
    except Exception:
        charset = ""
    return text_of(_bytes(part), charset).replace("\r\n", "\n").replace("\r", "\n")


def _file(part: "Message[str, str]", kind: str) -> Piece | None:
    """Return a part as a file; nothing for what a signature brings along."""
    content = _bytes(part)
    try:
        name = part.get_filename("") or ""
    except Exception:
        name = ""
    is_inline = bool(header(part, "Content-ID")) and not _is_file(part)
    if not content or (kind.startswith("image/") and is_inline and len(content) < LOGO):
        return None
    return Piece(_named(name, kind), content)


def _named(name: str, kind: str) -> str:
    """Return a name with an ending, so that our check of files has one to compare."""
    if "." in name:
        return name
    ending = {
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/webp": "webp",
        "application/pdf": "pdf",
        "video/mp4": "mp4",
        "message/rfc822": "eml",
    }
    return f"{name or 'lampiran'}.{ending.get(kind, kind.rpartition('/')[2][:10])}"


def _open_box(part: "Message[str, str]", plain: list[str], files: list[Piece]) -> None:
    box = tnef.opened(_bytes(part))
    files += [Piece(*pair) for pair in box.files[: MOST_FILES - len(files)]]
    if box.text and not any(text.strip() for text in plain):
        plain.append(text_of(box.text))


def _few_blank_lines(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
