"""What the story leaves of evaluation: rounds of every tier, sheets, scores, plans."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from lapor.domain.monev.actions.clockwork import open_due
from lapor.domain.monev.actions.opening import folder_of
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.models import Result, Round, Sheet
from lapor.domain.monev.queries.outcome import verify
from lapor.domain.monev.rules.words import KNOWN, RoundState, Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OversightKind
from lapor.domain.plans.models import Item, Plan, Recommendation
from lapor.domain.quality.models import Sample
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel.actor import SYSTEM
from lapor.ops import demo
from lapor.ops.demo.country import HOME
from tests.factories.country import make_country
from tests.factories.deadlines import local
from tests.factories.organisations import oversight

NOW = local("2026-08-03 10:00")
EDGES = {
    "kemenko-pmk": OversightKind.COORDINATION,
    "ksp": OversightKind.PRIORITY_PROGRAMME,
    "ombudsman": OversightKind.RESOLUTION,
    "panrb": OversightKind.NATIONAL,
}
TIERS = {
    Tier.MICRO_AGENCY,
    Tier.MICRO_AUDITOR,
    Tier.MESO_COORDINATION,
    Tier.THEMATIC_PROGRAMME,
    Tier.THEMATIC_RESOLUTION,
    Tier.MACRO,
}


@pytest.fixture
def country(db: None, tmp_path: Path):
    """A handful of agencies with three years of the story."""
    with override_settings(LAPOR_HOME=tmp_path, LAPOR_KEYS=tmp_path / "keys"):
        home = make_country()
        load_schedule(by=SYSTEM, at=NOW)
        load_instrument(by=SYSTEM, at=NOW)
        offices = Organisation.objects.in_bulk(field_name="code")
        for code, kind in EDGES.items():
            for subject in ("kemensos", HOME):
                if code != "kemenko-pmk" or subject == "kemensos":
                    oversight(offices[code], offices[subject], kind)
        demo.build(cases=400, months=24, seed=1, until=date(2026, 8, 3), at=NOW)
        yield home


@pytest.mark.long
@pytest.mark.slow
def test_the_story_of_evaluation(country: Organisation):
    made = demo.evaluate(seed=1, at=NOW)

    assert made == 3 * len(TIERS)
    two_are_finished_and_one_is_open_on_every_tier()
    people_filled_scored_and_followed(country)
    every_result_comes_out_of_its_seal()
    plans_are_approved_carried_out_and_partly_late(country)
    nothing_was_missed()
    assert demo.evaluate(seed=1, at=NOW) == 0


def two_are_finished_and_one_is_open_on_every_tier() -> None:
    states = Counter(Round.objects.values_list("tier", "state"))
    assert {tier for tier, _state in states} == TIERS
    for tier in TIERS:
        known = sum(states[tier, state] for state in KNOWN)
        assert (known, states[tier, RoundState.OPENED]) == (2, 1), tier


def people_filled_scored_and_followed(home: Organisation) -> None:
    assert Sheet.objects.filter(items__value__gte=2).exists()
    assert Result.objects.exclude(score=None).exists()
    assert Sample.objects.filter(agency=home).exists()
    assert Recommendation.objects.filter(state="verified").exists()


def every_result_comes_out_of_its_seal() -> None:
    settled = Round.objects.exclude(results_hash="")
    assert len(settled) == 2 * len(TIERS)
    for round in settled:
        found = verify(folder_of(round))
        assert found.is_same, found.changed
        assert found.results == round.results_hash


def plans_are_approved_carried_out_and_partly_late(home: Organisation) -> None:
    plans = dict(Plan.objects.filter(agency=home).values_list("year", "approved_on"))
    assert set(plans) == {2025, 2026}
    assert all(day.month == 2 for day in plans.values())
    items = Item.objects.filter(plan__agency=home, year=2025)
    stands = Counter(item.status(NOW.date()) for item in items)
    assert stands["done"] >= 1
    assert stands["late"] >= 1
    assert items.filter(reports__proofs__isnull=False).exists()


def nothing_was_missed() -> None:
    told = open_due(upto=NOW.date(), at=NOW, dry=True)
    assert told
    assert "missed" not in {each.outcome for each in told}
