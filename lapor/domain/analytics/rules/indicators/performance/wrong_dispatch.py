"""P12: reports that were sent to the wrong agency (salah disposisi)."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop


def _assigned(tables: reports.Tables, window: Window) -> Any:
    """One row for each time a report was dispatched to the agency."""
    cases = tables["cases"]
    if window.basis == Basis.COHORT:
        return (cases.assignment_id != 0) & reports.inside(cases.received_at, window)
    touched = reports.happened(cases.dispatched_at, window) | reports.happened(
        cases.returned_at, window
    )
    return (cases.assignment_id != 0) & touched


INDICATOR = Indicator(
    id="P12",
    key="wrong_dispatch",
    part=Part.PERFORMANCE,
    name=noop("Salah disposisi"),
    english="Wrong dispatch",
    formula=noop("Pengembalian yang diterima ÷ disposisi"),
    who=noop("Setiap disposisi ke instansi itu, juga yang kemudian dikembalikan"),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    table="cases",
    population=_assigned,
    numerator=lambda tables, window: reports.happened(
        tables["cases"].returned_at, window
    ),
    denominator=lambda tables, window: reports.happened(
        tables["cases"].dispatched_at, window
    ),
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.25", "0.05"),
    weight=2,
    reference=noop("paling banyak 5%"),
    source=noop("asumsi"),
)
