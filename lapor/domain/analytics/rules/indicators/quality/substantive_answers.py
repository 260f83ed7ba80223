"""K2: the share of answers that are substantive."""

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

SUBSTANTIVE: Final = 85_00


INDICATOR = Indicator(
    id="K2",
    key="substantive_answers",
    part=Part.QUALITY,
    name=noop("Jawaban substantif"),
    english="Substantive answers",
    formula=noop("Jawaban bernilai 85 ke atas ÷ yang dinilai"),
    who=noop("Jawaban terpilih yang dinilai"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="answers",
    population=reports.scored,
    numerator=lambda tables, window: tables["answers"].score_hundredths >= SUBSTANTIVE,
    denominator=reports.scored,
    normal=between("0", "1"),
    weight=15,
    source=noop("asumsi"),
)
