"""Reports that a mail could not be delivered (DSN, RFC 3464), and those without form.

A report is believed only when it comes back to the address we made for that one mail,
which nobody can guess: nobody can declare somebody else's mailbox dead.
"""

import re
from email.message import Message
from typing import Final, NamedTuple

from lapor.channels.email.decoding import addresses, header, inside, text_of
from lapor.channels.email.tokens import returned

_STATUS: Final = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
MOST_PARTS: Final = 50


class Bounce(NamedTuple):
    """Which mail came back. ``is_permanent``: trying again is of no use.

    ``mail`` is its name (``tokens.mail_id``), ``status`` the code of RFC 3463 when the
    report gave one.
    """

    mail: str
    is_permanent: bool
    status: str


def bounce_of(
    message: "Message[str, str]", recipients: tuple[str, ...]
) -> Bounce | None:
    """Return what a report says, None when it is none or not about a mail of ours."""
    if not (_is_report(message) or _is_from_daemon(message)):
        return None
    mail = next(filter(None, map(returned, recipients)), "")
    if not mail:
        return None
    status, action = _told(message)
    if action in {"delayed", "delivered", "relayed", "expanded"} or status[:1] == "2":
        return Bounce(mail, is_permanent=False, status=status or action)
    return Bounce(mail, is_permanent=status[:1] != "4", status=status)


def _is_report(message: "Message[str, str]") -> bool:
    kind = header(message, "Content-Type").lower()
    return kind.startswith("multipart/report") and "delivery-status" in kind


def _is_from_daemon(message: "Message[str, str]") -> bool:
    senders = [address.lower() for _, address in addresses(message, "From", "Sender")]
    return header(message, "Return-Path").replace(" ", "") == "<>" or any(
        each.startswith(("mailer-daemon@", "postmaster@")) for each in senders
    )


def _told(message: "Message[str, str]") -> tuple[str, str]:
    """Return status and action of the first recipient in the report, "" without."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        if status := header(part, "Status"):
            found = _STATUS.search(status)
            return (found[0] if found else "", header(part, "Action").lower())
        waiting += inside(part) or []
    try:
        raw = message.get_payload(decode=True)
    except Exception:
        raw = None
    text = text_of(raw[:20_000]) if isinstance(raw, bytes) else ""
    found = _STATUS.search(text)
    return (found[0] if found else "", "")
