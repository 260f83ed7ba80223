"""Octets and headers of foreign mails made readable. Nothing in here raises.

Mails lie about their charset, leave it out, or put raw octets into headers. What cannot
be read becomes replacement signs; nothing is dropped.
"""

import codecs
import re
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Any, Final

LONGEST_HEADER: Final = 8_000  # characters of a header that are looked at
MOST_ADDRESSES: Final = 50
MOST_HTML: Final = 200_000  # characters of HTML that are read

#: Codecs that are no charset of a mail: slow for long texts, or they mean something.
_NEVER: Final = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs"}
)
_FOLD: Final = re.compile(r"[\r\n]+[ \t]*")
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre"),
        *("section", "table", "tr", "ul"),
    }
)
_HIDDEN: Final = frozenset({"script", "style", "head", "title", "template"})
_DECLARATION: Final = re.compile(r"<[!?][^<>]{0,500}>")
_TAG: Final = re.compile(r"<[^<>]{0,500}>")


def text_of(raw: bytes, charset: str = "") -> str:
    """Return octets as text: by their charset, else UTF-8, else Windows-1252.

    >>> text_of(b"caf\\xe9"), text_of("café".encode(), "no-such-charset")
    ('café', 'café')
    """
    for name in (charset, "utf-8"):
        if not _is_charset(name):
            continue
        try:
            return raw.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def header(message: "Message[str, str]", name: str) -> str:
    """Return the first header of that name as one readable line, "" without it."""
    wanted = name.lower()
    for found, value in message.raw_items():
        if found.lower() == wanted:
            return words(str(value)[:LONGEST_HEADER])
    return ""


def words(value: str) -> str:
    """Return a header value as text: raw octets, folds and encoded words undone."""
    raw = value.encode("utf-8", "surrogateescape")
    line = _FOLD.sub(" ", text_of(raw)).strip()
    if "=?" not in line:
        return line
    try:
        pieces = decode_header(line)
    except Exception:
        return line
    return "".join(
        text_of(piece, charset or "") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    ).strip()


def inside(message: "Message[str, str]") -> list["Message[str, str]"] | None:
    """Return the parts a part is made of, None when it is not made of parts.

    Asking the library for the content instead may raise: it decodes what it returns.
    """
    if not message.is_multipart():
        return None
    parts: Any = message.get_payload()
    return [part for part in parts if isinstance(part, Message)]


def addresses(message: "Message[str, str]", *names: str) -> list[tuple[str, str]]:
    """Return name and address of these headers, at most fifty."""
    lines = [header(message, name) for name in names]
    try:
        found = getaddresses([line for line in lines if line])
    except Exception:
        return []
    plain = [(name.strip(), address.strip()) for name, address in found]
    return [pair for pair in plain if "@" in pair[1]][:MOST_ADDRESSES]


def text_of_html(page: str) -> str:
    """Return what a reader of the page sees; quotes are marked with ``>``."""
    reader = _Reader()
    try:
        reader.feed(_without_declarations(page[:MOST_HTML]))
        reader.close()
    except Exception:
        return _TAG.sub(" ", page[:MOST_HTML])
    text = "".join(reader.pieces)
    return text if text.strip() else _TAG.sub(" ", page[:MOST_HTML])


def _without_declarations(page: str) -> str:
    """Return the page without comments and declarations.

    The parser of the library looks for the end of each unfinished one again and again.
    """
    kept, place = [], 0
    while (begin := page.find("<!--", place)) >= 0:
        kept.append(page[place:begin])
        end = page.find("-->", begin)
        if end < 0:  # never closed: what follows is read as text
            place = begin
            break
        place = end + 3
    rest = _DECLARATION.sub(" ", "".join([*kept, page[place:]]))
    return rest.replace("<!", " ").replace("<?", " ")


class _Reader(HTMLParser):
    """Collects the visible text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at blocks, mark quotes, look away from scripts."""
        if tag == "body":
            self.hidden = 0  # a head that nobody closed
        self.hidden += tag in _HIDDEN
        self.quoted += tag == "blockquote"
        if tag in _BLOCKS:
            self._new_line()
        if tag == "li":
            self.pieces.append("- ")

    def handle_endtag(self, tag: str) -> None:
        """Leave what was begun."""
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1
        if tag == "blockquote" and self.quoted:
            self.quoted -= 1
        if tag in _BLOCKS and tag != "br":
            self._new_line()

    def handle_data(self, data: str) -> None:
        """Keep visible text; white space is one blank."""
        if self.hidden:
            return
        plain = " ".join(data.split())
        if not plain:
            return
        lead = " " if data[0].isspace() else ""
        tail = " " if data[-1].isspace() else ""
        self.pieces.append(f"{lead}{plain}{tail}")

    def _new_line(self) -> None:
        self.pieces.append("\n" + "> " * min(self.quoted, 3))


def _is_charset(name: str) -> bool:
    if not name or len(name) > 40:
        return False
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return False
    return found.name not in _NEVER and getattr(found, "_is_text_encoding", True)
