"""K3: the share of answers that say nothing (jawaban normatif)."""

from typing import Final

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

ENOUGH: Final = 60_00


INDICATOR = Indicator(
    id="K3",
    key="normative_answers",
    part=Part.QUALITY,
    name=noop("Jawaban normatif"),
    english="Normative answers",
    formula=noop("Jawaban bernilai di bawah 60 ÷ yang dinilai"),
    who=noop("Jawaban terpilih yang dinilai"),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    table="answers",
    population=reports.scored,
    numerator=lambda tables, window: tables["answers"].score_hundredths < ENOUGH,
    denominator=reports.scored,
    normal=between("1", "0"),
    weight=15,
    source=noop("asumsi; masalah yang disebut surat hasil 2025"),
)
