"""R3: open recommendations that an item of the plan answers."""

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


def _open(tables: Tables, window: Window) -> Any:
    given = tables["recommendations"]
    return given.is_open & days.due_by(given.given_on, window)


INDICATOR = Indicator(
    id="R3",
    key="recommendations_covered",
    part=Part.PLAN,
    name=noop("Rekomendasi terjawab rencana"),
    english="Coverage of recommendations",
    formula=noop("Rekomendasi terbuka yang punya butir ÷ semua yang terbuka"),
    who=noop("Rekomendasi semua tingkat yang diberikan sampai akhir masa itu"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="recommendations",
    population=_open,
    numerator=lambda tables, window: tables["recommendations"].is_linked,
    denominator=_open,
    normal=between("0", "1"),
    weight=20,
    source=noop("asumsi"),
)
