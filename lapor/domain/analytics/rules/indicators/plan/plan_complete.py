"""R2: the items of the plan are filled in measurably (SMART)."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators.reports import Tables
from lapor.kernel.enums import noop


def _of_year(tables: Tables, window: Window) -> Any:
    return tables["items"].year == window.last.year


INDICATOR = Indicator(
    id="R2",
    key="plan_complete",
    part=Part.PLAN,
    name=noop("Kelengkapan butir rencana"),
    english="Completeness of the plan",
    formula=noop("Isian terukur yang lengkap ÷ semua isian butir"),
    who=noop("Butir rencana aksi tahun itu"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="items",
    sums=("numerator", "denominator"),
    population=_of_year,
    numerator=lambda tables, window: tables["items"].fields_complete,
    denominator=lambda tables, window: tables["items"].fields_all,
    count=_of_year,
    normal=between("0", "1"),
    weight=15,
    source=noop("asumsi"),
)
