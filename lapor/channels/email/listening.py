"""The mailbox over IMAP: every mail taken, moved to where it belongs, and awaited.

Nothing is deleted before it was taken. A mail that fails is set aside and never stops
those behind it; one that could not be answered yet stays and is taken again.
"""

import imaplib
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import OperationalError, close_old_connections
from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from lapor.channels.email.reading import MOST_BYTES
from lapor.channels.email.taking import Outcome, take
from lapor.channels.transport import Unreachable
from lapor.kernel import clock
from lapor.kernel.errors import Busy

log: Final = logging.getLogger(__name__)

#: Seconds: how long one answer of the server may take, one wait for news, the pauses
#: before another try to connect, and before a mail is taken again.
PATIENCE: Final = 60
NEWS: Final = 5 * 60
FIRST_PAUSE: Final = 2
LONGEST_PAUSE: Final = 5 * 60
POLL: Final = 30  # seconds between looks when the server cannot tell of news
AGAIN: Final = timedelta(minutes=5)
BEGINNING: Final = 400_000  # bytes that are fetched of a mail that is too large

FOLDERS: Final = {
    Outcome.TALKED: "Lapor-Diterima",
    Outcome.HEARD: "Lapor-Diterima",
    Outcome.BOUNCED: "Lapor-Pantulan",
    Outcome.ROBOT: "Lapor-Otomatis",
    Outcome.HELD: "Lapor-Ditahan",
    Outcome.UNREADABLE: "Lapor-Gagal",
}
FAILED: Final = "Lapor-Gagal"
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
TROUBLE: Final = (OSError, imaplib.IMAP4.error, ImapToolsError)
Say = Callable[[str], None]


class Round(NamedTuple):
    """What one look into the mailbox did. Unit: mails."""

    taken: int = 0
    later: int = 0
    failed: int = 0


@contextmanager
def opened() -> Iterator[BaseMailBox]:
    """Log in to the mailbox of the settings; leave it politely."""
    kinds: dict[str, type[Any]] = {
        "ssl": MailBox,
        "starttls": MailBoxStartTls,
        "none": MailBoxUnencrypted,
    }
    kind = kinds[settings.LAPOR_MAIL_TLS]
    box = kind(settings.LAPOR_MAIL_HOST, settings.LAPOR_MAIL_PORT, timeout=PATIENCE)
    try:
        box.login(
            settings.LAPOR_MAIL_USER, settings.LAPOR_MAIL_PASSWORD, initial_folder=None
        )
        for name in sorted({*FOLDERS.values(), FAILED}):
            if not box.folder.exists(name):
                box.folder.create(name)
        box.folder.set(settings.LAPOR_MAIL_FOLDER)
        yield box
    finally:
        with suppress(*TROUBLE):
            box.logout()


class Listener:
    """Looks after one mailbox until told to stop."""

    def __init__(self, say: Say, *, is_over: Callable[[], bool] = lambda: False):
        """``say`` tells the operator; ``is_over`` is asked between the steps."""
        self.say, self.is_over = say, is_over
        self.not_before: dict[str, datetime] = {}
        self.tidied: date | None = None

    def run(self) -> None:
        """Listen until ``is_over``; a server that is away is tried again and again."""
        pause = FIRST_PAUSE
        while not self.is_over():
            try:
                with opened() as box:
                    pause = FIRST_PAUSE
                    self._stay(box)
            except TROUBLE as trouble:
                self.say(
                    f"Kotak surat tidak terhubung ({type(trouble).__name__}); "
                    f"dicoba lagi dalam {pause} detik."
                )
                self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _stay(self, box: BaseMailBox) -> None:
        """Take what is there, wait for news, and again."""
        while not self.is_over():
            done = self.take_all(box)
            if done.taken or done.failed:
                self.say(
                    f"{done.taken} surel diambil, {done.later} menunggu, "
                    f"{done.failed} disisihkan."
                )
            self._tidy(box)
            self._await(box)

    def take_all(self, box: BaseMailBox) -> Round:
        """Take every mail in the folder once, oldest first."""
        done = Round()
        for uid in box.uids("UNDELETED", charset=None):
            if self.is_over():
                break
            now = clock.now()
            if self.not_before.get(uid, now) > now:
                done = done._replace(later=done.later + 1)
                continue
            done = self._take(box, uid, now, done)
        return done

    def _take(self, box: BaseMailBox, uid: str, now: datetime, done: Round) -> Round:
        close_old_connections()
        fetched = fetch(box, uid)
        if fetched is None:  # somebody else took it
            return done
        raw, is_whole = fetched
        try:
            folder = FOLDERS[take(raw, at=now, is_whole=is_whole)]
        except (Unreachable, Busy, OperationalError):
            self.not_before[uid] = now + AGAIN
            return done._replace(later=done.later + 1)
        except Exception as error:
            # The message of the error may quote the mail: only its kind is told.
            log.error("A mail failed with %s; it lies in %s.", type(error), FAILED)
            box.move(uid, FAILED)
            return done._replace(failed=done.failed + 1)
        self.not_before.pop(uid, None)
        box.move(uid, folder)
        return done._replace(taken=done.taken + 1)

    def _tidy(self, box: BaseMailBox) -> None:
        """Forget old mails, once a day."""
        now = clock.now()
        if self.tidied != now.date():
            forget_old(box, at=now)
            self.tidied = now.date()

    def _await(self, box: BaseMailBox) -> None:
        """Wait until the server tells of something new, or five minutes."""
        until = time.monotonic() + NEWS
        if "IDLE" not in box.client.capabilities:
            self._sleep(POLL)
            return
        with box.idle as idle:
            while not self.is_over() and time.monotonic() < until:
                if idle.poll(timeout=1):
                    return

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.is_over() and time.monotonic() < until:
            time.sleep(0.2)


def fetch(box: BaseMailBox, uid: str) -> tuple[bytes, bool] | None:
    """Return a mail and whether it is whole; None when it has gone.

    Of a mail that is too large only the beginning is fetched.
    """
    _said, told = box.client.uid("FETCH", uid, "(RFC822.SIZE)")
    found = _SIZE.search(b" ".join(_flat(told)))
    if found is None:
        return None
    is_whole = int(found[1]) <= MOST_BYTES
    part = "(BODY.PEEK[])" if is_whole else f"(BODY.PEEK[]<0.{BEGINNING}>)"
    _said, told = box.client.uid("FETCH", uid, part)
    bodies = [each[1] for each in told if isinstance(each, tuple)]
    return (bytes(bodies[0]), is_whole) if bodies else None


def forget_old(box: BaseMailBox, *, at: datetime) -> int:
    """Delete what was taken more than LAPOR_MAIL_KEEP_DAYS days ago; 0 keeps all."""
    if not settings.LAPOR_MAIL_KEEP_DAYS:
        return 0
    edge = (at - timedelta(days=settings.LAPOR_MAIL_KEEP_DAYS)).date()
    dropped = 0
    for name in sorted(set(FOLDERS.values()) - {FAILED}):
        box.folder.set(name)
        if old := box.uids(AND(date_lt=edge)):
            box.delete(old)
            dropped += len(old)
    box.folder.set(settings.LAPOR_MAIL_FOLDER)
    return dropped


def _flat(told: list[Any]) -> Iterator[bytes]:
    for each in told:
        if isinstance(each, tuple):
            yield from (bytes(part) for part in each)
        elif isinstance(each, bytes):
            yield each
