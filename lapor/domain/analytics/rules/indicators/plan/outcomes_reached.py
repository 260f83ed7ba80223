"""R6: outcomes the plan aimed at, and reached."""

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


def _due(tables: Tables, window: Window) -> Any:
    items = tables["items"]
    of_year = items.is_outcome & (items.year == window.last.year)
    return of_year & days.due_by(items.due_on, window)


INDICATOR = Indicator(
    id="R6",
    key="outcomes_reached",
    part=Part.PLAN,
    name=noop("Sasaran hasil tercapai"),
    english="Outcomes reached",
    formula=noop(
        "Sasaran hasil (seperti RTL, PTL) yang tercapai ÷ semua sasaran hasil"
    ),
    who=noop("Butir bersasaran hasil yang sudah jatuh tempo"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="items",
    population=_due,
    numerator=lambda tables, window: tables["items"].is_outcome_reached,
    denominator=_due,
    normal=between("0", "1"),
    weight=15,
    source=noop("asumsi"),
)
