"""P13: reports that were put away, and why (arsip)."""

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Unit,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="P13",
    key="archived",
    part=Part.PERFORMANCE,
    name=noop("Laporan diarsipkan"),
    english="Archive rate",
    formula=noop("Arsip ÷ semua laporan, menurut alasannya"),
    who=noop("Semua laporan menurut dasar hitungan"),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: reports.in_bucket(
        tables, window, reports.ARCHIVED
    ),
    denominator=reports.counted,
    by="archive_reason",
    by_label=noop("Alasan arsip"),
    by_whole=True,
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.40", "0.10"),
    reference=noop("paling banyak 10%"),
    source=noop("asumsi"),
)
