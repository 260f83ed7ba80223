"""The documentation says what the code says: made pages are current, links lead."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from lapor.ops.documentation import PAGES, rendered, source
from lapor.ops.documentation.words import MEANINGS, VARIABLES

DOCS = Path("docs")
WRITTEN = sorted(DOCS.rglob("*.md"))
ROOT_PAGES = [Path(f"{name}.md") for name in ("README", "CONTRIBUTING", "SECURITY")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PATH_IN_CODE = re.compile(r"`((?:lapor|tests|docs|bench)/[\w/.-]+\.\w+)`")
COMMAND = re.compile(r"^(?:\$ |\.venv/bin/)?lapor ([a-z-]+)", re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_current(name: str):
    committed = (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")

    assert committed == rendered(name), "Run: .venv/bin/lapor document"


def test_no_meaning_is_left_of_a_fact_that_is_gone():
    assert sorted(set(MEANINGS) - set(source.recorded_facts())) == []


def test_no_meaning_is_left_of_a_variable_that_is_gone():
    assert sorted(set(VARIABLES) - set(source.variables())) == []


@pytest.mark.parametrize("page", [*WRITTEN, *ROOT_PAGES], ids=str)
def test_links_lead_somewhere(page: Path):
    text = page.read_text(encoding="utf-8")

    dead = [to for to in LINK.findall(text) if not (page.parent / to).exists()]
    gone = [to for to in PATH_IN_CODE.findall(text) if not Path(to).exists()]

    assert (dead, gone) == ([], [])


@pytest.mark.parametrize("page", [*WRITTEN, *ROOT_PAGES], ids=str)
def test_commands_in_examples_exist(page: Path, commands: set[str]):
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL)

    unknown = {word for block in blocks for word in COMMAND.findall(block)} - commands

    assert unknown == set()


@pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("0*.md")), ids=str)
def test_a_decision_fits_one_page(page: Path):
    lines = page.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith(f"# {page.stem[:4]}. ")
    assert len(lines) <= 60


def test_every_page_is_in_the_menu():
    menu = Path("mkdocs.yml").read_text(encoding="utf-8")
    pages = [page.relative_to(DOCS).as_posix() for page in WRITTEN]

    assert [page for page in pages if f" {page}\n" not in menu] == []


def test_document_says_what_is_stale(tmp_path, capsys):
    call_command("document", folder=tmp_path)
    (tmp_path / "facts.md").write_text("old", encoding="utf-8")
    capsys.readouterr()

    with pytest.raises(SystemExit):
        call_command("document", folder=tmp_path, check=True)

    assert "usang: " in capsys.readouterr().out


@pytest.fixture(scope="module")
def commands() -> set[str]:
    from django.core.management import get_commands  # noqa: PLC0415

    from lapor.ops.cli import own_commands  # noqa: PLC0415

    return set(get_commands()) | set(own_commands()) | {"help"}
