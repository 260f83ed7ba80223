from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.domain.accounts.rules import Role
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.escalation.actions import climb, issue_letter, prepare_letters, remind
from lapor.domain.escalation.models import Climb, Letter
from lapor.domain.escalation.queries import letter_seen_by, letters_seen_by
from lapor.kernel.errors import NotAllowedNow, NotFound, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World, dispatch, receive
from tests.factories.escalation import load_ladder

pytestmark = pytest.mark.django_db
LATE = MONDAY + timedelta(days=30)  # ten working days past the first follow-up
ON = LATE.date()


@pytest.fixture
def late(world: World) -> list[Case]:
    load_ladder()
    found = [dispatch(world, receive(world), at=MONDAY) for _ in range(3)]
    climb(at=LATE)
    return found


def jobs() -> list[int]:
    rows = ProcrastinateJob.objects.filter(task_name="reports.issue_reminder")
    return [row.args["letter"] for row in rows.order_by("id")]


class TestPrepare:
    """prepare_letters() …"""

    def test_writes_one_letter_for_a_sender_and_an_agency(
        self, world: World, late: list[Case]
    ):
        assert prepare_letters(at=LATE) == 1

        letter = Letter.objects.get()
        assert letter.sender == world.coordinator_home
        assert letter.receiver == world.regency
        code = world.coordinator_home.code.upper()
        assert letter.number == f"0001/TEGURAN/{code}/2026"
        named = {line.climb.case_id for line in letter.lines.all()}
        assert named == {case.pk for case in late}
        assert jobs() == [letter.pk]

    def test_twice_is_once(self, late: list[Case]):
        prepare_letters(at=LATE)
        assert prepare_letters(at=LATE) == 0
        assert Letter.objects.count() == 1

    def test_numbers_on_within_the_year(self, world: World, late: list[Case]):
        prepare_letters(at=LATE)
        dispatch(world, receive(world), at=MONDAY)
        climb(at=LATE)
        prepare_letters(at=LATE + timedelta(days=1))

        serials = Letter.objects.order_by("pk").values_list("year", "serial")
        assert list(serials) == [(2026, 1), (2026, 2)]

    def test_leaves_out_what_was_answered_meanwhile(
        self, world: World, late: list[Case]
    ):
        cases.follow_up(late[0], content="Kami jalan.", by=world.liaison, at=LATE)

        prepare_letters(at=LATE)

        assert Letter.objects.get().lines.count() == 2
        assert not Climb.objects.filter(owes_letter=True).exists()

    def test_asks_again_for_a_letter_that_did_not_come_about(self, late: list[Case]):
        prepare_letters(at=LATE)
        prepare_letters(at=LATE + timedelta(minutes=30))
        assert len(jobs()) == 1
        prepare_letters(at=LATE + timedelta(hours=2))
        assert len(jobs()) == 2


class TestRemind:
    """remind() …"""

    def test_is_one_letter_a_day_however_often_it_is_pressed(
        self, world: World, late: list[Case]
    ):
        first = remind(late[0], by=world.national, at=LATE)
        with pytest.raises(NotAllowedNow, match="sudah dibuat"):
            remind(late[0], by=world.national, at=LATE)
        another = remind(late[1], by=world.national, at=LATE)
        next_day = remind(late[0], by=world.national, at=LATE + timedelta(days=1))

        assert len({first.pk, another.pk, next_day.pk}) == 3

    def test_sends_a_letter_by_hand(self, world: World, late: list[Case]):
        letter = remind(late[0], by=world.national, at=LATE)

        assert letter.sender == world.panrb
        assert letter.prepared_by == world.national.actor.ref

    def test_is_for_those_above(self, world: World, late: list[Case]):
        for by in (world.admin, world.liaison, world.leader, world.auditor):
            with pytest.raises(NotPermitted):
                remind(late[0], by=by, at=LATE)

    def test_waits_for_the_climb(self, world: World):
        load_ladder()
        case = dispatch(world, receive(world), at=MONDAY)
        with pytest.raises(NotAllowedNow):
            remind(case, by=world.national, at=MONDAY)


class TestLettersSeen:
    """letters_seen_by() …"""

    def test_shows_a_letter_to_both_its_ends_and_the_nation(
        self, world: World, late: list[Case]
    ):
        prepare_letters(at=LATE)
        seen = {
            name: letters_seen_by(user, on=ON).count()
            for name, user in world.officers.items()
        }
        assert {name for name, count in seen.items() if count} == {
            "national",
            "admin",
            "leader",
            "auditor",
            "coordinator",
        }

    def test_gives_the_file_once_it_is_there(self, world: World, late: list[Case]):
        prepare_letters(at=LATE)
        letter = Letter.objects.get()
        with pytest.raises(NotFound):
            letter_seen_by(world.admin, letter.pk, on=ON)
        issue_letter(letter, key="surat/x.pdf", sha256="0" * 64, token="x", at=LATE)

        assert letter_seen_by(world.admin, letter.pk, on=ON).cases == 3
        stranger = make_officer(Role.AGENCY_ADMIN, world.other)
        with pytest.raises(NotFound):
            letter_seen_by(stranger, letter.pk, on=ON)
