import pytest

from lapor.domain.accounts.rules import Role
from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.queries.rounds import (
    due_from,
    public_results,
    results_seen_by,
    round_named,
    round_seen_by,
    rounds_assessed_by,
    rounds_seen_by,
    sheet_seen_by,
)
from lapor.domain.monev.rules.words import KNOWN, RoundState, SheetState, Tier
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotFound
from tests.factories.accounts import make_officer
from tests.factories.monev import TODAY, make_corner, make_round
from tests.factories.organisations import agency, unit

pytestmark = pytest.mark.django_db


def make_results(round: Round, *subjects: Organisation) -> None:
    Result.objects.bulk_create(
        Result(round=round, subject=each, score=7_500, category="good")
        for each in subjects
    )


class TestRoundsSeenBy:
    def test_a_draft_is_for_its_assessor_alone(self):
        corner = make_corner(Tier.MESO_TERRITORY)
        assessor = make_officer(Role.COORDINATOR, corner.assessor)
        subject = make_officer(Role.AGENCY_ADMIN, corner.subject)
        made = make_round(
            corner.tier, corner.assessor, corner.subject, state=RoundState.DRAFT
        )

        assert list(rounds_seen_by(assessor, on=TODAY)) == [made]
        assert not rounds_seen_by(subject, on=TODAY).exists()
        with pytest.raises(NotFound):
            round_seen_by(subject, made.code, on=TODAY)

    def test_a_liaison_officer_sees_the_round_and_the_sheet_of_his_unit(self):
        home = agency()
        own, other = unit(home), unit(home)
        liaison = make_officer(Role.LIAISON_OFFICER, own)
        made = make_round(Tier.MICRO_AGENCY, home, own, other)

        found = round_seen_by(liaison, made.code.upper(), on=TODAY)

        assert found == made
        assert sheet_seen_by(liaison, made.sheets.get(subject=own).pk, on=TODAY)
        with pytest.raises(NotFound):
            sheet_seen_by(liaison, made.sheets.get(subject=other).pk, on=TODAY)

    def test_nobody_without_a_mandate_sees_anything(self):
        corner = make_corner(Tier.MACRO)
        made = make_round(
            corner.tier, corner.assessor, corner.subject, state=RoundState.PUBLISHED
        )
        user = make_officer(Role.AGENCY_ADMIN, corner.subject)
        user.is_active = False

        assert not rounds_seen_by(user, on=TODAY).exists()
        assert not results_seen_by(user, on=TODAY).exists()
        assert made in Round.objects.all()


class TestResultsSeenBy:
    @pytest.mark.parametrize("state", RoundState)
    def test_subjects_see_results_once_they_are_made_known(self, state: RoundState):
        corner = make_corner(Tier.MESO_TERRITORY)
        made = make_round(corner.tier, corner.assessor, corner.subject, state=state)
        make_results(made, corner.subject)
        leader = make_officer(Role.LEADER, corner.subject)

        assert results_seen_by(leader, on=TODAY).exists() == (state in KNOWN)

    def test_subjects_of_a_tier_see_the_whole_ranking_and_others_none(self):
        corner = make_corner(Tier.MESO_TERRITORY)
        other = agency()
        made = make_round(
            corner.tier,
            corner.assessor,
            corner.subject,
            other,
            state=RoundState.PUBLISHED,
        )
        make_results(made, corner.subject, other)
        inside = make_officer(Role.AGENCY_ADMIN, corner.subject)
        outside = make_officer(Role.AGENCY_ADMIN, agency())

        assert results_seen_by(inside, on=TODAY).count() == 2
        assert results_seen_by(outside, on=TODAY).count() == 0

    def test_an_upper_tier_sees_fixed_results_of_those_under_it_only(self):
        corner = make_corner(Tier.MESO_TERRITORY)
        user = make_officer(Role.COORDINATOR, corner.assessor)
        below, beside = unit(corner.subject), unit(agency())
        for each in (below, beside):
            made = make_round(
                Tier.MICRO_AGENCY, each.agency, each, state=RoundState.FIXED
            )
            make_results(made, each)

        found = results_seen_by(user, on=TODAY)

        assert [result.subject for result in found] == [below]

    def test_the_public_sees_national_results_once_they_are_published(self):
        corner = make_corner(Tier.MACRO)
        for state in (RoundState.FIXED, RoundState.PUBLISHED):
            made = make_round(corner.tier, corner.assessor, corner.subject, state=state)
            make_results(made, corner.subject)

        assert [each.round.state for each in public_results()] == ["published"]


class TestDueFrom:
    def test_lists_open_and_disputed_sheets_of_ones_side(self):
        corner = make_corner(Tier.MACRO)
        admin = make_officer(Role.AGENCY_ADMIN, corner.subject)
        national = make_officer(Role.NATIONAL_ADMIN, corner.assessor)
        for state, sheets in (
            (RoundState.OPENED, SheetState.OPEN),
            (RoundState.OPENED, SheetState.SUBMITTED),
            (RoundState.CLARIFYING, SheetState.DISPUTED),
            (RoundState.VERIFYING, SheetState.DISPUTED),
        ):
            make_round(
                corner.tier,
                corner.assessor,
                corner.subject,
                state=state,
                sheets=sheets,
            )

        assert due_from(admin, on=TODAY).count() == 2
        assert due_from(national, on=TODAY).count() == 0
        assert rounds_assessed_by(national, on=TODAY).count() == 4


def test_a_round_is_found_by_code_or_number():
    corner = make_corner(Tier.MACRO)
    made = make_round(
        corner.tier, corner.assessor, corner.subject, state=RoundState.FIXED
    )

    assert round_named(made.code.upper()) == made
    assert round_named(made.number) == made
    for wrong in ("", "x", "x" * 500):
        with pytest.raises(NotFound):
            round_named(wrong)
