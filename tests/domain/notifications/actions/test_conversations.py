"""Who reported in a conversation has his receipt; all else is told there too."""

from datetime import timedelta

from lapor.domain.cases.rules import Channel
from lapor.domain.notifications.actions import read_ledger
from lapor.domain.notifications.models import Outgoing
from lapor.domain.notifications.rules import Notice, Way
from tests.factories.cases import World, category, classification
from tests.factories.talks import STORY, WHOLE_SMS, Person, only_case


def told() -> list[tuple[str, str]]:
    rows = Outgoing.objects.filter(receiver__startswith="case:").order_by("pk")
    return list(rows.values_list("notice", "way"))


def test_the_receipt_is_given_once_and_the_rest_by_the_same_channel(world: World):
    from lapor.domain.cases import actions as cases  # noqa: PLC0415

    siti = Person()
    siti.say(*WHOLE_SMS)
    read_ledger(at=siti.at)
    received = told()
    cases.dispatch(
        only_case(),
        to=world.regency,
        classification=classification(),
        category=category(),
        by=world.national,
        at=siti.at + timedelta(hours=1),
    )
    read_ledger(at=siti.at + timedelta(hours=2))

    assert received == []
    assert told() == [(Notice.DISPATCHED, Way.SMS)]


def test_a_telegram_conversation_is_told_in_telegram(world: World):
    from lapor.domain.cases import actions as cases  # noqa: PLC0415

    budi = Person(Channel.TELEGRAM, "1111111")
    budi.say(STORY, "1", "kemarin", "Jl. A", "lanjut", "2", "ya")
    cases.dispatch(
        only_case(),
        to=world.regency,
        classification=classification(),
        category=category(),
        by=world.national,
        at=budi.at + timedelta(hours=1),
    )
    read_ledger(at=budi.at + timedelta(hours=2))

    assert told() == [(Notice.DISPATCHED, Way.TELEGRAM)]
