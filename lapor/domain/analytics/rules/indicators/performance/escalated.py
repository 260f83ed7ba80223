"""P18: reports so late that others had to step in, and those the Ombudsman took."""

from datetime import timedelta
from typing import Any, Final

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Beside,
    Direction,
    Expression,
    Indicator,
    Other,
    Part,
    Unit,
    Window,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

#: Working days past the term, when the head of the unit is told (domain §9.6).
THIRD_STEP: Final = 3
#: Calendar days after which the Ombudsman is offered (domain §8.1, T8).
OFFERED_AFTER: Final = timedelta(days=60)


def _late(tables: reports.Tables, window: Window) -> Any:
    is_late = tables["cases"].late_days >= THIRD_STEP
    return reports.dispatched(tables, window) & is_late


def _offered(tables: reports.Tables, window: Window) -> Any:
    """Still with an agency sixty days after receipt."""
    limit = min(window.cut_off, window.end) - OFFERED_AFTER
    is_old = tables["cases"].received_at < limit
    return reports.in_hand(tables, window) & is_old


def _told(days: int) -> Expression:
    """An office that is told so many working days past a term has been told.

    What was sealed before the ladder was counted says nothing of it.
    """

    def condition(tables: reports.Tables, window: Window) -> Any:
        is_dispatched = reports.dispatched(tables, window)
        cases = tables["cases"]
        if "climbed_days" not in cases.columns:
            return is_dispatched & ~is_dispatched
        return is_dispatched & (cases.climbed_days.fill_null(-1) >= days)

    return condition


INDICATOR = Indicator(
    id="P18",
    key="escalated",
    part=Part.PERFORMANCE,
    name=noop("Beban eskalasi"),
    english="Escalation load",
    formula=noop("Terlambat paling sedikit 3 hari kerja ÷ terdisposisi"),
    who=noop("Laporan terdisposisi; juga yang diserahkan kepada Ombudsman"),
    unit=Unit.SHARE,
    direction=Direction.NONE,
    table="cases",
    population=reports.counted,
    numerator=_late,
    denominator=reports.dispatched,
    strict=Other(
        noop("Diserahkan kepada Ombudsman"),
        reports.dispatched,
        lambda tables, window: (
            reports.dispatched(tables, window)
            & reports.happened(tables["cases"].escalated_at, window)
        ),
    ),
    beside={
        "head": Beside(noop("Naik ke pimpinan unit kerja"), "cases", _told(3)),
        "auditor": Beside(noop("Naik ke APIP dan pimpinan"), "cases", _told(5)),
        "middle": Beside(noop("Naik ke tingkat koordinasi"), "cases", _told(10)),
        "nation": Beside(noop("Naik ke admin nasional"), "cases", _told(20)),
        "offered": Beside(
            noop("Lewat 60 hari kalender, dapat diserahkan"), "cases", _offered
        ),
    },
    bases=(Basis.COHORT, Basis.FLOW),
    source=noop("asumsi; jenjang eskalasi"),
)
