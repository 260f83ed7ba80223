"""A document before it is a file: blocks of words, tables and figures. Pure.

The same document becomes PDF, workbook or Word file. ``check`` stands between: what
does not add up raises, and no file is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.domain.reports.rules.tables import Table


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 to 3, in order, as a screen reader walks."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences. ``strong`` for the one that must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short sentences."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is, as at the head of a letter."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as SVG, its words for those who do not see it, and its data."""

    title: str
    svg: str
    spoken: str
    table: Table


@dataclass(frozen=True, slots=True)
class Signer:
    """Who answers for a document: where and when, post, name, organisation."""

    place_and_day: str
    post: str
    name: str
    organisation: str


Block = Heading | Paragraph | Points | Facts | Figure | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be issued. ``verify_url`` becomes the QR code; empty: none.

    ``number`` is that of a letter or result. ``is_letter``: no title page, no list of
    contents.
    """

    kind: DocumentKind
    title: str
    subtitle: str
    publisher: str
    made_at: datetime
    blocks: tuple[Block, ...]
    number: str = ""
    verify_url: str = ""
    is_letter: bool = False
    signer: Signer | None = None
    facts: tuple[tuple[str, str], ...] = field(default=())

    def tables(self) -> Iterator[Table]:
        """Yield every table, those under the figures too."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Figure):
                yield block.table

    def check(self) -> "Document":
        """Return it, or raise NotAddingUp: then it is not issued."""
        for table in self.tables():
            table.check()
        return self
