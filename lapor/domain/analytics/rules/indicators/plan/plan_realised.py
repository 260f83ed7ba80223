"""R4: what was realised of the items that are due."""

from typing import Any, Final

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

WHOLE: Final = 100_00  # the whole target, in hundredths of a per cent


def _due(tables: Tables, window: Window) -> Any:
    items = tables["items"]
    of_year = items.year == window.last.year
    return of_year & days.due_by(items.due_on, window)


INDICATOR = Indicator(
    id="R4",
    key="plan_realised",
    part=Part.PLAN,
    name=noop("Realisasi rencana"),
    english="Realisation of the plan",
    formula=noop("Σ bobot × min(realisasi ÷ target, 1) ÷ Σ bobot"),  # noqa: RUF001
    who=noop("Butir rencana tahun itu yang sudah jatuh tempo"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="items",
    sums=("numerator", "denominator"),
    population=_due,
    numerator=lambda tables, window: (
        tables["items"].weight * tables["items"].progress_hundredths
    ),
    denominator=lambda tables, window: tables["items"].weight * WHOLE,
    count=_due,
    normal=between("0", "1"),
    weight=25,
    source=noop("asumsi"),
)
