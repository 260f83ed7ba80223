"""Mails taken: answers, new reports, bounces, robots; nothing twice."""

import io
import sys
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from lapor.channels.email import taking
from lapor.channels.email.smtp import Smtp
from lapor.channels.email.taking import Outcome, take
from lapor.channels.email.tokens import mail_id, return_address, token_of
from lapor.channels.transport import Message, Unreachable, reply_token
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.models import Message as Line
from lapor.domain.cases.rules import Channel, Kind, State
from lapor.domain.reporters.queries import has_identity
from lapor.kernel import clock
from tests.factories.cases import MONDAY, World, make_case, make_world
from tests.factories.files import photo
from tests.factories.mails import OWN, WORDS, bounce, evil, mail

EVIL = dict(evil())
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = MONDAY + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture(autouse=True)
def sender(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = f"Lapor <{OWN}>"


def answer_to(case: Case, text: str, **options: object) -> bytes:
    """Return a mail that answers what we sent about a case."""
    return mail(text, to=address_of(case), **options)  # type: ignore[arg-type]


def address_of(case: Case) -> str:
    token = token_of(
        Message(
            "1",
            "email",
            "a@b.id",
            "",
            "",
            case=case.number,
            reply_token=reply_token(case.number),
        )
    )
    return OWN.replace("@", f"+{token}@")


def said(case: Case) -> list[str]:
    lines = Line.objects.filter(case=case, kind=Kind.REPORTER).order_by("pk")
    return list(lines.values_list("content", flat=True))


class TestAnswer:
    """A mail that answers …"""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (State.ON_HOLD, State.RECEIVED),
            (State.ANSWERED, State.REPLIED),
            (State.IN_PROGRESS, State.IN_PROGRESS),
            (State.DISPATCHED, State.DISPATCHED),
        ],
    )
    def test_goes_where_the_case_lets_it(self, world, sink, now, before, after):
        case = make_case(world, before)
        raw = answer_to(case, "Masih gelap.\n\nPada Sen Lapor menulis:\n> Sudah?")

        assert take(raw, at=now) == Outcome.HEARD

        assert said(case)[-1] == "Masih gelap."
        case.refresh_from_db()
        assert case.state == after
        assert case.number in sink.texts[0]

    @pytest.mark.parametrize("state", [State.IN_PROGRESS, State.CLOSED])
    def test_that_speaks_of_danger_is_told_whom_to_call_first(
        self, world, sink, now, state
    ):
        case = make_case(world, state)

        take(answer_to(case, "Saya sudah tidak sanggup hidup."), at=now)

        words = sink.texts[0]
        assert "119" in words
        assert words.index("119") < words.index(case.number)

    def test_is_found_by_its_thread_when_the_address_lost_its_plus(
        self, world, sink, now
    ):
        case = make_case(world, State.IN_PROGRESS)
        Smtp().send(
            Message(
                "9",
                "email",
                "ani@contoh.id",
                "Kabar",
                "Ada kabar.",
                case=case.number,
                reply_token=reply_token(case.number),
            )
        )
        ours = sink.mails[0]
        by_thread = mail("Satu.", headers={"In-Reply-To": ours["Message-ID"]})
        by_subject = mail("Dua.", subject=f"Re: {ours['Subject']}")

        for raw in (by_thread, by_subject):
            assert take(raw, at=now) == Outcome.HEARD

        assert said(case)[-2:] == ["Satu.", "Dua."]

    def test_keeps_files_and_names_those_it_cannot(self, world, sink, now):
        case = make_case(world, State.IN_PROGRESS)
        raw = answer_to(
            case,
            "Ini fotonya.",
            files=(
                ("foto.jpg", photo(), "image/jpeg"),
                ("virus.exe", b"MZ" + b"\0" * 99, "application/octet-stream"),
            ),
        )

        take(raw, at=now)

        kept = Attachment.objects.filter(case=case)
        assert [each.shown_name for each in kept] == ["foto.jpg"]
        assert "virus.exe" in sink.texts[0]

    def test_taken_twice_is_written_once_and_answered_alike(self, world, sink, now):
        case = make_case(world, State.IN_PROGRESS)
        raw = answer_to(case, "Masih gelap.")

        for _ in range(3):
            take(raw, at=now)

        assert said(case) == ["Masih gelap."]
        assert len(set(sink.texts)) == 1
        assert len({each["Message-ID"] for each in sink.mails}) == 1

    def test_to_a_closed_case_is_not_lost_in_silence(self, world, sink, now):
        case = make_case(world, State.CLOSED)

        take(answer_to(case, "Rusak lagi."), at=now)

        assert said(case) == []
        assert "Buka kembali" in sink.texts[0]

    def test_that_only_quotes_is_told_so(self, world, sink, now):
        case = make_case(world, State.IN_PROGRESS)

        assert take(answer_to(case, "> Sudah?"), at=now) == Outcome.HEARD

        assert said(case) == []
        assert "kosong" in sink.texts[0]

    def test_needs_the_secret_of_its_case(self, world, sink, now):
        case = make_case(world, State.IN_PROGRESS)
        plain = case.number.replace("-", "").lower()

        take(mail("Palsu.", to=f"lapor+{plain}-000000000000@x.id"), at=now)

        assert said(case) == []

    def test_longer_than_a_message_keeps_its_beginning_and_says_so(
        self, world, sink, now
    ):
        case = make_case(world, State.IN_PROGRESS)

        take(answer_to(case, "Gelap sekali. " * 2_000), at=now)

        assert len(said(case)[0]) == 10_000
        assert "awalnya" in sink.texts[0]


class TestNewMail:
    """A mail of somebody new …"""

    def test_becomes_a_report_once_the_questions_are_answered(self, world, sink, now):
        take(mail(), at=now)

        assert not Case.objects.exists()
        assert len(sink.mails) == 1
        assert sink.mails[0]["Subject"] == "Re: Lampu jalan padam di depan pasar"
        assert sink.mails[0]["In-Reply-To"]

    def test_is_asked_in_its_thread_until_it_is_a_report(self, world, sink, now):
        take(mail(files=(("foto.jpg", photo(), "image/jpeg"),)), at=now)
        said = ["pengaduan", "kemarin", "depan pasar", "lanjut", "1", "ya"]
        for minutes, words in enumerate(said, start=1):
            asked = sink.mails[-1]
            quoted = "\n".join(f"> {line}" for line in sink.texts[-1].splitlines())
            raw = mail(
                f"{words}\n\nPada Sen, 2 Mar 2026 Lapor <{OWN}> menulis:\n{quoted}",
                subject=str(asked["Subject"]),
                headers={"In-Reply-To": str(asked["Message-ID"])},
            )
            take(raw, at=now + timedelta(minutes=minutes))

        case = Case.objects.get()
        assert case.title == "Lampu jalan padam di depan pasar"
        assert case.content == WORDS
        assert (case.channel, case.location) == (Channel.EMAIL, "depan pasar")
        assert case.attachments.count() == 1
        assert case.number in sink.texts[-1]
        assert has_identity(case.number)

    def test_that_comes_twice_is_answered_alike(self, world, sink, now):
        raw = mail()

        for _ in range(2):
            assert take(raw, at=now) == Outcome.TALKED

        assert sink.texts[0] == sink.texts[1]

    def test_that_is_locked_is_told_so(self, world, sink, now):
        take(EVIL["encrypted"], at=now)

        assert "terkunci" in sink.texts[0]

    @pytest.mark.parametrize("name", sorted(EVIL))
    def test_however_evil_breaks_nothing(self, world, sink, now, name):
        assert take(EVIL[name], at=now) in Outcome


class TestRobots:
    """A machine …"""

    @pytest.mark.parametrize("name", ["vacation", "list", "bounce of nothing of ours"])
    def test_gets_no_answer_and_no_report(self, world, sink, now, name):
        assert take(EVIL[name], at=now) == Outcome.ROBOT

        assert not sink.taken
        assert not Case.objects.exists()

    def test_that_marks_nothing_is_answered_so_often_a_day(self, world, sink, now):
        """Two robots that answer each other stop; a person is told so."""
        for each in range(40):
            take(mail(f"Kami sudah menerima surel Anda nomor {each}."), at=now)

        assert len(sink.taken) == taking.MOST_ANSWERS
        assert ["Hari ini" in each for each in sink.texts[-2:]] == [False, True]

    def test_that_floods_is_set_aside(self, world, sink, now):
        found = [
            take(mail(f"Surel nomor {each}, isinya panjang."), at=now)
            for each in range(taking.MOST_AN_HOUR + 2)
        ]

        assert found[-2:] == [Outcome.HELD, Outcome.HELD]
        assert take(mail(), at=now + timedelta(hours=2)) == Outcome.TALKED

    def test_never_answers_what_we_sent_ourselves(self, world, sink, now):
        Smtp().send(Message("5", "email", OWN, "Kabar", "Ada kabar."))

        assert take(bytes(sink.taken[0].content), at=now) == Outcome.ROBOT
        assert len(sink.taken) == 1


class TestBounces:
    """A mail of ours that comes back …"""

    def test_is_noted_where_it_was_sent_from(self, world, sink, now, monkeypatch):
        from lapor.domain.notifications import actions  # noqa: PLC0415

        noted = []
        monkeypatch.setattr(
            actions, "bounced", lambda name, **given: noted.append((name, given))
        )
        name = mail_id("77")
        back = return_address(name, local="lapor", domain="lapor.example.id")

        assert take(bounce(back), at=now) == Outcome.BOUNCED

        assert noted == [(name, {"permanent": True, "at": now})]

    def test_of_nobody_changes_nothing(self, world, now):
        back = return_address(mail_id("78"), local="lapor", domain="lapor.example.id")

        assert take(bounce(back), at=now) == Outcome.BOUNCED


class TestServerDown:
    """While our mail server is down …"""

    def test_the_mail_waits_and_is_answered_later(self, world, sink, settings, now):
        case = make_case(world, State.IN_PROGRESS)
        raw = answer_to(case, "Masih gelap.")
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

        for hours in range(24):
            with pytest.raises(Unreachable):
                take(raw, at=now + timedelta(hours=hours))
        settings.EMAIL_PORT = port
        take(raw, at=now + timedelta(days=1))

        assert said(case) == ["Masih gelap."]
        assert len(sink.taken) == 1


class TestPipe:
    """``lapor mail take`` …"""

    def test_takes_a_mail_from_the_pipe(self, world, sink, monkeypatch):
        case = make_case(world, State.IN_PROGRESS)
        raw = answer_to(case, "Lewat pipa.")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        out = io.StringIO()

        call_command("mail", "take", stdout=out)

        assert said(case) == ["Lewat pipa."]
        assert out.getvalue().strip() == Outcome.HEARD.label

    def test_asks_the_mail_server_to_come_again(
        self, world, sink, settings, monkeypatch
    ):
        settings.EMAIL_PORT = 1
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mail())))

        with pytest.raises(SystemExit) as left:
            call_command("mail", "take", stderr=io.StringIO())

        assert left.value.code == 75
