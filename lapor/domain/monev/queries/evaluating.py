"""One evaluation: the numbers of everybody in a scope, and of all together.

The usual periods are read as they were counted ahead; any other days are counted now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from lapor.domain.analytics.queries import standing
from lapor.domain.analytics.queries.computing import both_tallies, tallies
from lapor.domain.analytics.queries.engines import Live, one_moment
from lapor.domain.analytics.rules.catalogue import CATALOGUE, by_id
from lapor.domain.analytics.rules.indicator import SMALL, Basis, Indicator, Reading
from lapor.domain.analytics.rules.periods import HOME_ZONE, Period
from lapor.domain.analytics.rules.tally import Tallies, reading_of, sum_of
from lapor.domain.analytics.rules.windows import window_of
from lapor.domain.organisations.models import Organisation

from .scopes import Member, Scope

#: Whose numbers say how many reports there are, and how many were dispatched.
VOLUME: Final = "P11"
DISPATCHED: Final = "P3"


@dataclass(frozen=True)
class Line:
    """One agency or unit with what was counted of it.

    ``member`` None: reports without a unit, or all members together (``is_total``).
    """

    member: Member | None
    tallies: Tallies
    is_total: bool = False

    def reading(self, id: str) -> Reading:
        """Return what an indicator gave."""
        return reading_of(by_id(id), self.tallies, is_total=self.is_total)

    @property
    def received(self) -> int:
        """How many reports there are. On flow: were in hand during the period."""
        return self.reading(VOLUME).numerator

    @property
    def dispatched(self) -> int:
        """How many reports an agency had, or has, to answer."""
        return self.reading(DISPATCHED).denominator

    @property
    def is_small(self) -> bool:
        """Whether too little was dispatched for a category (TDN)."""
        return self.dispatched < SMALL

    def buckets(self) -> Mapping[str, int]:
        """Return how many reports stand in each official bucket."""
        return {key: n for key, (n, _all) in self.reading(VOLUME).classes.items()}


@dataclass(frozen=True)
class Evaluation:
    """The numbers of a scope in a period, as of a moment (UTC)."""

    scope: Scope
    period: Period
    basis: Basis
    at: datetime
    lines: tuple[Line, ...]
    total: Line
    is_ahead: bool  # read as it was counted ahead, not counted now

    def readings(self) -> list[Reading]:
        """Return what every indicator that means something gave, all together."""
        return [self.total.reading(one.id) for one in self.indicators()]

    def indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators that mean something here: units have no decree."""
        if self.scope.kind not in ("units", "unit"):
            return CATALOGUE
        return tuple(one for one in CATALOGUE if one.table != "agencies")


class _Found(NamedTuple):
    """Tallies by key of agency or unit, of what no unit has, and of the whole."""

    members: Mapping[int, Tallies]
    rest: Tallies
    total: Tallies
    at: datetime
    is_ahead: bool


def evaluate(
    scope: Scope,
    period: Period,
    basis: Basis,
    *,
    at: datetime,
    now: bool = False,
    patience: timedelta | None = None,
) -> Evaluation:
    """Return the numbers of a scope; ``at`` counts where nothing was counted ahead.

    ``now`` counts in any case; ``patience`` is for one question of the count, then
    Busy is raised. Everybody in the scope has a line, also one to whom
    nobody wrote: an agency without reports is a finding. Costs a few small queries for
    a usual period.
    """
    on = min(period.last, at.astimezone(HOME_ZONE).date())
    members = scope.members(on=on)
    since = None if now else standing.counted_at(period, basis)
    found = (
        _counted_ahead(scope, members, period, basis, since)
        if since is not None
        else _counted_now(scope, members, period, basis, at, patience)
    )
    lines = [Line(member, found.members.get(member.pk, {})) for member in members]
    if Line(None, found.rest).received:
        lines.append(Line(None, found.rest))
    is_total = scope.kind in ("nation", "overseen")
    total = Line(None, found.total, is_total=is_total)
    return Evaluation(
        scope, period, basis, found.at, tuple(lines), total, found.is_ahead
    )


def _counted_ahead(
    scope: Scope, members: list[Member], period: Period, basis: Basis, at: datetime
) -> _Found:
    keys = {member.pk for member in members}
    if scope.kind in ("units", "unit"):
        agency = _agency_of(scope)
        units = standing.of_units(period, basis, agency.pk)
        if scope.kind == "unit":
            own = units.get(scope.owner, standing.Stored({}))
            return _Found({scope.owner: own}, {}, own, at, True)
        whole = standing.of_agencies(period, basis, [agency.pk])
        rest = sum_of(counts for key, counts in units.items() if key not in keys)
        known = {key: counts for key, counts in units.items() if key is not None}
        return _Found(known, rest, whole.get(agency.pk, {}), at, True)
    if scope.kind == "nation":
        everybody = standing.of_agencies(period, basis)
        rest = sum_of(counts for key, counts in everybody.items() if key not in keys)
        return _Found(everybody, rest, standing.of_nation(period, basis), at, True)
    chosen = standing.of_agencies(period, basis, keys)
    return _Found(chosen, {}, sum_of(chosen.values()), at, True)


def _counted_now(
    scope: Scope,
    members: list[Member],
    period: Period,
    basis: Basis,
    at: datetime,
    patience: timedelta | None,
) -> _Found:
    window = window_of(period, basis, at=at)
    keys = {member.code: member.pk for member in members}
    with one_moment(patience):
        if scope.kind in ("units", "unit"):
            agency = _agency_of(scope).code
            agencies, units = both_tallies(
                Live(window, agencies=[agency]), window, agencies=[agency]
            )
            known = {keys[unit]: n for (_, unit), n in units.items() if unit in keys}
            if scope.kind == "unit":
                return _Found(known, {}, known.get(scope.owner, {}), at, False)
            rest = sum_of(n for (_, unit), n in units.items() if unit not in keys)
            return _Found(known, rest, agencies.get(agency, {}), at, False)
        codes = None if scope.kind == "nation" else list(keys)
        found = tallies(Live(window, agencies=codes), window, agencies=codes)
    known = {keys[code]: n for code, n in found.items() if code in keys}
    rest = sum_of(n for code, n in found.items() if code not in keys)
    return _Found(known, rest, sum_of(found.values()), at, False)


def _agency_of(scope: Scope) -> Organisation:
    """Return the agency whose units a scope shows."""
    owner = Organisation.objects.select_related("agency").get(pk=scope.owner)
    return owner.agency or owner
