"""The mailbox, on a real Dovecot."""

import io
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from lapor.channels.email import listening
from lapor.channels.email.listening import Listener, fetch, forget_old, opened
from lapor.channels.email.taking import Outcome
from lapor.channels.transport import Unreachable
from lapor.kernel import clock
from tests.factories.mails import bounce, evil, large, mail

pytestmark = pytest.mark.mail


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Keep what is taken instead of taking it; the database is another test's."""
    kept: list[bytes] = []

    def keep(raw: bytes, **_: object) -> Outcome:
        kept.append(raw)
        return Outcome.ROBOT if b"auto-replied" in raw else Outcome.TALKED

    monkeypatch.setattr(listening, "take", keep)
    monkeypatch.setattr(listening, "close_old_connections", lambda: None)
    return kept


def listener(**options: object) -> Listener:
    return Listener(lambda _line: None, **options)  # type: ignore[arg-type]


class TestTakeAll:
    """take_all() …"""

    def test_takes_every_mail_once_and_puts_it_where_it_belongs(self, dovecot, taken):
        raws = [mail(f"Surel nomor {each}.") for each in range(3)]
        for raw in [*raws, bounce("a@b.id")]:
            dovecot.append(raw)

        with opened() as box:
            first, second = listener().take_all(box), listener().take_all(box)

        assert (first.taken, second.taken) == (4, 0)
        assert taken[:3] == raws
        assert dovecot.count("INBOX") == 0
        assert dovecot.count("Lapor-Diterima") == 3
        assert dovecot.count("Lapor-Otomatis") == 1

    def test_leaves_a_mail_that_could_not_be_answered_and_goes_on(
        self, dovecot, taken, monkeypatch
    ):
        def fail(raw: bytes, **_: object) -> Outcome:
            if b"pertama" in raw:
                raise Unreachable("down")
            taken.append(raw)
            return Outcome.HEARD

        monkeypatch.setattr(listening, "take", fail)
        for text in ("pertama", "kedua"):
            dovecot.append(mail(text))
        one = listener()

        with opened() as box:
            done, again = one.take_all(box), one.take_all(box)
            monkeypatch.setattr(listening, "take", lambda raw, **_: Outcome.HEARD)
            later = clock.now() + timedelta(minutes=6)
            monkeypatch.setattr(clock, "now", lambda: later)
            last = one.take_all(box)

        assert (done.taken, done.later) == (1, 1)
        assert (again.taken, again.later) == (0, 1)
        assert last.taken == 1
        assert dovecot.count("INBOX") == 0

    def test_sets_a_mail_aside_that_breaks_the_program(
        self, dovecot, taken, monkeypatch, caplog
    ):
        def fail(raw: bytes, **_: object) -> Outcome:
            if b"racun" in raw:
                raise ZeroDivisionError("isi surel yang rahasia")
            return Outcome.HEARD

        monkeypatch.setattr(listening, "take", fail)
        for text in ("racun", "baik"):
            dovecot.append(mail(text))

        with opened() as box:
            done = listener().take_all(box)

        assert (done.taken, done.failed) == (1, 1)
        assert dovecot.count("Lapor-Gagal") == 1
        assert "rahasia" not in caplog.text

    def test_takes_whatever_a_mailbox_may_hold(self, dovecot, taken):
        raws = [raw for _name, raw in evil() if raw and len(raw) < 2_000_000]
        for raw in raws:
            dovecot.append(raw)

        with opened() as box:
            done = listener().take_all(box)

        assert done.taken == len(raws)
        assert dovecot.count("INBOX") == 0


class TestFetch:
    """fetch() …"""

    def test_fetches_only_the_beginning_of_what_is_too_large(
        self, dovecot, monkeypatch
    ):
        monkeypatch.setattr(listening, "MOST_BYTES", 1_000_000)
        dovecot.append(large()[:3_000_000])

        with opened() as box:
            raw, is_whole = fetch(box, box.uids("ALL", charset=None)[0]) or (b"", True)

        assert not is_whole
        assert len(raw) == listening.BEGINNING
        assert b"Film lampu padam" in raw


class TestRun:
    """run() …"""

    def test_hears_of_a_new_mail_within_seconds(self, dovecot, taken):
        over = threading.Event()
        one = listener(is_over=over.is_set)
        thread = threading.Thread(target=one.run)
        thread.start()
        time.sleep(1.5)

        dovecot.append(mail("Baru saja."))
        until = time.monotonic() + 10
        while not taken and time.monotonic() < until:
            time.sleep(0.05)
        over.set()
        thread.join(15)

        assert len(taken) == 1
        assert not thread.is_alive()

    def test_tries_again_when_the_server_is_away(self, dovecot, taken, settings):
        said: list[str] = []
        port, settings.LAPOR_MAIL_PORT = settings.LAPOR_MAIL_PORT, 1
        over = threading.Event()
        one = Listener(said.append, is_over=over.is_set)
        thread = threading.Thread(target=one.run)
        thread.start()
        until = time.monotonic() + 10
        while not said and time.monotonic() < until:
            time.sleep(0.05)
        settings.LAPOR_MAIL_PORT = port
        dovecot.append(mail("Setelah putus."))
        while not taken and time.monotonic() < until + 10:
            time.sleep(0.05)
        over.set()
        thread.join(15)

        assert "tidak terhubung" in said[0]
        assert len(taken) == 1


class TestForgetOld:
    """forget_old() …"""

    def test_deletes_what_was_taken_long_ago(self, dovecot, taken, settings):
        settings.LAPOR_MAIL_KEEP_DAYS = 30
        dovecot.append(mail())
        with opened() as box:
            listener().take_all(box)

            now = clock.now()
            assert forget_old(box, at=now) == 0
            assert forget_old(box, at=now + timedelta(days=40)) == 1


class TestCommand:
    """``lapor mail`` …"""

    def test_takes_what_is_there(self, dovecot, taken):
        dovecot.append(mail())
        out = io.StringIO()

        call_command("mail", "listen", "--once", stdout=out)

        assert "1 surel diambil" in out.getvalue()

    def test_says_whether_the_mailbox_opens(self, dovecot, settings):
        out = io.StringIO()
        call_command("mail", "check", stdout=out)
        settings.LAPOR_MAIL_PASSWORD = "salah"

        with pytest.raises(CommandError, match="kata sandinya"):
            call_command("mail", "check")

        assert "0 surel menunggu" in out.getvalue()

    def test_says_what_to_set(self, settings):
        settings.LAPOR_MAIL_HOST = ""

        with pytest.raises(CommandError, match="LAPOR_MAIL_HOST"):
            call_command("mail", "listen")
