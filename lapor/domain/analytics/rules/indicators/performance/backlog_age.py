"""P10: how old the open reports are, in working days since dispatch."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    median,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop


def _open(tables: reports.Tables, window: Window) -> Any:
    return reports.in_hand(tables, window) & tables["cases"].open_days.notnull()


INDICATOR = Indicator(
    id="P10",
    key="backlog_age",
    part=Part.PERFORMANCE,
    name=noop("Umur laporan terbuka"),
    english="Age of open reports",
    formula=noop("Nilai tengah dan persentil ke-90 hari kerja sejak disposisi"),
    who=noop("Laporan terdisposisi yang belum selesai, sampai saat hitung"),
    unit=Unit.DAYS,
    direction=Direction.NONE,
    table="cases",
    sums=("numerator",),
    population=reports.counted,
    numerator=lambda tables, window: _open(tables, window).ifelse(
        tables["cases"].open_days, 0
    ),
    denominator=_open,
    spread="open_days",
    judge=lambda reading: median(reading.spread),
    bases=(Basis.COHORT, Basis.FLOW),
    source=noop("asumsi"),
)
