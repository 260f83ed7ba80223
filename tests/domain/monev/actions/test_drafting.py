from datetime import date

import pytest

from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.rules.indicator import Basis, Part
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.actions.drafting import cancel_round, draft_round, edit_draft
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Conflict, Invalid, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.monev import NOW, make_corner
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db
HALF = parse_period("2026-S1")


@pytest.fixture(autouse=True)
def matrix() -> None:
    load_schedule(by=SYSTEM, at=NOW)


def draft(tier: Tier = Tier.MESO_TERRITORY, **more: object):
    corner = make_corner(tier)
    given = {"tier": tier, "assessor": corner.assessor, "period": HALF}
    return draft_round(**{**given, "by": SYSTEM, "at": NOW, **more})


def test_takes_kinds_limits_and_law_from_the_matrix():
    made = draft()

    assert made.code == f"2026-s1-wilayah-{made.assessor.code}"
    assert made.kinds == tuple(Part)
    assert (made.fill_days, made.verify_days, made.clarify_days) == (10, 10, 7)
    assert made.samples == {"quality": "margin:10"}
    assert "UU 23/2014" in made.legal_basis
    assert [fact.fact for fact in history_of(made.ref)] == ["round.drafted"]


def test_a_half_year_of_a_monthly_tier_takes_all_four_kinds():
    made = draft(Tier.MICRO_AGENCY)

    assert made.kinds == tuple(Part)
    assert not made.is_automatic


def test_the_same_round_twice_is_refused_with_its_code():
    corner = make_corner(Tier.MACRO)
    first = draft(Tier.MACRO, assessor=corner.assessor)

    with pytest.raises(Conflict, match=first.code):
        draft(Tier.MACRO, assessor=corner.assessor)


def test_a_cancelled_draft_frees_its_code():
    corner = make_corner(Tier.MACRO)
    national = make_officer(Role.NATIONAL_ADMIN, corner.assessor)
    first = draft(Tier.MACRO, assessor=corner.assessor)

    cancel_round(first, by=national, at=NOW)
    again = draft(Tier.MACRO, assessor=corner.assessor)

    first.refresh_from_db()
    assert first.state == RoundState.CANCELLED
    assert again.code != first.code


def test_is_for_those_who_act_for_the_assessor():
    stranger = make_officer(Role.COORDINATOR, agency())

    with pytest.raises(NotPermitted):
        draft(by=stranger)


def test_needs_somebody_under_the_assessor_that_day():
    with pytest.raises(Invalid, match="tidak ada yang dinilai"):
        draft(assessor=agency())


def test_a_draft_changes_until_it_is_opened():
    corner = make_corner(Tier.MESO_COORDINATION)
    user = make_officer(Role.COORDINATOR, corner.assessor)
    made = draft(Tier.MESO_COORDINATION, assessor=corner.assessor)

    edit_draft(
        made,
        title="Monev semester",
        parts=[Part.QUALITY],
        basis=Basis.FLOW,
        by=user,
        at=NOW,
    )

    made.refresh_from_db()
    assert made.kinds == (Part.QUALITY,)
    assert made.basis == Basis.FLOW
    with pytest.raises(Invalid):
        edit_draft(made, title="", parts=[], basis=Basis.FLOW, by=user, at=NOW)


def test_without_a_matrix_of_that_day_nothing_is_drafted():
    with pytest.raises(Invalid, match="2019-06-30"):
        draft(period=parse_period("2019-S1"))


def test_days_of_the_period_are_those_of_its_name():
    made = draft(period=parse_period("2026-Q2"))

    assert (made.period_start, made.period_end) == (
        date(2026, 4, 1),
        date(2026, 6, 30),
    )
