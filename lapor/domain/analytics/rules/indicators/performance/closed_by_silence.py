"""P16: closed by the clock, because the reporter did not react; shown only."""

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Unit,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="P16",
    key="closed_by_silence",
    part=Part.PERFORMANCE,
    name=noop("Ditutup tanpa tanggapan pelapor"),
    english="Closed without reaction",
    formula=noop("Ditutup otomatis ÷ selesai"),
    who=noop("Laporan yang selesai"),
    unit=Unit.SHARE,
    direction=Direction.NONE,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: (
        reports.done(tables, window) & (tables["cases"].closing == "silence")
    ),
    denominator=reports.done,
    bases=(Basis.COHORT, Basis.FLOW),
    source=noop("asumsi; hanya ditunjukkan"),
)
