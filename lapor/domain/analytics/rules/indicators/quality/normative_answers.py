"""K3: the share of answers that say nothing (jawaban normatif)."""

from typing import Any, Final

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.domain.analytics.rules.indicators.reports import Tables
from lapor.kernel.enums import noop

ENOUGH: Final = 60_00


def _scored(tables: Tables, window: Window) -> Any:
    answers = tables["answers"]
    return reports.inside(answers.given_at, window) & (
        answers.score_hundredths.notnull()
    )


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
    population=_scored,
    numerator=lambda tables, window: tables["answers"].score_hundredths < ENOUGH,
    denominator=_scored,
    normal=between("1", "0"),
    weight=15,
    source=noop("asumsi; masalah yang disebut surat hasil 2025"),
)
