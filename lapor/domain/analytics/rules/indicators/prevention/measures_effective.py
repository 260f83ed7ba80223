"""T4: whether preventive actions made the complaint rarer."""

from fractions import Fraction
from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators import days
from lapor.domain.analytics.rules.indicators.reports import Tables
from lapor.kernel.enums import noop


def _tested(tables: Tables, window: Window) -> Any:
    measures = tables["measures"]
    return (measures.effect != "") & days.tested(measures.finished_on, window)


def _halves(tables: Tables, window: Window) -> Any:
    """Two for an effective action, one for one whose effect is unproven."""
    effect = tables["measures"].effect
    return (effect == "effective").ifelse(2, (effect == "unproven").ifelse(1, 0))


INDICATOR = Indicator(
    id="T4",
    key="measures_effective",
    part=Part.PREVENTION,
    name=noop("Dampak tindakan pencegahan"),
    english="Effect of preventive actions",
    formula=noop("(efektif + ½ belum terbukti) ÷ tindakan yang sudah diuji"),
    who=noop(
        "Tindakan yang ujinya (120 hari sesudah selesai) jatuh pada masa itu; uji "
        "rasio laju, selang 95%"
    ),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="measures",
    sums=("numerator",),
    population=_tested,
    numerator=_halves,
    denominator=_tested,
    by="effect",
    by_label=noop("Hasil uji"),
    normal=between("0", "1"),
    weight=20,
    scale=Fraction(1, 2),
    source=noop("asumsi"),
)
