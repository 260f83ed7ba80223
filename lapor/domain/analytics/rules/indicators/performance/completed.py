"""P4: the share that was completed (persentase penyelesaian, PS)."""

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Other,
    Part,
    Unit,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="P4",
    key="completed",
    part=Part.PERFORMANCE,
    name=noop("Persentase penyelesaian (PS)"),
    english="Completion share",
    formula=noop("selesai ÷ terdisposisi"),
    who=noop("Sama dengan PTL, juga varian ketatnya"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="cases",
    population=reports.counted,
    numerator=reports.done,
    denominator=reports.dispatched,
    strict=Other(noop("Varian ketat"), reports.not_twice),
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.40", "0.90"),
    weight=15,
    reference=noop("meningkat"),
    source=noop("tinjauan tahun 2020"),
)
