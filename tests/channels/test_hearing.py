"""The worker's side: what is heard once, answered once, and what can never be."""

from datetime import UTC, datetime, timedelta

import pytest

from lapor.channels import hearing
from lapor.channels.transport import Message, NotSetUp, Receipt, Refused, Unreachable
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import hear_again, keep_inbound
from lapor.domain.intake.models import Inbound, Talk
from tests.factories.cases import make_world
from tests.factories.talks import STORY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


class Way:
    """A transport that does what the test says, and keeps what it sent."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.sent: list[Message] = []

    def send(self, message: Message) -> Receipt:
        if self.trouble:
            raise self.trouble
        self.sent.append(message)
        return Receipt("1")


@pytest.fixture
def way(monkeypatch) -> Way:
    made = Way()
    monkeypatch.setattr(hearing, "transport_for", lambda name: made)
    return made


def keep(name: str = "a", text: str = STORY) -> Inbound:
    keep_inbound(
        channel=Channel.TELEGRAM,
        address="1111111",
        external_id=name,
        payload={"id": name, "text": text, "media": [], "notes": []},
        at=NOW,
    )
    return Inbound.objects.latest("pk")


def test_a_message_is_answered_once_under_a_lasting_key(way: Way):
    make_world()
    row = keep()
    hearing.hear(row.pk, at=NOW)
    hearing.hear(row.pk, at=NOW)

    assert [message.key for message in way.sent] == [f"inbound:{row.pk}"]


def test_an_answer_that_failed_is_given_again_without_hearing_twice(way: Way):
    make_world()
    row = keep()
    way.trouble = Unreachable("down")
    with pytest.raises(Unreachable):
        hearing.hear(row.pk, at=NOW)
    heard_at = Inbound.objects.get().heard_at
    way.trouble = None
    later = NOW + timedelta(hours=3)
    hearing.hear(row.pk, at=later)

    row.refresh_from_db()
    assert (row.heard_at, row.answered_at) == (heard_at, later)
    assert "Balas 1 pengaduan" in way.sent[0].text


@pytest.mark.parametrize("trouble", [Refused("HTTP 403"), NotSetUp("telegram")])
def test_what_can_never_be_answered_is_noted_and_left(way: Way, trouble: Exception):
    make_world()
    row = keep()
    way.trouble = trouble
    hearing.hear(row.pk, at=NOW)

    row.refresh_from_db()
    assert row.answered_at is None
    assert row.trouble.startswith(type(trouble).__name__)
    assert hear_again(at=NOW + timedelta(hours=1)) == 0
    assert Talk.objects.get().has_draft  # what was told is kept


def test_a_reminder_goes_to_whoever_has_a_draft(way: Way):
    make_world()
    hearing.hear(keep().pk, at=NOW)
    hearing.remind(Talk.objects.get().pk, at=NOW + timedelta(hours=21))

    assert way.sent[-1].to == "1111111"
    assert "belum terkirim" in way.sent[-1].text
    assert STORY not in way.sent[-1].text


def test_who_cannot_be_reminded_is_not(way: Way):
    make_world()
    hearing.hear(keep().pk, at=NOW)
    way.trouble = Refused("outside of 24 hours")
    hearing.remind(Talk.objects.get().pk, at=NOW)
    hearing.remind(0, at=NOW)

    assert len(way.sent) == 1


def test_a_message_that_is_gone_is_no_trouble(way: Way):
    hearing.hear(0, at=NOW)

    assert way.sent == []
