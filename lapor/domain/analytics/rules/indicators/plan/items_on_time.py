"""R5: items of the plan that were done by their day."""

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
    of_year = items.year == window.last.year
    return of_year & days.due_by(items.due_on, window)


def _on_time(tables: Tables, window: Window) -> Any:
    items = tables["items"]
    return items.finished_on.notnull() & (items.finished_on <= items.due_on)


INDICATOR = Indicator(
    id="R5",
    key="items_on_time",
    part=Part.PLAN,
    name=noop("Butir rencana tepat waktu"),
    english="Punctuality of the plan",
    formula=noop("Butir selesai sampai harinya ÷ butir jatuh tempo"),
    who=noop("Butir rencana tahun itu yang sudah jatuh tempo"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="items",
    population=_due,
    numerator=_on_time,
    denominator=_due,
    normal=between("0", "1"),
    weight=10,
    source=noop("asumsi"),
)
