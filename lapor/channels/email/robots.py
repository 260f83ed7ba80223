"""Mails that no person wrote: they are never answered and never become a report.

After RFC 3834 (automatic responses) and what servers really send. A robot that marks
nothing is stopped by counting (see ``taking``).
"""

import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

from lapor.channels.email.decoding import addresses, header
from lapor.kernel.enums import Labelled, noop

OURS: Final = "X-Lapor"  # on everything we send

_ROBOTS: Final = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply-.*|bounces?"
    r"|autoreply|auto-reply|tidak-?(?:di)?balas)(?:[+=-].*)?@",
    re.IGNORECASE,
)
_SUBJECTS: Final = re.compile(
    r"^\s*(?:\[?auto(?:matic)?[ -]?(?:reply|response)\b|out of (?:the )?office\b"
    r"|balasan otomatis\b|jawaban otomatis\b|(?:sedang )?di luar kantor\b"
    r"|sedang cuti\b|undeliver(?:ed|able)\b|delivery status notification\b"
    r"|mail delivery (?:failed|failure|subsystem)\b|returned mail\b|read:|dibaca:)",
    re.IGNORECASE,
)
_MARKS: Final = ("X-Autoreply", "X-Autorespond", "X-Auto-Response", "X-Vacation")
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})


class Robot(Labelled):
    """Why a mail counts as written by a machine."""

    OURS = "ours", noop("Surel dari sistem ini sendiri")
    AUTOMATIC = "automatic", noop("Balasan otomatis")
    BULK = "bulk", noop("Surel massal atau milis")
    NULL_SENDER = "null_sender", noop("Tanpa alamat pengirim balik")
    ADDRESS = "address", noop("Alamat yang tidak dibaca orang")
    SUBJECT = "subject", noop("Judulnya judul balasan otomatis")


def robot(message: "Message[str, str]", *, own: frozenset[str]) -> Robot | None:
    """Return why this mail is a machine's, None for a person's.

    ``own`` are our own addresses without what stands behind a plus, in small letters.
    """
    return next((why for why, is_so in _signs(message, own) if is_so), None)


def _signs(
    message: "Message[str, str]", own: frozenset[str]
) -> Iterator[tuple[Robot, bool]]:
    senders = [address.lower() for _, address in addresses(message, "From", "Sender")]
    is_own = any(without_plus(each) in own for each in senders)
    yield Robot.OURS, is_own or bool(header(message, OURS))
    submitted = header(message, "Auto-Submitted").lower()
    yield Robot.AUTOMATIC, bool(submitted) and not submitted.startswith("no")
    yield Robot.AUTOMATIC, any(header(message, name) for name in _MARKS)
    is_bulk = header(message, "Precedence").lower() in _BULK
    yield Robot.BULK, is_bulk or bool(header(message, "List-Id"))
    path = header(message, "Return-Path").replace(" ", "")
    yield Robot.NULL_SENDER, path == "<>"
    yield Robot.ADDRESS, any(_ROBOTS.match(each) for each in senders)
    yield Robot.SUBJECT, _SUBJECTS.match(header(message, "Subject")) is not None


def without_plus(address: str) -> str:
    """Return an address without its plus part, in small letters.

    >>> without_plus("Lapor+7k2m@Contoh.go.id")
    'lapor@contoh.go.id'
    """
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
