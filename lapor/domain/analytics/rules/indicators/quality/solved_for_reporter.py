"""K4: reporters who say that their problem is solved."""

from fractions import Fraction
from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Basis,
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


def _halves(tables: Tables, window: Window) -> Any:
    """Two for yes, one for partly."""
    solved = tables["cases"].solved
    return (solved == "yes").ifelse(2, (solved == "partly").ifelse(1, 0))


INDICATOR = Indicator(
    id="K4",
    key="solved_for_reporter",
    part=Part.QUALITY,
    name=noop("Selesai menurut pelapor"),
    english="Solved, says the reporter",
    formula=noop("(ya + ½ sebagian) ÷ pelapor yang menjawab"),
    who=noop("Laporan yang pelapornya menjawab “apakah masalah Anda selesai?”"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="cases",
    sums=("numerator",),
    population=reports.counted,
    numerator=_halves,
    denominator=lambda tables, window: tables["cases"].solved != "",
    by="solved",
    by_label=noop("Jawaban pelapor"),
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0", "1"),
    weight=10,
    scale=Fraction(1, 2),
    source=noop("asumsi"),
)
