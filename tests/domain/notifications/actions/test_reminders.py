"""What time brings: once, and only while it still holds."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from lapor.domain.cases import actions as cases
from lapor.domain.cases.rules import State
from lapor.domain.feedback.actions import Stars, rate
from lapor.domain.feedback.rules import Solved
from lapor.domain.notifications.actions import read_ledger, send_reminders, warn
from lapor.domain.notifications.models import InboxItem, Outgoing, Reminder
from lapor.domain.notifications.rules import Notice
from lapor.domain.organisations.models import Appointment
from tests.factories.cases import MONDAY, make_case, receive

MAIL = "zzcanary.siti@contoh.example.id"
DAY = timedelta(days=1)


def told(case, notice) -> list[datetime]:
    rows = Outgoing.objects.filter(receiver=case.ref, notice=notice).order_by("pk")
    return list(rows.values_list("created_at", flat=True))


def days(case, *, until: int, every: timedelta = DAY) -> None:
    """Let the days of a case pass, a run each morning at nine in Jakarta."""
    for number in range(1, until + 1):
        at = MONDAY + number * every
        read_ledger(at=at)
        send_reminders(at=at)


class TestReminders:
    """send_reminders() …"""

    def test_reminds_of_data_on_working_days_five_and_eight(self, world, keep):
        case = keep(make_case(world, State.ON_HOLD), email=MAIL)
        read_ledger(at=case.updated_at)

        days(case, until=14)

        # Monday 2 March 2026; 5 HK: Monday 9; 8 HK: Thursday 12
        assert [at.day for at in told(case, Notice.DATA_REMINDER)] == [9, 12]

    def test_stops_when_the_data_came(self, world, keep):
        case = keep(make_case(world, State.ON_HOLD), email=MAIL)
        read_ledger(at=case.updated_at)
        cases.complete(case, content="Ini alamatnya.", at=MONDAY + DAY)

        days(case, until=14)

        assert told(case, Notice.DATA_REMINDER) == []

    def test_warns_three_working_days_before_silence_closes(self, world, keep):
        case = keep(make_case(world, State.ANSWERED), email=MAIL)
        read_ledger(at=case.updated_at)

        days(case, until=16)

        (warned,) = told(case, Notice.CLOSING_SOON)
        due = Reminder.objects.filter(subject=case.ref, what="closing")
        assert not due.exists()
        assert case.due_at - warned > 2 * DAY

    def test_asks_for_a_rating_again_once(self, world, keep):
        case = make_case(world, State.CLOSED)
        keep(case, email=MAIL)
        read_ledger(at=case.updated_at)

        days(case, until=40)

        assert len(told(case, Notice.RATE)) == 2  # at the end, and one reminder

    def test_does_not_ask_who_has_rated(self, world, keep):
        case = make_case(world, State.CLOSED)
        keep(case, email=MAIL)
        read_ledger(at=case.updated_at)
        stars = Stars(speed=4, quality=4, manner=4, solved=Solved.YES)
        rate(case, stars=stars, at=MONDAY + DAY)

        days(case, until=20)

        assert len(told(case, Notice.RATE)) == 1

    def test_gives_news_once_a_week_while_nothing_else_comes(self, world, keep):
        case = keep(receive(world), email=MAIL)
        read_ledger(at=MONDAY)

        days(case, until=29)

        gaps = told(case, Notice.PROGRESS)
        assert len(gaps) == 4
        assert all(b - a == 7 * DAY for a, b in pairwise(gaps))

    def test_gives_one_piece_of_news_after_weeks_down(self, world, keep):
        case = keep(receive(world), email=MAIL)
        read_ledger(at=MONDAY)

        for _ in range(3):
            send_reminders(at=MONDAY + 36 * DAY)

        assert len(told(case, Notice.PROGRESS)) == 1
        assert Reminder.objects.get(subject=case.ref).due_at == MONDAY + 42 * DAY

    def test_gives_no_news_of_what_has_ended(self, world, keep):
        case = keep(make_case(world, State.ARCHIVED), email=MAIL)
        read_ledger(at=case.updated_at)

        days(case, until=20)

        assert told(case, Notice.PROGRESS) == []
        assert not Reminder.objects.filter(subject=case.ref).exists()


class TestWarnings:
    """warn() …"""

    @pytest.fixture
    def decree(self, world) -> Appointment:
        return Appointment.objects.create(
            organisation=world.regency,
            number="SK 1",
            signed_on=MONDAY.date(),
            signed_by="Bupati",
            valid_from=MONDAY.date(),
            valid_until=MONDAY.date() + 40 * DAY,
        )

    def inbox(self, user) -> list[str]:
        rows = InboxItem.objects.filter(user=user, notice=Notice.DECREE_ENDS)
        return [row.parameters["days"] for row in rows.order_by("pk")]

    def test_tells_admin_and_leader_thirty_and_seven_days_before(self, world, decree):
        for number in range(41):
            warn(at=MONDAY + number * DAY)

        assert self.inbox(world.admin) == ["30", "7"]
        assert self.inbox(world.leader) == ["30", "7"]

    def test_gives_only_the_nearest_after_days_down(self, world, decree):
        warn(at=MONDAY + 35 * DAY)

        assert self.inbox(world.admin) == ["7"]

    def test_is_silent_when_a_new_decree_is_there(self, world, decree):
        Appointment.objects.create(
            organisation=world.regency,
            number="SK 2",
            signed_on=MONDAY.date(),
            signed_by="Bupati",
            valid_from=MONDAY.date() + 41 * DAY,
        )

        warn(at=MONDAY + 20 * DAY)

        assert self.inbox(world.admin) == []

    def test_tells_of_an_admin_who_stays_away(self, world):
        world.admin.last_login = MONDAY
        world.admin.save()

        for number in range(45):
            warn(at=MONDAY + number * DAY)

        found = InboxItem.objects.filter(user=world.leader, notice=Notice.INACTIVE)
        days_away = [row.parameters["days"] for row in found.order_by("pk")]
        assert days_away == ["20", "40"]

    def test_mandates_that_end_are_told_to_the_admin(self, world):
        grant = world.liaison.grants.get()
        grant.valid_until = datetime(2026, 3, 20, tzinfo=UTC).date()
        grant.save()

        warn(at=MONDAY)
        warn(at=MONDAY)

        found = InboxItem.objects.filter(notice=Notice.MANDATE_ENDS)
        assert [row.user for row in found] == [world.admin]
