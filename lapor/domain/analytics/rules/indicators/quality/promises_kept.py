"""K5: promises that were done by the day they named."""

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
    id="K5",
    key="promises_kept",
    part=Part.QUALITY,
    name=noop("Janji ditepati"),
    english="Kept promises",
    formula=noop("Janji yang dipenuhi sampai harinya ÷ janji yang jatuh tempo"),
    who=noop("Janji dalam tindak lanjut laporan yang dihitung"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="cases",
    sums=("numerator", "denominator"),
    population=reports.counted,
    numerator=lambda tables, window: tables["cases"].promises_kept,
    denominator=lambda tables, window: tables["cases"].promises_due,
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0", "1"),
    weight=10,
    source=noop("asumsi"),
)
