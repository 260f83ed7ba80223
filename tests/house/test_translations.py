"""Translations: whole, current, compiled, and made of marked literal texts."""

import ast
import gettext
import re
from pathlib import Path
from typing import TypeGuard

import pytest

from lapor.ops import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[\w.!:]*\}|</?[a-z][^>]*>")
FORMS_OF_ENGLISH = 2
ENTRIES = {message.key: message for message in catalogue.read()}
MARKING = set(catalogue.MARKS)
#: Names of constants whose texts are marked with noop where they stand.
CONSTANT = re.compile(r"[A-Z][A-Z_]+")


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else():
    said = catalogue.collected()
    assert {"missing": said.keys() - ENTRIES, "obsolete": ENTRIES.keys() - said} == {
        "missing": set(),
        "obsolete": set(),
    }, "run: make messages"
    assert [m.text for m in said.values() if m.plural != ENTRIES[m.key].plural] == []


def test_each_message_is_translated_and_none_is_fuzzy():
    wanting = [
        message.text
        for message in ENTRIES.values()
        if "fuzzy" in message.flags
        or len(message.translations) != (FORMS_OF_ENGLISH if message.plural else 1)
        or not all(message.translations)
    ]
    assert wanting == []


def test_placeholders_and_tags_agree():
    wrong = [
        message.text
        for message in ENTRIES.values()
        for translation in message.translations
        if sorted(PLACEHOLDER.findall(message.text))
        != sorted(PLACEHOLDER.findall(translation))
    ]
    assert wrong == []


def test_lines_ends_and_margins_agree():
    wrong = [
        message.text
        for message in ENTRIES.values()
        for translation in message.translations
        if message.text.count("\n") != translation.count("\n")
        or message.text.endswith((" ", ":", "…"))
        != translation.endswith((" ", ":", "…"))
    ]
    assert wrong == []


def test_the_compiled_file_says_the_same():
    with catalogue.PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in ENTRIES.values():
        if message.plural:
            said = [compiled.ngettext(message.text, message.plural, n) for n in (1, 2)]
        elif message.context:
            said = [compiled.pgettext(message.context, message.text)]
        else:
            said = [compiled.gettext(message.text)]
        assert said == message.translations, "run: make messages"


def test_both_files_are_what_the_program_would_write():
    messages = list(ENTRIES.values())
    assert catalogue.PO.read_text("utf-8") == catalogue.written(messages)
    compiled = catalogue.PO.with_suffix(".mo").read_bytes()
    assert compiled == catalogue.compiled(messages)


def test_only_whole_texts_are_marked():
    """An f-string or a sum cannot be found in a catalogue at run time."""
    built = [
        f"{path}:{call.lineno}"
        for path in catalogue.PACKAGE.rglob("*.py")
        if path != catalogue.PACKAGE / "kernel" / "enums.py"  # translates any label
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if _marks(call) and not _whole(call.args[0])
    ]
    assert built == []


def _marks(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in MARKING
        and bool(node.args)
    )


def _whole(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Subscript):  # one of a table of marked texts
        return _whole(argument.value) and not isinstance(argument.value, ast.Constant)
    if isinstance(argument, ast.Attribute):  # a constant of a module of words
        return bool(CONSTANT.fullmatch(argument.attr))
    if isinstance(argument, ast.Name):
        return bool(CONSTANT.fullmatch(argument.id))
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


def test_a_po_file_is_read_as_it_was_written(tmp_path: Path):
    text, english = 'dua "baris"\nsatu \\ lagi', 'two "lines"\none \\ more'
    message = catalogue.Message("buku", text, "", ["lapor/x.py"], [english])
    many = catalogue.Message("", "%(n)s hari", "%(n)s hari", [], ["one", "%(n)s"])
    path = tmp_path / "django.po"
    path.write_text(catalogue.written([message, many]), encoding="utf-8")
    read = catalogue.read(path)
    assert [(m.key, m.plural, m.translations) for m in read] == [
        (message.key, "", message.translations),
        (many.key, "%(n)s hari", ["one", "%(n)s"]),
    ]


def test_what_is_no_line_of_a_po_file_is_refused(tmp_path: Path):
    path = tmp_path / "django.po"
    path.write_text('msgid "a"\nmsgstr "b"\n<<<<<<< ours\n', encoding="utf-8")
    with pytest.raises(ValueError, match="ours"):
        catalogue.read(path)


def test_texts_are_found_in_python_and_in_templates():
    python = 'x = noop("Satu"); gettext(f"{x}"); ngettext("hari", "hari", 2)'
    template = (
        '{% translate "Dua" %}{% card _("Tiga (3)") %}'
        "{% blocktranslate trimmed count n=n %}\n {{ n }} hal\n{% plural %}{{ n }} hal"
        "{% endblocktranslate %}"
    )
    found = [*catalogue.in_python(python), *catalogue.in_template(template)]
    assert [(message.text, message.plural) for message in found] == [
        ("Satu", ""),
        ("hari", "hari"),
        ("Dua", ""),
        ("Tiga (3)", ""),
        ("%(n)s hal", "%(n)s hal"),
    ]


def test_english_writes_monev_in_one_way():
    """It is a common word there: large only where a sentence begins."""
    said = [text for message in ENTRIES.values() for text in message.translations]
    assert [text for text in said if re.search(r"[^.!?:] Monev", text)] == []
