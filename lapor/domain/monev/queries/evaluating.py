"""One evaluation: the counts of everybody in a scope, and of all together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from lapor.domain.monev.rules import HOME_ZONE, Basis, Counts, Parts, Period

from .connection import active_agencies, active_months, connected_agencies
from .counting import counts_by
from .scopes import Member, Scope


@dataclass(frozen=True)
class Line:
    """One agency or unit with its counts. ``member`` None: reports without a unit."""

    member: Member | None
    counts: Counts


@dataclass(frozen=True)
class Evaluation:
    """The counts of a scope in a period, as of a moment (UTC)."""

    scope: Scope
    period: Period
    basis: Basis
    at: datetime
    lines: tuple[Line, ...]
    total: Counts


def evaluate(scope: Scope, period: Period, basis: Basis, *, at: datetime) -> Evaluation:
    """Count a scope: one query over the cases, a few small ones for P1 and P2.

    Everybody in the scope has a line, also one to whom nobody wrote: an agency
    without reports is a finding. ``at`` is the moment as of which states are read.
    """
    on = min(period.last, at.astimezone(HOME_ZONE).date())
    members = scope.members(on=on)
    keys = [member.pk for member in members]
    if scope.kind == "nation":
        found = counts_by("agency", Q(), period, basis, at=at)
    elif scope.kind == "units":
        found = counts_by("unit", Q(agency=scope.owner), period, basis, at=at)
    elif scope.kind == "unit":
        found = counts_by("unit", Q(unit=scope.owner), period, basis, at=at)
    else:
        found = counts_by("agency", Q(agency__in=keys), period, basis, at=at)
    lines = [Line(member, found.pop(member.pk, Counts())) for member in members]
    if scope.kind in ("units", "unit"):
        if rest := _sum(found.values()):
            lines.append(Line(None, rest))
    else:
        lines = _connected(lines, keys, period, at)
        if scope.kind == "nation" and (rest := _sum(found.values())):
            lines.append(Line(None, rest))
    total = sum((line.counts for line in lines), Counts())
    if scope.kind == "agency":
        months = active_months(scope.owner, period, at=at)
        total = replace(total, active=months)
    return Evaluation(scope, period, basis, at, tuple(lines), total)


def _connected(
    lines: list[Line], keys: list[int], period: Period, at: datetime
) -> list[Line]:
    on = min(period.last, at.astimezone(HOME_ZONE).date())
    joined = connected_agencies(keys, on=on)
    awake = active_agencies(keys, period, at=at)
    return [
        Line(
            line.member,
            replace(
                line.counts,
                connected=Parts(int(line.member.pk in joined), 1),
                active=Parts(int(line.member.pk in awake), 1),
            ),
        )
        for line in lines
        if line.member is not None
    ]


def _sum(counts: Iterable[Counts]) -> Counts | None:
    """Add what is left over; None when nothing is."""
    total = sum(counts, Counts())
    return total if total.received else None
