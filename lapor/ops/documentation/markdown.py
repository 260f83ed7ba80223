"""The few pieces of Markdown that the pages are made of."""

from collections.abc import Iterable, Sequence
from typing import Final

NOTHING: Final = "\N{EN DASH}"
MADE: Final = "<!-- Made by `lapor document` from the code. Do not edit. -->"


def page(title: str, *parts: str) -> str:
    """Return a page: a title, then paragraphs and tables with blank lines between."""
    return "\n\n".join([MADE, f"# {title}", *(part for part in parts if part)])


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars inside cells are escaped."""
    lines = ["| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    for row in rows:
        cells = [cell.replace("|", r"\|").replace("\n", " ") for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def code(text: object) -> str:
    """Return the text as code; an empty one stays empty."""
    return f"`{text}`" if str(text) else ""


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a cell; a dash when there is none."""
    return ", ".join(words) or NOTHING
