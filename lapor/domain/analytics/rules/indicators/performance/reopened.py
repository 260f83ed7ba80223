"""P15: completed reports that had to be opened again (dibuka kembali)."""

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
    id="P15",
    key="reopened",
    part=Part.PERFORMANCE,
    name=noop("Dibuka kembali"),
    english="Reopened",
    formula=noop("Laporan yang pernah dibuka kembali ÷ selesai"),
    who=noop("Laporan yang pernah dibuka kembali dihitung sekali, apa pun keadaannya"),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: tables["cases"].reopen_count > 0,
    denominator=reports.done,
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.20", "0.05"),
    weight=2,
    reference=noop("paling banyak 5%"),
    source=noop("asumsi"),
)
