"""A notice by mail, the answer to it, and a notice that comes back."""

from datetime import timedelta

import pytest

from lapor.channels.delivering import deliver
from lapor.channels.email import listening
from lapor.channels.email.listening import Listener, opened
from lapor.channels.email.taking import Outcome, take
from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import Kind, State
from lapor.domain.notifications.actions import read_ledger
from lapor.domain.notifications.models import Outgoing
from lapor.domain.notifications.rules import State as Standing
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel import clock
from lapor.kernel.actor import REPORTER
from tests.factories.cases import MONDAY, World, make_case, make_world
from tests.factories.mails import bounce, mail
from tests.factories.notices import load_matrix

# The sink is left by many threads at once; its own loop complains of that, not ours.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def world(db: None, settled: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    made = make_world()
    load_matrix()
    return made


@pytest.fixture
def case(world: World) -> Case:
    case = make_case(world, State.ANSWERED)
    keep_identity(
        case_number=case.number,
        person=Person(name="Ani Wijaya", email="ani@contoh.id"),
        is_anonymous=False,
        by=REPORTER,
        at=MONDAY,
    )
    return case


def notices(sink, settings) -> list:
    """Send what is due and return the mails to the reporter."""
    settings.LAPOR_TRANSPORTS = {"email": "lapor.channels.email.smtp.Smtp"}
    read_ledger(at=LATER)
    deliver()
    return [each for each in sink.mails if each["To"] == "ani@contoh.id"]


def text_of(sent) -> str:
    return sent.get_body(("plain",)).get_content()


class TestNotice:
    """A notice by mail …"""

    def test_can_be_answered(self, case: Case, sink, settings):
        sent = notices(sink, settings)[-1]
        assert case.content not in text_of(sent)
        assert case.number in text_of(sent)

        raw = mail(
            f"Masih gelap.\n\nPada Sen Lapor menulis:\n> {text_of(sent)}",
            to=str(sent["Reply-To"]),
            subject=f"Re: {sent['Subject']}",
        )
        assert take(raw, at=LATER) == Outcome.HEARD

        last = Message.objects.filter(case=case, kind=Kind.REPORTER).last()
        assert last is not None
        assert last.content == "Masih gelap."
        assert Case.objects.get(pk=case.pk).state == State.REPLIED

    def test_that_comes_back_is_failed(self, case: Case, sink, settings):
        notices(sink, settings)
        back = next(
            each.mail_from for each in sink.taken if "ani@contoh.id" in each.rcpt_tos
        )

        assert take(bounce(str(back)), at=LATER) == Outcome.BOUNCED

        name = str(back).partition("+b-")[2].partition("@")[0]
        assert Outgoing.objects.get(provider_id=name).state == Standing.FAILED


@pytest.mark.mail
class TestMailbox:
    """Through a real mailbox …"""

    def test_an_answer_reaches_its_case_once(
        self, case: Case, sink, settings, dovecot, monkeypatch
    ):
        monkeypatch.setattr(listening, "close_old_connections", lambda: None)
        sent = notices(sink, settings)[-1]
        raw = mail("Lewat kotak surat.", to=str(sent["Reply-To"]))
        for _ in range(2):
            dovecot.append(raw)

        with opened() as box:
            done = Listener(lambda _line: None).take_all(box)

        assert done.taken == 2
        said = Message.objects.filter(case=case, content="Lewat kotak surat.")
        assert said.count() == 1
