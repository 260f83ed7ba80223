"""The daily limit of paid messages: the law goes on, others wait or go elsewhere."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lapor.channels import delivering
from lapor.channels.delivering import deliver
from lapor.domain.ledger.models import Entry
from lapor.domain.notifications.actions import read_ledger, spend
from lapor.domain.notifications.actions.limiting import WAITS, set_limit
from lapor.domain.notifications.models import InboxItem, Outgoing, Spending
from lapor.domain.notifications.queries import standings
from lapor.domain.notifications.rules import Notice, State, Way
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER, SYSTEM
from lapor.kernel.errors import Invalid
from tests.channels.sinks import Sink
from tests.factories.cases import MONDAY, World, make_world, receive
from tests.factories.notices import load_matrix, make_message

PHONE = "+6281234567890"
DAY = timedelta(days=1)


@pytest.fixture
def world(db, settled) -> World:
    made = make_world()
    load_matrix()
    return made


@pytest.fixture
def sinks(monkeypatch) -> dict[str, Sink]:
    found = {str(way): Sink(cost=Decimal(300)) for way in Way}
    monkeypatch.setattr(delivering, "transport_for", lambda way: found[way])
    return found


def limit(**changes: Any) -> None:
    given = {
        "way": "sms",
        "organisation": "",
        "messages": 2,
        "rupiah": None,
        "legal_basis": "SK uji",
        "valid_from": date(2020, 1, 1),
        "valid_until": None,
    }
    set_limit(given | changes, SYSTEM, MONDAY)


def texts(world: World, amount: int, *, legal: bool = False, email: str = "") -> None:
    for number in range(amount):
        case = receive(world)
        keep_identity(
            case_number=case.number,
            person=Person(phone=PHONE, email=email),
            is_anonymous=False,
            by=REPORTER,
            at=MONDAY,
        )
        make_message(
            case,
            key=f"t{number}:{case.ref}:sms",
            way=Way.SMS,
            notice=Notice.FOLLOWED_UP,
            is_legal=legal,
        )


def sent(sinks: dict[str, Sink], at: datetime = MONDAY) -> int:
    deliver(now=lambda: at)
    return len(sinks["sms"].arrived)


def test_without_a_limit_everything_leaves_and_is_counted(world, sinks):
    texts(world, 4)

    assert sent(sinks) == 4
    (row,) = Spending.objects.all()
    assert (row.messages, row.cost) == (4, Decimal(1200))


def test_beyond_the_limit_messages_wait_until_tomorrow(world, sinks):
    limit(messages=2)
    texts(world, 5)

    assert sent(sinks) == 2
    waiting = Outgoing.objects.filter(state=State.QUEUED)
    assert {row.why for row in waiting} == {WAITS}
    assert sent(sinks, MONDAY + DAY) == 4
    assert sent(sinks, MONDAY + 2 * DAY) == 5
    assert set(sinks["sms"].tries.values()) == {1}


def test_what_the_law_wants_leaves_all_the_same_and_counts(world, sinks):
    limit(messages=1)
    texts(world, 3, legal=True)

    assert sent(sinks) == 3
    (standing,) = standings(at=MONDAY)
    assert (standing.messages, standing.left) == (3, 0)


def test_who_has_a_mail_address_hears_by_mail_instead(world, sinks):
    limit(messages=0)
    texts(world, 2, email="zz@contoh.example.id")

    assert sent(sinks) == 0
    deliver(now=lambda: MONDAY + timedelta(minutes=1))
    assert len(sinks["email"].arrived) == 2
    assert sent(sinks, MONDAY + 2 * DAY) == 0


def test_money_is_a_limit_too(world, sinks):
    limit(messages=None, rupiah=900)
    spend(Way.SMS, messages=1, cost=Decimal(300), at=MONDAY)
    texts(world, 5)

    assert sent(sinks) == 2


def test_an_agency_has_a_limit_of_its_own(world, sinks):
    texts(world, 3)
    limit(messages=1, organisation=receive(world).agency.code)

    assert sent(sinks) == 1


def test_somebody_is_told_once_a_day(world, sinks):
    limit(messages=0)
    texts(world, 2)
    for minutes in range(3):
        sent(sinks, MONDAY + timedelta(minutes=minutes))
    read_ledger(at=MONDAY + timedelta(minutes=5))

    assert Entry.objects.filter(fact="channel.limited").count() == 1
    told = InboxItem.objects.filter(notice=Notice.CHANNEL_LIMITED)
    assert set(told.values_list("user", flat=True)) == {world.officers["national"].pk}


def test_answers_in_a_conversation_count_and_free_channels_do_not(world):
    spend(Way.SMS, messages=1, cost=Decimal(300), at=MONDAY)
    spend(Way.EMAIL, messages=1, cost=Decimal(0), at=MONDAY)
    spend(Way.SMS, messages=1, cost=Decimal(300), at=MONDAY)

    (row,) = Spending.objects.all()
    assert (row.way, row.messages, row.cost) == ("sms", 2, Decimal(600))


@pytest.mark.parametrize(
    "odd",
    [
        {"messages": None},
        {"valid_until": date(2019, 1, 1)},
        {"way": "pigeon"},
    ],
)
def test_a_limit_that_bounds_nothing_is_refused(db, odd):
    with pytest.raises(Invalid):
        limit(**odd)


def test_a_later_limit_replaces_an_earlier_one(world, sinks):
    limit(messages=5)
    limit(messages=1, valid_from=MONDAY.date())
    texts(world, 3)

    assert sent(sinks) == 1
