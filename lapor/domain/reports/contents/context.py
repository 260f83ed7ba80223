"""What every part of a report may look at: numbers read once, and kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext

from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.analytics.rules.periods import HOME_ZONE, Period, parse_period
from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.queries import Evaluation, Scope, evaluate
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import national_admin
from lapor.domain.reports.charts import Chart
from lapor.domain.reports.queries import rounds as results
from lapor.domain.reports.queries.counts import Counted, counted, overdue
from lapor.domain.reports.rules.documents import Block, Figure


@dataclass
class Context:
    """The numbers of a scope in a period, as of a moment (UTC)."""

    scope: Scope
    period: Period
    at: datetime
    sender: Organisation | None = None

    @property
    def on(self) -> date:
        """The last day of the period that has begun, by the clock of the capital."""
        return min(self.period.last, self.at.astimezone(HOME_ZONE).date())

    @cached_property
    def found(self) -> Evaluation:
        """The indicators of everybody in the scope."""
        return evaluate(self.scope, self.period, Basis.COHORT, at=self.at)

    @cached_property
    def counts(self) -> Counted:
        """The reports of the period by all that a report shows."""
        return counted(self.scope, self.period, at=self.at)

    @cached_property
    def before(self) -> Counted:
        """The same of the period before, as long as this one."""
        return counted(self.scope, preceding(self.period), at=self.at)

    @cached_property
    def late(self) -> int:
        """How many open reports are past the term of completion, of all time."""
        return overdue(self.scope, at=self.at).count()

    @cached_property
    def rounds(self) -> list[Round]:
        """The settled rounds about the scope that end in the period."""
        return list(results.rounds_of(self.scope, self.period)[:20])

    @cached_property
    def results(self) -> list[Result]:
        """The results of the newest of those rounds."""
        return results.results_in(self.rounds[0]) if self.rounds else []

    @cached_property
    def publisher(self) -> Organisation:
        """Who speaks in the document."""
        if self.scope.overseer:
            return Organisation.objects.get(pk=self.scope.overseer)
        if self.scope.owner:
            return Organisation.objects.get(pk=self.scope.owner)
        return national_admin()

    @cached_property
    def above(self) -> Organisation:
        """Who sends letters to the one the scope is about."""
        own = self.publisher
        if self.sender and self.sender != own:
            return self.sender
        return own.agency if own.agency and own.agency != own else national_admin()

    @cached_property
    def members(self) -> list[int]:
        """The keys of the agencies or units in the scope."""
        return [line.member.pk for line in self.found.lines if line.member]


Section = Callable[[Context], Sequence[Block]]


def figure(chart: Chart) -> Figure:
    """Return a chart as a block, with its own data told to those who do not see it."""
    table = chart.table()
    spoken = gettext("Grafik: %(title)s. Angkanya ada di tabel di bawahnya.")
    return Figure(chart.title, chart.svg(), spoken % {"title": chart.title}, table)


def period_name(period: Period) -> str:
    """Return a period in words.

    >>> period_name(parse_period("2026-S1"))
    'semester 1 tahun 2026'
    """
    year, _dash, part = period.name.partition("-")
    if period.name.count("-") > 1:
        words = {"first": f"{period.first:%d-%m-%Y}", "last": f"{period.last:%d-%m-%Y}"}
        return gettext("%(first)s sampai %(last)s") % words
    if part.startswith("S"):
        return gettext("semester %(n)s tahun %(year)s") % {"n": part[1:], "year": year}
    if part.startswith("Q"):
        return gettext("triwulan %(n)s tahun %(year)s") % {"n": part[1:], "year": year}
    if part:
        return gettext("bulan %(n)s tahun %(year)s") % {"n": int(part), "year": year}
    return gettext("tahun %(year)s") % {"year": year}


def preceding(period: Period) -> Period:
    """Return the period before, as long as this one.

    >>> preceding(parse_period("2026-S1")).first
    datetime.date(2025, 7, 1)
    """
    last = period.first - timedelta(days=1)
    months = (period.last.year - period.first.year) * 12
    months += period.last.month - period.first.month + 1
    is_whole = period.first.day == 1 and (period.last + timedelta(days=1)).day == 1
    if not is_whole:
        first = last - (period.last - period.first)
    else:
        index = period.first.year * 12 + period.first.month - 1 - months
        first = date(index // 12, index % 12 + 1, 1)
    return parse_period(f"{first}..{last}")
