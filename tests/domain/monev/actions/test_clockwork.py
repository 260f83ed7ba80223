from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.models import Entry
from lapor.domain.monev.actions.clockwork import end_filling, open_due, remind
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.models import Round, Sheet
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel.actor import SYSTEM
from tests.factories.accounts import LONG_AGO, make_officer
from tests.factories.case_facts import make_facts
from tests.factories.deadlines import load_law, local
from tests.factories.monev import NOW, make_corner, make_round

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 3)


@pytest.fixture(autouse=True)
def prepared(tmp_path: Path):
    load_law()
    load_schedule(by=SYSTEM, at=LONG_AGO)
    load_instrument(by=SYSTEM, at=NOW)
    with override_settings(LAPOR_HOME=tmp_path):
        yield


@pytest.fixture
def sheet() -> Sheet:
    """A sheet to be filled until Tuesday, 18 August; the 17th is a holiday."""
    corner = make_corner(Tier.MACRO)
    made = make_round(
        corner.tier, corner.assessor, corner.subject, fill_until=date(2026, 8, 18)
    )
    return made.sheets.get()


class TestRemind:
    @pytest.mark.parametrize(
        ("day", "marks"),
        [
            ("2026-08-05", []),
            ("2026-08-06", [7]),
            ("2026-08-12", [7, 3]),
            ("2026-08-18", [7, 3, 0]),
            ("2026-08-19", []),
        ],
    )
    def test_comes_7_3_and_0_working_days_before(self, sheet, day, marks):
        remind(at=local(f"{day} 08:00"))

        sheet.refresh_from_db()
        assert sheet.reminded == marks

    def test_comes_once_for_each_mark_however_often_it_runs(self, sheet):
        days = ("2026-08-06", "2026-08-06", "2026-08-07", "2026-08-13", "2026-08-18")

        given = [remind(at=local(f"{day} 08:00")) for day in days]

        assert given == [1, 0, 0, 1, 1]
        assert Entry.objects.filter(fact="sheet.reminded").count() == 3

    def test_leaves_those_alone_who_handed_in(self, sheet):
        Sheet.objects.update(state=SheetState.SUBMITTED)

        assert remind(at=local("2026-08-18 08:00")) == 0


class TestEndFilling:
    def test_waits_for_the_last_day_and_then_closes_what_is_open(self, sheet):
        before = end_filling(at=local("2026-08-18 23:59"))
        after = end_filling(at=local("2026-08-19 00:01"))
        again = end_filling(at=local("2026-08-19 00:02"))

        sheet.refresh_from_db()
        assert (before, after, again) == (0, 1, 0)
        assert sheet.state == SheetState.CLOSED_AUTOMATIC

    def test_does_not_wait_when_all_have_handed_in(self, sheet):
        Sheet.objects.update(state=SheetState.SUBMITTED)

        assert end_filling(at=NOW) == 1


class TestOpenDue:
    def test_opens_the_newest_says_what_was_missed_and_does_it_once(self):
        corner = make_corner(Tier.MICRO_AGENCY)
        make_officer(Role.AGENCY_ADMIN, corner.assessor)
        make_facts(corner.assessor, 3, unit=corner.subject)

        first = open_due(upto=TODAY, at=NOW)
        second = open_due(upto=TODAY, at=NOW)

        opened = {each.code for each in first if each.outcome == "opened"}
        home = corner.assessor.code
        assert opened == {f"2026-07-mikro1-{home}", f"2026-q2-mikro1-{home}"}
        assert f"2026-06-mikro1-{home}" in {
            each.code for each in first if each.outcome == "missed"
        }
        assert {each.outcome for each in second} == {"missed"}
        assert Round.objects.count() == 2

    def test_an_automatic_round_is_filled_by_nobody(self):
        corner = make_corner(Tier.MICRO_AGENCY)
        make_officer(Role.AGENCY_ADMIN, corner.assessor)
        open_due(upto=TODAY, at=NOW)

        moved = end_filling(at=NOW)

        assert moved == 2
        made = Round.objects.get(period="2026-07")
        assert made.state == RoundState.VERIFYING
        assert made.sheets.get().items.count() == 0

    def test_opens_nothing_for_an_assessor_without_people(self):
        make_corner(Tier.MACRO)

        told = open_due(upto=TODAY, at=NOW)

        assert {each.outcome for each in told} == {"unstaffed"}
        assert not Round.objects.exists()

    def test_missed_ones_are_opened_when_asked_for(self):
        corner = make_corner(Tier.THEMATIC_RESOLUTION)
        make_officer(Role.OMBUDSMAN, corner.assessor)

        told = open_due(upto=TODAY, at=NOW, missed=True, most=3)

        outcomes = [each.outcome for each in told]
        assert outcomes.count("opened") == 3
        assert set(outcomes) == {"opened", "waiting"}

    def test_a_dry_run_opens_nothing(self):
        corner = make_corner(Tier.THEMATIC_RESOLUTION)
        make_officer(Role.OMBUDSMAN, corner.assessor)

        told = open_due(upto=date(2027, 1, 31), at=NOW, dry=True)

        assert "due" in {each.outcome for each in told}
        assert not Round.objects.exists()

    def test_a_refusal_is_told_and_leaves_no_draft(self):
        corner = make_corner(Tier.MACRO)
        make_officer(Role.NATIONAL_ADMIN, corner.assessor)

        told = open_due(upto=date(2027, 1, 31), at=NOW)

        refused = [each for each in told if each.outcome == "refused"]
        assert refused
        assert all("berakhir" in each.why for each in refused)
        assert not Round.objects.filter(state=RoundState.DRAFT).exists()
