"""T1: recurring issues whose root cause is registered."""

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
    id="T1",
    key="issues_with_cause",
    part=Part.PREVENTION,
    name=noop("Isu berulang yang akar masalahnya dicatat"),
    english="Recurring issues with a root cause",
    formula=noop("Dengan akar masalah ÷ ditemukan"),
    who=noop("Isu berulang yang ditemukan pada masa itu"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="issues",
    population=_detected,
    numerator=lambda tables, window: tables["issues"].has_cause,
    denominator=_detected,
    normal=between("0", "1"),
    weight=20,
    source=noop("asumsi"),
)
