"""K1: the mean quality of answers, weighted by the strata of the sample."""

from fractions import Fraction
from typing import Final

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Reading,
    Unit,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

HUNDREDTHS: Final = 100


def _weighted(reading: Reading) -> Fraction | None:
    """Weigh every answer by how many answers of its stratum it stands for.

    An answer stands for (size of its stratum) ÷ (answers drawn from it). The parts
    are kept by the number drawn, with the sizes already multiplied in, so that the
    division happens here, exactly.
    """
    points = people = Fraction(0)
    for drawn, (score, size) in reading.classes.items():
        if int(drawn or 0) > 0:
            points += Fraction(score, int(drawn))
            people += Fraction(size, int(drawn))
    return points / people / HUNDREDTHS if people else None


INDICATOR = Indicator(
    id="K1",
    key="answer_quality",
    part=Part.QUALITY,
    name=noop("Mutu jawaban"),
    english="Mean quality of answers",
    formula=noop("Rata-rata nilai jawaban, ditimbang menurut besarnya strata"),
    who=noop("Jawaban terpilih yang dinilai; jawaban atau tindak lanjut masa itu"),
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    table="answers",
    sums=("numerator", "denominator"),
    population=reports.scored,
    numerator=lambda tables, window: (
        tables["answers"].score_hundredths * tables["answers"].stratum_size
    ),
    denominator=lambda tables, window: tables["answers"].stratum_size,
    by=lambda tables, window: tables["answers"].stratum_sampled.cast("string"),
    judge=_weighted,
    count=reports.scored,
    normal=lambda points: points,
    weight=50,
    reference=noop("paling sedikit 85: substantif"),
    source=noop("asumsi; surat hasil 2025 meminta jawaban yang substantif"),
)
