"""The page of indicators, from the catalogue itself."""

from collections.abc import Iterator

from lapor.domain.analytics.rules.catalogue import catalogue_version, of_part
from lapor.domain.analytics.rules.indicator import Indicator, Part
from lapor.ops.documentation.markdown import code, page, table

INTRODUCTION = """\
Every indicator is one file below `lapor/domain/analytics/rules/indicators/`: data, and
Ibis expressions over the [tables](../adr/0019-one-definition-three-engines.md) that
PostgreSQL, DuckDB and Spark answer alike. Names and formulas are those people read.
`lapor catalogue --json` gives the same to machines,
`lapor indicators --period 2026-S1 --json` the values. How to add one stands in
`CONTRIBUTING.md`."""
PARTS = {
    Part.PERFORMANCE: "Management of complaints",
    Part.PREVENTION: "Preventive action",
    Part.QUALITY: "Quality of follow-up",
    Part.PLAN: "Action plans",
}


def indicators() -> str:
    """Return every indicator with all that its definition says."""
    parts = [f"Version of the catalogue: {code(catalogue_version())}"]
    for part, title in PARTS.items():
        parts.append(f"## {title} ({part.source})")
        parts.append(table(["Id", "Name", "Weight"], _weights(part)))
        for one in of_part(part):
            parts.append(f"### {one.id} {one.name}")
            parts.append(table(["", one.english], list(_rows(one))))
    return page("Indicators", INTRODUCTION, *parts)


def _weights(part: Part) -> list[list[str]]:
    return [
        [one.id, one.name, str(one.weight) if one.weight else "shown only"]
        for one in of_part(part)
    ]


def _rows(one: Indicator) -> Iterator[list[str]]:
    yield ["Key", code(one.key)]
    yield ["Formula", one.formula]
    yield ["Population", f"{one.who} (table {code(one.table)})"]
    yield ["Unit", f"{one.unit.source}; {one.direction.source}"]
    yield ["Basis", ", ".join(basis.value for basis in one.bases)]
    if one.strict:
        yield ["Second variant", one.strict.label]
    if one.by_label:
        yield ["Parts by", one.by_label]
    if one.spread:
        yield ["Spread", f"median and 90th percentile of {code(one.spread)}"]
    if one.beside:
        yield ["Beside it", "; ".join(each.label for each in one.beside.values())]
    if one.bands:
        yield ["Bands", "; ".join(f"{band.key}: {band.label}" for band in one.bands)]
    yield ["Points", _points(one)]
    if one.reference:
        yield ["Reference", one.reference]
    yield ["Source", one.source]
    yield ["Owner, version", f"{one.owner}, {one.version}, from {one.valid_from}"]


def _points(one: Indicator) -> str:
    """Return where the line from value to 0..100 bends."""
    if one.mixed is not None:
        return "0 to 100 from the whole reading (see its file)"
    bends = one.curve()
    if not bends:
        return "none: it is only shown"
    return ", ".join(f"{float(value):g} → {float(points):g}" for value, points in bends)
