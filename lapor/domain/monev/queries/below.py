"""What the tiers below found: input of a round, drawn from to be scored anew."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.rules.tiers import INPUT_OF, MICRO, TIERS
from lapor.domain.monev.rules.words import SETTLED, Tier


def results_below(round: Round, subjects: Collection[int]) -> list[Result]:
    """Return the settled results of lower tiers about subjects, in the same period.

    For a meso round these are the units of a subject as its own micro rounds judged
    them; for the macro round the subject itself as meso judged it. Of each tier and
    organisation the newest counts.
    """
    tiers = INPUT_OF[TIERS[Tier(round.tier)].level]
    results = Result.objects.filter(
        round__tier__in=tiers,
        round__state__in=SETTLED,
        round__period_end__lte=round.period_end,
        round__period_end__gte=round.period_start,
        subject__agency__in=subjects,
        score__isnull=False,
    ).select_related("round", "subject")
    newest: dict[tuple[str, int], Result] = {}
    for result in results.order_by("round__period_end", "round__fixed_at", "pk"):
        newest[result.round.tier, result.subject_id] = result
    return sorted(newest.values(), key=lambda result: result.pk)


def summary(results: Collection[Result]) -> list[dict[str, Any]]:
    """Return what a sheet shows of lower results: a line for each round."""
    rounds: dict[int, list[Result]] = {}
    for result in results:
        rounds.setdefault(result.round_id, []).append(result)
    return [
        {
            "round": found[0].round.code,
            "number": found[0].round.number,
            "tier": found[0].round.tier,
            "period": found[0].round.period,
            "results": len(found),
            "mean": round(sum(each.score or 0 for each in found) / len(found)),
        }
        for found in rounds.values()
    ]


def with_micro_round(subjects: Collection[int], *, year: int) -> set[int]:
    """Return the agencies with a settled micro round over its units in a year."""
    return {
        home
        for home in Round.objects.filter(
            tier__in=MICRO,
            state__in=SETTLED,
            period_end__year=year,
            assessor__agency__in=subjects,
        ).values_list("assessor__agency_id", flat=True)
        if home is not None
    }


def previous_results(round: Round) -> QuerySet[Result]:
    """Return the results of the round before of the same tier, assessor and length."""
    length = (round.period_end - round.period_start).days
    before = Round.objects.filter(
        tier=round.tier,
        assessor=round.assessor,
        state__in=SETTLED,
        period_end__lt=round.period_start,
    )
    alike = [
        (each.period_end, each.pk)
        for each in before
        if abs((each.period_end - each.period_start).days - length) <= 3
    ]
    newest = max(alike, default=(date.min, 0))[1]
    return Result.objects.filter(round=newest).select_related("subject")
