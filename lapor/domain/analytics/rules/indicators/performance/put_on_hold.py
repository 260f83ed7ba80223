"""P14: reports that waited for their reporter, and what became of them (tunda)."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Other,
    Part,
    Unit,
    Window,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop


def _held(tables: reports.Tables, window: Window) -> Any:
    return tables["cases"].was_held


INDICATOR = Indicator(
    id="P14",
    key="put_on_hold",
    part=Part.PERFORMANCE,
    name=noop("Laporan ditunda"),
    english="On-hold rate and lifting",
    formula=noop("Pernah ditunda ÷ semua laporan; dari yang ditunda, yang selesai"),
    who=noop("Semua laporan menurut dasar hitungan"),
    unit=Unit.SHARE,
    direction=Direction.NONE,
    table="cases",
    population=reports.counted,
    numerator=_held,
    denominator=reports.counted,
    strict=Other(
        noop("Yang ditunda lalu selesai"),
        _held,
        lambda tables, window: _held(tables, window) & reports.done(tables, window),
    ),
    bases=(Basis.COHORT, Basis.FLOW),
    source=noop("asumsi"),
)
