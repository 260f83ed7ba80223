"""T3: preventive actions that were finished by their day."""

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
    return days.due(tables["measures"].due_on, window)


def _on_time(tables: Tables, window: Window) -> Any:
    measures = tables["measures"]
    finished = measures.finished_on
    return finished.notnull() & (finished <= measures.due_on)


INDICATOR = Indicator(
    id="T3",
    key="measures_on_time",
    part=Part.PREVENTION,
    name=noop("Tindakan pencegahan selesai tepat waktu"),
    english="Preventive actions on time",
    formula=noop("Selesai sampai harinya ÷ jatuh tempo"),
    who=noop("Tindakan yang jatuh tempo pada masa itu dan sampai saat hitung"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="measures",
    population=_due,
    numerator=_on_time,
    denominator=_due,
    normal=between("0", "1"),
    weight=20,
    source=noop("asumsi"),
)
