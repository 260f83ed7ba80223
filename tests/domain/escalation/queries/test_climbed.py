from datetime import timedelta

import pytest

from lapor.domain.accounts.rules import Role
from lapor.domain.cases import actions as cases
from lapor.domain.escalation import actions
from lapor.domain.escalation.queries import (
    climbed_to,
    may_answer,
    story,
)
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World, dispatch, receive
from tests.factories.escalation import load_ladder, mornings

pytestmark = pytest.mark.django_db
LATE = MONDAY + timedelta(days=17)
ON = LATE.date()


@pytest.fixture(autouse=True)
def ladder(world: World) -> None:
    load_ladder()


def live(days: int) -> None:
    for morning in mornings(MONDAY, days):
        actions.climb(at=morning)


def numbers(user) -> list[str]:
    return [row.number for row in climbed_to(user, on=ON).rows]


class TestClimbedTo:
    """climbed_to() …"""

    def test_shows_each_officer_what_was_told_to_him(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(18)

        told = {name for name, user in world.officers.items() if numbers(user)}
        assert told == {"liaison", "admin", "leader", "auditor"}
        assert numbers(world.leader) == [case.number]

    def test_names_the_highest_step_told_to_him(self, world: World):
        dispatch(world, receive(world), at=MONDAY)
        live(18)

        first = {
            name: {
                row.step
                for row in climbed_to(world.officers[name], on=ON).rows
                if row.timer == "Tindak lanjut pertama"
            }
            for name in ("liaison", "admin", "leader")
        }
        assert first == {
            "liaison": {"Satu hari kerja sebelum batas waktu"},
            "admin": {"Terlambat, naik ke admin instansi"},
            "leader": {"Terlambat 5 hari kerja, naik ke APIP dan pimpinan instansi"},
        }

    def test_forgets_what_was_answered(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(10)
        assert numbers(world.admin) == [case.number]
        then = MONDAY + timedelta(days=10)
        cases.follow_up(case, content="Kami jalan.", by=world.liaison, at=then)
        assert numbers(world.admin) == []

    def test_shows_a_deputy_what_the_admin_sees(self, world: World):
        dispatch(world, receive(world), at=MONDAY)
        live(10)
        deputy = make_officer(Role.DEPUTY_ADMIN, world.regency)
        assert numbers(deputy) == numbers(world.admin)

    def test_tells_of_a_secret_case_no_word(self, world: World):
        """The middle tier may not read it: it learns that it is late, no more."""
        case = dispatch(world, receive(world, secret=True), at=MONDAY)
        live(31)

        row = climbed_to(world.coordinator, on=MONDAY.date() + timedelta(days=31)).rows[
            0
        ]
        assert row.number == case.number
        assert row.title == ""
        assert not row.is_readable

    def test_marks_what_he_has_answered(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(18)
        assert not climbed_to(world.leader, on=ON).rows[0].is_answered
        actions.instruct(case, text="Segera.", by=world.leader, at=LATE)
        assert climbed_to(world.leader, on=ON).rows[0].is_answered

    def test_turns_pages(self, world: World):
        for _ in range(5):
            dispatch(world, receive(world), at=MONDAY)
        live(18)

        seen, token = [], ""
        while True:
            page = climbed_to(world.leader, on=ON, after=token, size=2)
            seen += [row.number for row in page.rows]
            token = page.next
            if not token:
                break
        assert len(seen) == len(set(seen)) == 5

    def test_knows_who_was_told_of_one_case(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(10)
        assert may_answer(world.admin, case, on=ON)
        assert not may_answer(world.leader, case, on=ON)


class TestStory:
    """story() …"""

    def test_tells_every_step_with_offices(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(10)

        rises = [rise for rise in story(case).rises if "pertama" in rise.timer]
        assert [rise.name for rise in rises][-1] == "Terlambat, naik ke admin instansi"
        assert rises[-1].told == (f"Admin instansi, {world.regency.name}",)
