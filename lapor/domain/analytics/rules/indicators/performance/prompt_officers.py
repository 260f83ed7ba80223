"""P21: liaison officers who were on time every time (pejabat penghubung)."""

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
)
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="P21",
    key="prompt_officers",
    part=Part.PERFORMANCE,
    name=noop("Pejabat penghubung yang selalu tepat waktu"),
    english="Prompt liaison officers",
    formula=noop("Yang semua tindak lanjut pertamanya tepat waktu ÷ semua"),
    who=noop(
        "Pejabat penghubung dengan mandat berlaku. P5 dan P7 tiap pejabat dibaca pada "
        "unit kerjanya"
    ),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="agencies",
    sums=("numerator", "denominator"),
    population=lambda tables, window: tables["agencies"].agency.notnull(),
    numerator=lambda tables, window: tables["agencies"].prompt_officers,
    denominator=lambda tables, window: tables["agencies"].officers,
    source=noop("praktik daerah tahun 2025"),
)
