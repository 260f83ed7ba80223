"""T2: recurring issues that somebody acts against."""

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


def _detected(tables: Tables, window: Window) -> Any:
    return days.within(tables["issues"].detected_on, window)


INDICATOR = Indicator(
    id="T2",
    key="issues_with_measure",
    part=Part.PREVENTION,
    name=noop("Isu berulang yang punya tindakan"),
    english="Recurring issues with an action",
    formula=noop("Dengan tindakan ÷ ditemukan"),
    who=noop("Isu berulang yang ditemukan pada masa itu"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="issues",
    population=_detected,
    numerator=lambda tables, window: tables["issues"].has_measure,
    denominator=_detected,
    normal=between("0", "1"),
    weight=25,
    source=noop("asumsi"),
)
