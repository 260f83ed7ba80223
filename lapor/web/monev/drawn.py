"""A chart as a page shows it: the drawing, and the table of its data below it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from lapor.domain.reports import wording
from lapor.domain.reports.charts import Chart
from lapor.domain.reports.rules.tables import Kind, Origin, Table


class Cell(NamedTuple):
    """One cell in words; numbers stand to the right."""

    shown: str
    is_number: bool


class Drawn(NamedTuple):
    """One chart, ready for a template. ``total`` empty: rows are no parts of a sum."""

    name: str
    title: str
    svg: SafeString
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell]
    origin: Origin
    note: str


def drawn(name: str, chart: Chart) -> Drawn:
    """Draw a chart; ``name`` is its anchor on the page."""
    table = chart.table()
    return Drawn(
        name,
        chart.title,
        mark_safe(chart.svg()),  # noqa: S308 - the drawing escapes every text in it
        [column.label for column in table.columns],
        [_cells(table, table.cells(row)) for row in table.rows],
        _cells(table, table.cells(table.total)) if table.total else (),
        table.origin,
        table.note,
    )


def _cells(table: Table, values: Sequence[object]) -> list[Cell]:
    return [
        Cell(wording.cell(value, column.kind), column.kind != Kind.TEXT)  # type: ignore[arg-type]
        for value, column in zip(values, table.columns, strict=True)
    ]
