"""P17: what reporters think of it, and whether their problem is solved."""

from fractions import Fraction
from typing import Any, Final

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Other,
    Part,
    Unit,
    Window,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

QUESTIONS: Final = 3  # each answered with one to five stars


def _rated(tables: reports.Tables, window: Window) -> Any:
    return tables["cases"].stars.notnull()


INDICATOR = Indicator(
    id="P17",
    key="reporter_satisfaction",
    part=Part.PERFORMANCE,
    name=noop("Kepuasan pelapor"),
    english="Reporter satisfaction",
    formula=noop("Rata-rata bintang × 20; bagian yang masalahnya selesai"),  # noqa: RUF001
    who=noop("Laporan yang dinilai pelapornya"),
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    table="cases",
    sums=("numerator",),
    population=reports.counted,
    numerator=lambda tables, window: _rated(tables, window).ifelse(
        tables["cases"].stars, 0
    ),
    denominator=_rated,
    strict=Other(
        noop("Masalah selesai menurut pelapor"),
        lambda tables, window: tables["cases"].solved != "",
        lambda tables, window: tables["cases"].solved == "yes",
    ),
    spread="rating",
    bases=(Basis.COHORT, Basis.FLOW),
    normal=lambda points: points,
    weight=3,
    scale=Fraction(20, QUESTIONS),
    reference=noop("paling sedikit 76,61 (mutu B)"),
    source=noop("asumsi; mutu menurut PermenPANRB 14/2017"),
)
