"""A settled ranking again, under weights that wait for approval."""

from typing import Any, NamedTuple

from django.http import HttpRequest

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.monev.models import Round
from lapor.domain.monev.queries.rounds import results_seen_by, rounds_seen_by
from lapor.domain.monev.rules.words import SETTLED, Tier
from lapor.domain.scoring.models import Instrument
from lapor.domain.scoring.queries import instrument_numbered
from lapor.domain.scoring.rules import (
    Entrant,
    Moved,
    Scored,
    Steadiness,
    facts_from,
    preview,
    readings_from,
    score,
    sensitivity,
)
from lapor.web.turning import turned
from lapor.web.who import today

CHOICES = 30
#: So many draws show a rank within two per cent, and cost a second for 500 rivals.
DRAWS = 200


class Line(NamedTuple):
    """One subject under both weights, with how steady its new rank is."""

    moved: Moved
    name: str
    steady: Steadiness | None


def preview_of(
    user: User, instrument: Instrument, code: str, request: HttpRequest
) -> dict[str, Any]:
    """Return rounds to choose from, and one of them ranked again by groups.

    Without a choice the newest national round, else the newest of all.
    """
    settled = rounds_seen_by(user, on=today()).filter(state__in=SETTLED)
    rounds = list(settled.order_by("-period_end", "-pk")[:CHOICES])
    chosen = next((each for each in rounds if each.code == code), None)
    chosen = chosen or next((r for r in rounds if r.tier == Tier.MACRO), None)
    chosen = chosen or (rounds[0] if rounds else None)
    if chosen is None:
        return {"rounds": [], "round": None}
    lines = _lines(user, chosen, instrument)
    groups = sorted({line.moved.group for line in lines})
    wanted = request.GET.get("kelompok", "")
    group = wanted if wanted in groups else (groups[0] if groups else "")
    rows = [line for line in lines if line.moved.group == group]
    return {
        "rounds": rounds,
        "round": chosen,
        "groups": groups,
        "group": group,
        "page": turned(request, rows),
        "up": sum((line.moved.climbed or 0) > 0 for line in rows),
        "down": sum((line.moved.climbed or 0) < 0 for line in rows),
        "renamed": sum(
            line.moved.old_category != line.moved.new_category for line in rows
        ),
    }


def _lines(user: User, round: Round, instrument: Instrument) -> list[Line]:
    """Score every result of a round again from what it keeps of itself."""
    entrants, names = [], {}
    rows = results_seen_by(user, on=today()).filter(round=round)
    for result in rows.select_related("subject"):
        kept = result.details
        if "readings" in kept and "facts" in kept:
            names[result.subject.code] = result.subject.name
            entrants.append(
                Entrant(
                    result.subject.code,
                    result.group,
                    readings_from(kept["readings"]),
                    facts_from(kept["facts"]),
                )
            )
    parts = [part for part in Part if part in round.parts]
    old = instrument_numbered(round.instrument or 1).weights
    new = instrument.weights
    steady = _steadiness(entrants, instrument, parts)
    return [
        Line(moved, names[moved.code], steady.get(moved.code))
        for moved in preview(entrants, old=old, new=new, parts=parts)
    ]


def _steadiness(
    entrants: list[Entrant], instrument: Instrument, parts: list[Part]
) -> dict[str, Steadiness]:
    groups: dict[str, list[Scored]] = {}
    weights = instrument.weights
    for each in entrants:
        found = score(each.readings, weights, each.facts, parts=parts)
        scored = Scored(each.code, each.group, each.facts.dispatched, found)
        groups.setdefault(each.group, []).append(scored)
    return {
        steady.code: steady
        for group in groups.values()
        for steady in sensitivity(group, weights, seed=instrument.version, draws=DRAWS)
    }
