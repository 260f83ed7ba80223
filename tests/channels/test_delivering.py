"""Sinks that refuse, hang, lose, answer late: nothing is lost, nothing sent twice."""

import time
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest

from lapor.channels import delivering
from lapor.channels.delivering import deliver
from lapor.channels.transport import NotSetUp, Refused, Unreachable
from lapor.domain.cases.rules import State as CaseState
from lapor.domain.notifications import actions
from lapor.domain.notifications.actions import read_ledger, send_digests
from lapor.domain.notifications.models import ChannelState, Delivery, Outgoing
from lapor.domain.notifications.rules import Notice, State, Way
from lapor.domain.reporters.actions import change_contact, keep_identity
from lapor.domain.reporters.queries import former_contacts
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER, SYSTEM
from tests.channels.sinks import Sink, slow
from tests.factories.cases import MONDAY, World, make_case, make_world, receive
from tests.factories.notices import load_matrix, make_message

CANARIES = ("Zzcanary", "0812", "+62812", "Gang Kenari", "327301")
MINUTE = timedelta(minutes=1)
_numbers = count(1)


@pytest.fixture
def world(db, settled) -> World:
    made = make_world()
    load_matrix()
    return made


@pytest.fixture
def sinks(monkeypatch) -> dict[str, Sink]:
    """Every channel leads into a sink of its own."""
    found = {str(way): Sink() for way in Way}
    monkeypatch.setattr(delivering, "transport_for", lambda way: found[way])
    return found


def reporter(case, **contacts):
    number = next(_numbers)
    given = contacts or {"email": f"zzcanary{number}@contoh.example.id"}
    keep_identity(
        case_number=case.number,
        person=Person(name="Zzcanary Siti", address="Gang Kenari 1", **given),
        is_anonymous=False,
        by=REPORTER,
        at=MONDAY,
    )
    return case


def messages(world: World, amount: int, **contacts) -> list[Outgoing]:
    cases = [reporter(receive(world), **contacts) for _ in range(amount)]
    read_ledger(at=MONDAY)
    return list(Outgoing.objects.filter(receiver__in=[case.ref for case in cases]))


class Time:
    """A clock that a test moves."""

    def __init__(self, at: datetime = MONDAY):
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def pass_time(clock: Time, *, until: datetime, step: timedelta = 10 * MINUTE) -> None:
    """Deliver again and again while the hours pass."""
    while clock.at < until:
        clock.at += step
        deliver(now=clock)


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Outgoing.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


class TestDelivery:
    """deliver() …"""

    def test_sends_what_is_due_once_and_keeps_a_log(self, world, sinks):
        messages(world, 20)
        sinks["email"].cost = Decimal("12.50")

        told = deliver(now=Time())
        again = deliver(now=Time(MONDAY + MINUTE))

        assert (told, again) == ({State.SENT: 20}, {})
        assert set(sinks["email"].tries.values()) == {1}
        assert Delivery.objects.filter(outcome=State.SENT).count() == 20
        assert {row.cost for row in Outgoing.objects.all()} == {Decimal("12.50")}

    def test_leaves_what_is_not_due_yet(self, world, sinks):
        case = receive(world)
        make_message(case, due_at=MONDAY + MINUTE)
        reporter(case)

        assert deliver(now=Time()) == {}
        assert deliver(now=Time(MONDAY + MINUTE)) == {State.SENT: 1}

    def test_holds_what_no_channel_is_set_up_for(self, world, sinks):
        messages(world, 3)

        def nobody(message):
            raise NotSetUp(message.channel)

        sinks["email"].mood = nobody

        assert deliver(now=Time()) == {State.HELD: 3}
        assert ChannelState.objects.get(way="email").failures == 0

    def test_fails_without_an_address(self, world, sinks):
        make_message(receive(world))

        deliver(now=Time())

        assert Outgoing.objects.get().why == "no address"

    def test_goes_another_way_when_the_address_is_refused(self, world, sinks):
        phone = "+6281234567890"
        messages(world, 1, email="zzcanary@contoh.example.id", phone=phone)

        def refuse(message):
            raise Refused("no such mailbox")

        sinks["email"].mood = refuse
        deliver(now=Time())
        deliver(now=Time())

        assert [m.to for m in sinks["sms"].arrived.values()] == [phone]
        assert states() == {State.FAILED: 1, State.SENT: 1}

    def test_knows_when_there_is_no_other_way(self, world, sinks):
        messages(world, 1)

        def refuse(message):
            raise Refused("no")

        sinks["email"].mood = refuse
        deliver(now=Time())

        assert states() == {State.FAILED: 1}


class TestDown:
    """While mail is down …"""

    def down(self, message):
        raise Unreachable("the server says 421")

    def test_all_day_nothing_is_lost_and_nothing_comes_twice(self, world, sinks):
        rows, clock, mail = messages(world, 30), Time(), sinks["email"]
        mail.mood = self.down
        pass_time(clock, until=MONDAY + timedelta(days=1))
        assert (mail.arrived, states()) == ({}, {State.QUEUED: 30})

        mail.mood = lambda message: None
        pass_time(clock, until=MONDAY + timedelta(days=1, hours=2))

        assert set(mail.arrived) == {row.key for row in rows}
        assert states() == {State.SENT: 30}

    def test_it_is_left_alone_most_of_the_time(self, world, sinks):
        messages(world, 30)
        sinks["email"].mood = self.down

        pass_time(Time(), until=MONDAY + timedelta(days=1), step=MINUTE)

        gate = ChannelState.objects.get(way="email")
        assert gate.shut_until is not None
        # One batch, then one message every quarter of an hour
        assert sum(sinks["email"].tries.values()) < 30 + 24 * 5

    def test_it_is_left_alone_as_long_as_it_asks(self, world, sinks):
        (row,) = messages(world, 1)

        def busy(message):
            raise Unreachable("429", wait=3_600)

        sinks["email"].mood = busy
        deliver(now=Time())

        row.refresh_from_db()
        assert row.due_at == MONDAY + timedelta(hours=1)

    def test_other_channels_go_on(self, world, sinks):
        messages(world, 12)
        messages(world, 12, phone="+6281234567890")
        sinks["email"].mood = self.down

        told = deliver(now=Time())

        assert told[State.SENT] == 12

    def test_after_three_days_it_is_dead_and_waits_for_somebody(self, world, sinks):
        messages(world, 2)
        sinks["email"].mood = self.down
        clock = Time()
        pass_time(clock, until=MONDAY + timedelta(days=4), step=timedelta(minutes=30))
        assert states() == {State.DEAD: 2}

        sinks["email"].mood = lambda message: None
        actions.open_gate(Way.EMAIL, by=SYSTEM, at=clock.at)
        keys = list(Outgoing.objects.values_list("pk", flat=True))
        assert actions.send_again(keys, by=SYSTEM, at=clock.at) == 2
        deliver(now=clock)

        assert states() == {State.SENT: 2}


class TestGatewaysThatLie:
    """A gateway that …"""

    def test_hangs_holds_up_nobody_for_long(self, world, sinks):
        messages(world, 16)
        sinks["email"].mood = slow(0.05)
        began = time.monotonic()

        deliver(now=Time())

        assert states() == {State.SENT: 16}
        assert time.monotonic() - began < 16 * 0.05  # several at a time

    def test_takes_and_says_nothing_gets_it_again_under_the_same_key(
        self, world, sinks
    ):
        (row,) = messages(world, 1)
        mail = sinks["email"]

        def broken_line(message):
            mail.arrived.setdefault(message.key, message)
            raise Unreachable("timed out")

        mail.mood = broken_line
        deliver(now=Time())
        mail.mood = lambda message: None
        deliver(now=Time(MONDAY + 2 * MINUTE))

        assert mail.tries == {row.key: 2}
        assert list(mail.arrived) == [row.key]

    def test_answers_and_loses_is_asked_once_more(self, world, sinks):
        messages(world, 1, phone="+6281234567890")
        sms, clock = sinks["sms"], Time()
        sms.awaits_proof = True
        deliver(now=clock)

        pass_time(clock, until=MONDAY + timedelta(days=2), step=timedelta(hours=1))

        assert list(sms.tries.values()) == [2]
        assert states() == {State.SENT: 1}

    def test_proves_after_an_hour_is_believed(self, world, sinks):
        (row,) = messages(world, 1, phone="+6281234567890")
        sms, clock = sinks["sms"], Time()
        sms.awaits_proof = True
        deliver(now=clock)
        row.refresh_from_db()

        assert actions.proved(Way.SMS, row.provider_id, at=MONDAY + 60 * MINUTE)
        pass_time(clock, until=MONDAY + timedelta(days=1), step=timedelta(hours=1))

        assert list(sms.tries.values()) == [1]
        assert not actions.proved(Way.SMS, "unknown", at=MONDAY)

    def test_breaks_our_own_code_is_tried_again(self, world, sinks, caplog):
        messages(world, 1)

        def fault(message):
            raise KeyError("x")

        sinks["email"].mood = fault
        deliver(now=Time())

        row = Outgoing.objects.get()
        assert (row.state, row.why) == (State.QUEUED, "fault: KeyError")
        assert "transport of email broke" in caplog.text


def test_a_message_that_cannot_be_made_stops_nobody(world, sinks, caplog):
    rows = messages(world, 5)
    Outgoing.objects.filter(pk=rows[2].pk).update(notice="unknown")

    assert deliver(now=Time()) == {State.SENT: 4, State.FAILED: 1}

    rows[2].refresh_from_db()
    assert rows[2].why == "fault: ValueError"
    assert rows[2].key in caplog.text


class TestBounce:
    """A mail that comes back …"""

    def test_ends_mail_to_this_reporter(self, world, sinks):
        (row,) = messages(
            world, 1, email="zz@contoh.example.id", phone="+6281234567890"
        )
        deliver(now=Time())
        row.refresh_from_db()

        assert actions.bounced(row.provider_id, permanent=True, at=MONDAY + MINUTE)
        assert actions.bounced(row.provider_id, permanent=True, at=MONDAY + MINUTE)
        deliver(now=Time(MONDAY + 2 * MINUTE))

        assert len(sinks["sms"].arrived) == 1
        assert not actions.bounced("nobody", permanent=True, at=MONDAY)

    def test_marks_an_officer_as_out_of_reach(self, world, sinks):
        world.admin.email = "admin@contoh.example.id"
        world.admin.save()
        receive(world)
        read_ledger(at=MONDAY)
        send_digests(at=MONDAY + timedelta(days=1))
        deliver(now=Time(MONDAY + timedelta(days=1)))
        row = Outgoing.objects.get(receiver=world.admin.actor.ref)

        actions.bounced(row.provider_id, permanent=True, at=MONDAY)

        world.admin.refresh_from_db()
        assert world.admin.mailbox == "bounced"

    def test_for_a_while_is_only_noted(self, world, sinks):
        (row,) = messages(world, 1)
        deliver(now=Time())
        row.refresh_from_db()

        assert actions.bounced(row.provider_id, permanent=False, at=MONDAY)

        row.refresh_from_db()
        assert row.state == State.SENT


def test_a_killed_sender_leaves_its_messages_to_the_next(world, sinks):
    rows = messages(world, 3)
    assert len(actions.take(Way.EMAIL, at=MONDAY)) == 3  # and then it is killed

    assert deliver(now=Time(MONDAY + MINUTE)) == {}
    assert deliver(now=Time(MONDAY + 11 * MINUTE)) == {State.SENT: 3}
    assert set(sinks["email"].arrived) == {row.key for row in rows}


class TestChangedContact:
    """A contact that was changed …"""

    def changed(self, world, **contacts) -> tuple[Outgoing, ...]:
        case = receive(world)
        if contacts:
            reporter(case, **contacts)
        read_ledger(at=MONDAY)
        change_contact(
            case_number=case.number,
            email="baru@contoh.example.id",
            phone="",
            is_anonymous=False,
            by=REPORTER,
            at=MONDAY + MINUTE,
        )
        read_ledger(at=MONDAY + MINUTE)
        return tuple(Outgoing.objects.filter(notice=Notice.CONTACT_CHANGED))

    def test_is_told_to_the_old_and_the_new_one(self, world, sinks):
        rows = self.changed(world, email="lama@contoh.example.id")
        deliver(now=Time(MONDAY + MINUTE))

        told = [sinks["email"].arrived[row.key] for row in rows]
        assert {message.to for message in told} == {
            "lama@contoh.example.id",
            "baru@contoh.example.id",
        }
        assert not [m for m in told if "@contoh" in m.text + m.subject + m.html]

    def test_goes_to_the_old_one_once_and_then_forgets_it(self, world, sinks):
        rows = self.changed(world, email="lama@contoh.example.id")
        deliver(now=Time(MONDAY + MINUTE))
        deliver(now=Time(MONDAY + 2 * MINUTE))

        number = rows[0].receiver.removeprefix("case:")
        assert former_contacts({number}) == {number: []}
        assert {sinks["email"].tries[row.key] for row in rows} == {1}

    def test_waits_for_the_old_one_while_mail_is_down(self, world, sinks):
        rows = self.changed(world, email="lama@contoh.example.id")

        def down(message):
            raise Unreachable("421")

        sinks["email"].mood = down
        deliver(now=Time(MONDAY + MINUTE))
        number = rows[0].receiver.removeprefix("case:")
        assert len(former_contacts({number})[number]) == 1

        sinks["email"].mood = lambda message: None
        deliver(now=Time(MONDAY + 20 * MINUTE))
        assert former_contacts({number}) == {number: []}
        assert {row.key for row in rows} <= set(sinks["email"].arrived)

    def test_of_who_gave_none_is_told_to_the_new_one(self, world, sinks):
        rows = self.changed(world)
        deliver(now=Time(MONDAY + MINUTE))

        assert [sinks["email"].arrived[row.key].to for row in rows] == [
            "baru@contoh.example.id"
        ]


def test_no_message_holds_anything_of_a_person_or_a_report(world, sinks):
    """Canaries in every text that people type, and through the whole life of a case."""
    words = {"title": "Zzcanary lampu", "content": "Zzcanary padam di Gang Kenari"}
    for state in set(CaseState) - {CaseState.DRAFT, CaseState.WITH_OMBUDSMAN}:
        for secret in (False, True):
            case = make_case(world, state, secret=secret, **words)
            address = f"siti{case.pk}@contoh.example.id"
            reporter(case, email=address, phone="+6281234567890")
    for officer in world.officers.values():
        officer.email = f"{officer.pk}@contoh.example.id"
        officer.save()
    read_ledger(at=MONDAY + timedelta(days=1), limit=10_000)
    send_digests(at=MONDAY + timedelta(days=2))
    deliver(now=Time(MONDAY + timedelta(days=2)))

    everything = [
        message for sink in sinks.values() for message in sink.arrived.values()
    ]
    assert len(everything) > 40
    for message in everything:
        said = "\n".join(
            [
                message.subject,
                message.text,
                message.html,
                message.key,
                *message.headers.values(),
            ]
        )
        assert not [canary for canary in CANARIES if canary in said], message.key


def test_a_mail_can_be_stopped_with_one_click_unless_the_law_wants_it(world, sinks):
    case = reporter(make_case(world, CaseState.IN_PROGRESS))
    read_ledger(at=case.updated_at)
    deliver(now=Time(case.updated_at))

    kinds = dict(Outgoing.objects.values_list("key", "notice"))
    found = {kinds[key]: m for key, m in sinks["email"].arrived.items()}
    assert found[Notice.RECEIVED].headers == {}
    follow_up = found[Notice.FOLLOWED_UP]
    assert follow_up.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = follow_up.headers["List-Unsubscribe"].strip("<>")
    assert stop in follow_up.text
    assert stop in follow_up.html
    assert follow_up.reply_token
