"""Rounds as rows for the console: where they stand, and what they would give now."""

from collections import Counter
from typing import Any

from django.db.models import Count

from lapor.domain.monev.models import Round
from lapor.domain.monev.rules.words import RoundState, SheetState
from lapor.domain.quality.models import Sample


def status_rows() -> list[dict[str, Any]]:
    """Return one row for each round, the newest period first."""
    rounds = Round.objects.exclude(state=RoundState.CANCELLED)
    rows = rounds.annotate(n=Count("sheets")).select_related("assessor")
    return [
        {
            "code": row.code,
            "title": row.title,
            "tier": row.tier,
            "state": row.state,
            "sheets": row.n,
            "number": row.number,
        }
        for row in rows
    ]


def status_of(round: Round) -> dict[str, Any]:
    """Return all that a round says of itself."""
    sheets = Counter(round.sheets.values_list("state", flat=True))
    return {
        "code": round.code,
        "title": round.title,
        "tier": round.tier,
        "assessor": round.assessor.code,
        "period": round.period,
        "parts": round.parts,
        "state": round.state,
        "sheets": {state.value: sheets[state] for state in SheetState if sheets[state]},
        "fill_until": _day(round.fill_until),
        "verify_until": _day(round.verify_until),
        "clarify_until": _day(round.clarify_until),
        "number": round.number,
        "opening": round.opening_hash,
        "fixing": round.fixing_hash,
        "results": round.results_hash,
        "agreement": round.agreement,
        "dropped": round.dropped,
    }


def sample_rows(sample: Sample) -> dict[str, Any]:
    """Return a drawn sample without a name or a number of a report."""
    rows = sample.answers.order_by("place")
    return {
        "agency": sample.agency.code,
        "period": sample.period,
        "seed": sample.seed,
        "margin": sample.margin,
        "population": sample.population,
        "n": len(rows),
        "answers": [
            {
                "code": row.code,
                "place": row.place,
                "stratum": row.stratum,
                "size": row.stratum_size,
                "sampled": row.stratum_sampled,
                "double": row.is_double,
            }
            for row in rows
        ],
    }


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
