"""R1: the action plan exists and was approved in time."""

from datetime import date
from typing import Any, Final

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
)
from lapor.domain.analytics.rules.indicators.reports import Tables
from lapor.kernel.enums import noop

IN_TIME: Final = 100
LATE: Final = 60


def _last_day(window: Window) -> date:
    return date(window.last.year, 2, 28)


def _planned(tables: Tables, window: Window) -> Any:
    """Agencies with the points of their best plan of the year, 0 without one."""
    plans, agencies = tables["plans"], tables["agencies"]
    is_approved = plans.approved_on.notnull() & (plans.approved_on <= window.today)
    due_on = plans.approval_due_on.fill_null(_last_day(window))
    in_time = (plans.approved_on <= due_on).ifelse(IN_TIME, LATE)
    best = (
        plans.filter(plans.year == window.last.year, plans.agency != "")
        .group_by("agency")
        .aggregate(plan_points=is_approved.ifelse(in_time, 0).max())
    )
    found = agencies.filter(agencies.unit == "").select("agency", "unit")
    joined = found.left_join(best, "agency")
    return joined.select(
        found.agency, found.unit, plan_points=best.plan_points.fill_null(0)
    )


INDICATOR = Indicator(
    id="R1",
    key="plan_approved",
    part=Part.PLAN,
    name=noop("Rencana aksi disahkan"),
    english="Plan exists and is approved in time",
    formula=noop("100 bila disahkan tepat waktu, 60 bila terlambat, 0 bila tidak ada"),
    who=noop("Instansi yang wajib punya rencana aksi tahun itu (batas: 28 Februari)"),
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    table="agencies",
    sums=("numerator",),
    needs=("plans",),
    relation=_planned,
    population=lambda tables, window: tables["agencies"].agency.notnull(),
    numerator=lambda tables, window: tables["agencies"].plan_points,
    denominator=lambda tables, window: (
        (tables["agencies"].plan_points > 0) | (window.today > _last_day(window))
    ),
    normal=lambda points: points,
    weight=15,
    reference=noop("sampai 28 Februari"),
    source=noop("asumsi; PermenPANRB 46/2020 mewajibkan rencana aksi"),
)
