"""What happened is told to the right people, once."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from lapor.domain.accounts.models import Leave
from lapor.domain.accounts.rules import Role
from lapor.domain.cases import actions as cases
from lapor.domain.cases.rules import State
from lapor.domain.ledger.actions import record
from lapor.domain.ledger.models import Bookmark, Entry
from lapor.domain.ledger.queries import bookmark_of
from lapor.domain.notifications.actions import planning, read_ledger, reading
from lapor.domain.notifications.actions.wishes import Wish, set_wish, unsubscribe
from lapor.domain.notifications.models import InboxItem, Outgoing, Reminder
from lapor.domain.notifications.queries.officers import ROLES
from lapor.domain.notifications.rules import Audience, Language, Notice, Way
from lapor.domain.organisations.rules import OversightKind
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER, SYSTEM
from tests.factories.accounts import make_officer
from tests.factories.cases import (
    HOUR,
    MONDAY,
    dispatch,
    make_case,
    make_world,
    receive,
)
from tests.factories.notices import load_matrix
from tests.factories.organisations import agency, oversight, unit

MAIL = "zzcanary.siti@contoh.example.id"
PHONE = "+6281234567890"


def sent(case) -> list[tuple[str, str]]:
    """Notice and way of every message to the reporter of a case, in order."""
    rows = Outgoing.objects.filter(receiver=case.ref).order_by("pk")
    return list(rows.values_list("notice", "way"))


def inbox(user) -> list[str]:
    return list(
        InboxItem.objects.filter(user=user)
        .order_by("pk")
        .values_list("notice", flat=True)
    )


class TestReading:
    """read_ledger() …"""

    def test_tells_the_reporter_and_the_admin_of_a_new_report(self, world, keep):
        case = keep(receive(world), email=MAIL)

        read_ledger(at=MONDAY)

        assert sent(case) == [(Notice.RECEIVED, Way.EMAIL)]
        assert inbox(world.admin) == [Notice.NEW_CASE]
        assert inbox(world.liaison) == []

    def test_read_twice_is_told_once(self, world, keep):
        case = keep(make_case(world, State.ANSWERED), email=MAIL)
        read_ledger(at=case.updated_at)
        before = (Outgoing.objects.count(), InboxItem.objects.count())

        Bookmark.objects.all().delete()  # as if it had forgotten everything
        read_ledger(at=case.updated_at)

        assert (Outgoing.objects.count(), InboxItem.objects.count()) == before
        assert before[0] > 0 < before[1]

    def test_returns_how_many_it_read_and_then_nothing(self, world):
        receive(world)

        assert read_ledger(at=MONDAY) > 0
        assert read_ledger(at=MONDAY) == 0

    def test_follows_a_report_through_its_life(self, world, keep):
        case = keep(receive(world), email=MAIL)
        read_ledger(at=MONDAY)
        case = dispatch(world, case, at=MONDAY + HOUR)
        read_ledger(at=MONDAY + HOUR)
        cases.follow_up(
            case, content="Menuju lokasi.", by=world.liaison, at=MONDAY + 2 * HOUR
        )
        read_ledger(at=MONDAY + 2 * HOUR)

        assert [notice for notice, _way in sent(case)] == [
            Notice.RECEIVED,
            Notice.DISPATCHED,
            Notice.FOLLOWED_UP,
        ]
        assert inbox(world.liaison) == [Notice.NEW_ASSIGNMENT]
        assert inbox(world.admin) == [
            Notice.NEW_CASE,
            Notice.NEW_ASSIGNMENT,
            Notice.OFFICER_FOLLOW_UP,
        ]

    def test_leaves_out_what_has_been_overtaken(self, world, keep):
        case = keep(make_case(world, State.REPLIED), email=MAIL)

        read_ledger(at=case.updated_at)

        assert Notice.ANSWERED not in dict(sent(case))
        assert Notice.FROM_REPORTER in inbox(world.liaison)

    def test_tells_nobody_what_is_a_week_old(self, world, keep):
        case = keep(receive(world), email=MAIL)

        read_ledger(at=MONDAY + timedelta(days=8))

        assert (sent(case), inbox(world.admin)) == ([], [])
        assert bookmark_of("notifications").entry > 0

    def test_asks_the_database_no_more_for_many(self, world, keep, monkeypatch):
        counts = []
        for amount in (1, 12):
            for _ in range(amount):
                keep(receive(world), email=MAIL)
            with CountQueries() as counted:
                read_ledger(at=MONDAY)
            counts.append(counted.number)

        assert counts[1] <= counts[0] + 2

    def test_sets_aside_what_it_cannot_deal_with(self, world, keep, monkeypatch):
        bad, good = receive(world), keep(receive(world), email=MAIL)
        keep(bad, phone=PHONE)
        real = planning.ways_for

        def ways(person, wish, notice):
            if person.phone:
                raise ValueError("poison")
            return real(person, wish, notice)

        monkeypatch.setattr(planning, "ways_for", ways)

        read_ledger(at=MONDAY)

        assert sent(good) == [(Notice.RECEIVED, Way.EMAIL)]
        assert sent(bad) == []
        skipped = Entry.objects.filter(fact="notice.skipped")
        assert [entry.subject for entry in skipped] == [bad.ref]

    def test_skips_a_report_that_is_a_finding_or_gone(self, world):
        with transaction.atomic():
            record("case.received", subject="case:NONE", actor=SYSTEM, at=MONDAY)

        assert read_ledger(at=MONDAY) > 0
        assert Outgoing.objects.count() == 0


class CountQueries:
    """Counts statements."""

    def __enter__(self):
        self.number = 0
        self.context = connection.execute_wrapper(self.count)
        self.context.__enter__()
        return self

    def count(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)

    def __exit__(self, *args):
        self.context.__exit__(*args)


class TestWays:
    """A reporter is told …"""

    @pytest.mark.parametrize(
        ("person", "expected"),
        [
            (Person(email=MAIL, phone=PHONE), [Way.EMAIL]),
            (Person(phone=PHONE), [Way.SMS]),
            (Person(chat="telegram:12", email=MAIL), [Way.TELEGRAM]),
            (Person(chat=f"whatsapp:{PHONE}", phone=PHONE), [Way.WHATSAPP]),
            (Person(), []),
        ],
    )
    def test_by_the_first_channel_he_gave(self, person, expected):
        wish = planning.Preference(receiver="case:x")

        assert planning.ways_for(person, wish, Notice.RECEIVED) == expected

    def test_by_those_he_chose(self, world, keep):
        case = keep(receive(world), email=MAIL, phone=PHONE)
        set_wish(case.ref, wish(ways=[Way.SMS, Way.EMAIL]), by=REPORTER, at=MONDAY)

        read_ledger(at=MONDAY)

        assert {way for _notice, way in sent(case)} == {Way.SMS, Way.EMAIL}

    def test_not_weekly_by_a_channel_that_costs(self):
        default = planning.Preference(receiver="case:x")

        found = planning.ways_for(Person(phone=PHONE), default, Notice.PROGRESS)

        assert found == []

    def test_nothing_but_what_the_law_wants_once_he_unsubscribed(self, world, keep):
        case = keep(make_case(world, State.ANSWERED), email=MAIL)
        unsubscribe(case.ref, at=MONDAY)

        read_ledger(at=case.updated_at)

        assert [notice for notice, _way in sent(case)] == [
            Notice.RECEIVED,
            Notice.ANSWERED,
        ]

    def test_in_his_language_and_outside_his_quiet_hours(self, world, keep):
        case = keep(receive(world), email=MAIL)
        chosen = wish(language=Language.EN, quiet_from=8, quiet_until=18)
        set_wish(case.ref, chosen, by=REPORTER, at=MONDAY)
        dispatch(world, case, at=MONDAY + HOUR)

        read_ledger(at=MONDAY + HOUR)

        row = Outgoing.objects.get(receiver=case.ref, notice=Notice.DISPATCHED)
        assert row.language == Language.EN
        assert row.due_at.hour == 11  # 18:00 in Jakarta


def wish(**changed) -> Wish:
    given = {"ways": [], "language": Language.ID, "quiet_from": 21, "quiet_until": 7}
    return Wish(**{**given, **changed})


class TestWhatIsTold:
    """A message …"""

    def test_names_no_agency_for_a_secret_report(self, world, keep):
        case = keep(receive(world, secret=True), email=MAIL)
        dispatch(world, case, at=MONDAY + HOUR)

        read_ledger(at=MONDAY + HOUR)

        rows = Outgoing.objects.filter(receiver=case.ref)
        assert rows.count() == 2
        assert all("agency" not in row.parameters for row in rows)

    def test_reaches_the_leader_when_the_ladder_says_so(self, world, keep):
        case = keep(make_case(world, State.DISPATCHED), email=MAIL)
        with transaction.atomic():
            record(
                "case.climbed",
                subject=case.ref,
                actor=SYSTEM,
                at=MONDAY,
                timer="completion",
                rung="lewat-3",
                told=[f"leader@{world.regency.code}", "reporter"],
            )

        read_ledger(at=MONDAY)

        assert inbox(world.leader) == [Notice.CLIMBED]
        assert inbox(world.auditor) == []
        assert Notice.LATE in dict(sent(case))

    def test_does_not_reach_who_is_accused(self, world, keep):
        case = receive(world)
        case.accused, case.is_secret = world.regency, True
        case.save()
        lent = world.other_admin
        lent.grants.update(organisation=world.regency)

        read_ledger(at=MONDAY)

        assert inbox(world.admin) == inbox(lent) == []

    def test_does_not_reach_who_works_below_the_accused(self, world, keep):
        desk = unit(world.unit, name="Loket")
        clerk = make_officer(Role.LIAISON_OFFICER, desk)
        case = dispatch(world, receive(world), at=MONDAY)
        case.accused, case.is_secret, case.unit = world.unit, True, desk
        case.save()
        record("case.assigned", subject=case.ref, actor=SYSTEM, at=MONDAY)

        read_ledger(at=MONDAY)

        assert inbox(clerk) == []

    def test_is_urgent_for_harm(self, world):
        case = receive(world)
        case.harm = "violence"
        case.save()

        read_ledger(at=MONDAY + timedelta(hours=16))

        rows = Outgoing.objects.filter(receiver=world.admin.actor.ref)
        assert [(row.notice, row.way) for row in rows] == [
            (Notice.URGENT_CASE, Way.EMAIL)
        ]
        assert rows[0].due_at == MONDAY + timedelta(hours=16)

    def test_does_not_go_to_who_is_on_leave(self, world):
        Leave.objects.create(
            user=world.admin,
            first_on=MONDAY.date(),
            last_on=MONDAY.date(),
            entered_by=world.admin.actor.ref,
            entered_at=MONDAY,
        )
        receive(world)

        read_ledger(at=MONDAY)

        assert inbox(world.admin) == []


def test_reminders_are_noted_for_a_question(world):
    case = make_case(world, State.ON_HOLD)

    read_ledger(at=case.updated_at)

    noted = set(
        Reminder.objects.filter(subject=case.ref).values_list("what", flat=True)
    )
    assert noted == {"progress", "data_5", "data_8"}


@pytest.mark.django_db(transaction=True)
class TestKilled:
    """A reader that is killed in the middle …"""

    @pytest.fixture(autouse=True)
    def _country(self, transactional_db, settled):
        self.world = make_world()
        load_matrix()

    def test_has_told_nobody_or_everybody_once(self, keep, monkeypatch):
        case = keep(receive(self.world), email=MAIL)
        real = reading.move_bookmark
        monkeypatch.setattr(reading, "move_bookmark", self.die)
        with pytest.raises(SystemExit):
            read_ledger(at=MONDAY)
        assert Outgoing.objects.count() == 0

        monkeypatch.setattr(reading, "move_bookmark", real)
        while read_ledger(at=MONDAY):
            pass

        assert sent(case) == [(Notice.RECEIVED, Way.EMAIL)]
        assert Outgoing.objects.count() == 1

    @staticmethod
    def die(*args, **kwargs):
        raise SystemExit(137)


class TestAccounts:
    """What is done to an account …"""

    def test_is_told_to_its_holder_alone(self, world):
        world.liaison.email = "liaison@contoh.example.id"
        world.liaison.save()
        with transaction.atomic():
            record(
                "account.second_factor_reset",
                subject=world.liaison.actor.ref,
                actor=world.admin.actor,
                at=MONDAY,
                reason="lost",
            )

        read_ledger(at=MONDAY)

        assert inbox(world.liaison) == [Notice.ACCOUNT_RESET]
        assert InboxItem.objects.count() == 1
        (mail,) = Outgoing.objects.filter(receiver=world.liaison.actor.ref)
        assert (mail.way, mail.is_legal) == (Way.EMAIL, True)


def test_every_audience_of_the_matrix_can_be_found():
    assert set(Audience) - {Audience.REPORTER} == set(ROLES)


class TestRounds:
    """Evaluation is told to those it is about …"""

    def test_a_task_to_the_agency_it_names(self, world):
        with transaction.atomic():
            record(
                "sheet.reminded",
                subject="round:1",
                actor=SYSTEM,
                at=MONDAY,
                organisation=world.regency.code,
                working_days=3,
            )

        read_ledger(at=MONDAY)

        assert inbox(world.admin) == [Notice.ROUND_TASK]
        assert inbox(world.other_admin) == []

    def test_an_office_that_is_asked_to_help(self, world):
        case = make_case(world, State.DISPATCHED)
        with transaction.atomic():
            record(
                "case.joined",
                subject=case.ref,
                actor=SYSTEM,
                at=MONDAY,
                organisation=world.other.code,
            )

        read_ledger(at=MONDAY + HOUR)

        assert inbox(world.other_admin) == [Notice.NEW_ASSIGNMENT]

    def test_a_gap_in_coverage_to_the_admin(self, world):
        with transaction.atomic():
            record(
                "coverage.alarmed",
                subject=world.unit.ref,
                actor=SYSTEM,
                at=MONDAY,
                kind="no_liaison",
            )

        read_ledger(at=MONDAY)

        assert inbox(world.admin) == [Notice.COVERAGE]
        assert inbox(world.leader) == [Notice.COVERAGE]


def test_a_dispute_is_told_to_the_province_above_and_to_the_nation(world):
    province = agency(name="Pemerintah Provinsi Contoh", kind="province")
    oversight(province, world.regency, OversightKind.TERRITORIAL_GUIDANCE)
    above = make_officer(Role.AGENCY_ADMIN, province)
    case = make_case(world, State.RETURN_REQUESTED)

    read_ledger(at=case.updated_at)

    assert inbox(above) == [Notice.RETURN_ASKED]
    assert Notice.RETURN_ASKED in inbox(world.national)
    assert inbox(world.coordinator) == []
