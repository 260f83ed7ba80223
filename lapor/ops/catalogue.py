"""The catalogue of messages: collected from the sources, kept as .po, compiled to .mo.

Message ids are Indonesian; English is the one translation. All of it is Python, so
neither an installation nor a developer needs the gettext tools. ``make messages``
runs this module; what is new stands in the .po with an empty msgstr.
"""

import ast
import csv
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = """\
Project-Id-Version: lapor
Language: en
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""
#: Functions that mark a text: which arguments are context, text, and plural.
MARKS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "noop"), "t"),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), "tp"),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), "ct"),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), "ctp"),
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(({LITERAL}(?:, {LITERAL})*)")
#: Reference data that people choose from: the column of the name. Of the topics only
#: those of the first level: the others are proper names of one office's business.
LISTS = {"classifications.csv": "label", "categories.csv": "name"}
#: msgctxt and msgid are joined by this in a .mo file; so are plurals by NUL.
GLUE = "\x04"
MAGIC = 0x950412DE


@dataclass
class Message:
    """One message: where it is said, and its translations (two with a plural)."""

    context: str = ""
    text: str = ""
    plural: str = ""
    places: list[str] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other messages."""
        return self.context, self.text


def collected() -> dict[tuple[str, str], Message]:
    """Return what the sources mark, in the order of files and lines."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE.parent).as_posix()
        for said in _said(path):
            kept = found.setdefault(said.key, said)
            kept.plural = kept.plural or said.plural
            if place not in kept.places:
                kept.places.append(place)
    return found


def _said(path: Path) -> Iterator[Message]:
    if path.name in LISTS:
        yield from in_list(path.read_text("utf-8"), LISTS[path.name])
    elif path.suffix == ".py" and "migrations" not in path.parts:
        yield from in_python(path.read_text("utf-8"))
    elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
        yield from in_template(path.read_text("utf-8"))


def in_python(source: str) -> Iterator[Message]:
    """Yield the literal texts of marking calls; others are marked where they stand."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        texts = [a.value for a in call.args if isinstance(a, ast.Constant)]
        if name in MARKS and texts and len(texts) >= len(MARKS[name]):
            yield _message(name, [str(text) for text in texts])


def in_template(source: str) -> Iterator[Message]:
    """Yield what Django finds in a template."""
    for match in CALL.finditer(templatize(source)):
        yield _message(match[1], list(ast.literal_eval(f"({match[2]},)")))


def in_list(source: str, column: str) -> Iterator[Message]:
    """Yield the names of what stands at the top of a list of reference data."""
    for row in csv.DictReader(source.splitlines()):
        if column == "label" or not row["parent"]:
            yield Message(text=row[column])


def _message(name: str, texts: list[str]) -> Message:
    given = dict(zip(MARKS[name], texts, strict=False))
    return Message(given.get("c", ""), given["t"], given.get("p", ""))


def read(path: Path = PO) -> list[Message]:
    """Read a .po file: its entries in order, without the header.

    Raises ValueError on a line that is none of .po.
    """
    entries: list[Message] = []
    for block in path.read_text("utf-8").split("\n\n"):
        entry = _entry(block)
        if entry.text:
            entries.append(entry)
    return entries


def _entry(block: str) -> Message:
    entry, parts, word = Message(), dict[str, str](), ""
    for line in filter(None, block.splitlines()):
        if line.startswith("#: "):
            entry.places += line[3:].split(" ")
        elif line.startswith("#, "):
            entry.flags += line[3:].split(", ")
        elif match := re.fullmatch(r'(?:(msg\w+(?:\[\d\])?) )?(".*")', line):
            word = match[1] or word
            parts[word] = parts.get(word, "") + str(ast.literal_eval(match[2]))
        elif not line.startswith("#") or line.startswith("#~"):
            raise ValueError(f"Not a line of a .po file: {line}")
    entry.context, entry.text = parts.get("msgctxt", ""), parts.get("msgid", "")
    entry.plural = parts.get("msgid_plural", "")
    entry.translations = [v for k, v in parts.items() if k.startswith("msgstr")]
    return entry


def written(messages: list[Message]) -> str:
    """Return the text of a .po file."""
    head = Message(translations=[HEADER])
    return "\n\n".join(_block(message) for message in [head, *messages]) + "\n"


def _block(message: Message) -> str:
    lines = [f"#: {place}" for place in message.places]
    if re.search(r"%(?:\(\w+\))?[sd]", message.text):
        lines.append("#, python-format")
    if message.context:
        lines.append(f"msgctxt {_quoted(message.context)}")
    lines.append(f"msgid {_quoted(message.text)}")
    forms = message.translations or [""] * (2 if message.plural else 1)
    if message.plural:
        lines.append(f"msgid_plural {_quoted(message.plural)}")
        lines += [f"msgstr[{i}] {_quoted(form)}" for i, form in enumerate(forms)]
    else:
        lines.append(f"msgstr {_quoted(forms[0])}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    parts = text.splitlines(keepends=True) or [""]
    if len(parts) > 1:
        parts.insert(0, "")
    for old, new in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        parts = [part.replace(old, new) for part in parts]
    return "\n".join(f'"{part}"' for part in parts)


def compiled(messages: list[Message]) -> bytes:
    """Return the .mo file: sorted ids and texts behind two tables of offsets."""
    pairs = {b"": HEADER.encode()}
    for message in messages:
        text = GLUE.join(filter(None, message.key))
        forms = [text, message.plural] if message.plural else [text]
        pairs["\0".join(forms).encode()] = "\0".join(message.translations).encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    tables, body = [b"", b""], b""
    for table, column in enumerate((keys, [pairs[key] for key in keys])):
        for cell in column:
            tables[table] += struct.pack("<II", len(cell), start + len(body))
            body += cell + b"\0"
    head = (MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return struct.pack("<7I", *head) + b"".join(tables) + body


def main() -> int:
    """Bring both files up to date; 1 while a message has no translation."""
    known = {message.key: message for message in read()} if PO.exists() else {}
    messages = list(collected().values())
    for message in messages:
        before = known.get(message.key)
        if before and bool(before.plural) == bool(message.plural):
            message.translations = before.translations
    PO.write_text(written(messages), encoding="utf-8")
    PO.with_suffix(".mo").write_bytes(compiled([m for m in messages if m.translations]))
    missing = [m.text for m in messages if not all(m.translations or [""])]
    print(f"{len(messages)} messages, {len(missing)} without translation")
    for text in missing:
        print(f"  {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
