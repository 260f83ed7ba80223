"""A message made into a mail: marked as ours and automatic, found by its token.

It says ``Auto-Submitted`` (RFC 3834), so that well-behaved robots do not answer it, and
comes from an address of its own, so that a report of failure names the one mail.
"""

from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import NamedTuple

from django.conf import settings

from lapor.channels.email.robots import OURS
from lapor.channels.email.tokens import mail_id, return_address, token_of
from lapor.channels.transport import Message, Refused
from lapor.domain.reporters.rules import email_normalised
from lapor.kernel import clock
from lapor.kernel.errors import Invalid
from lapor.kernel.text import clean

LONGEST_SUBJECT = 200


class Composed(NamedTuple):
    """A mail ready for the wire; ``name`` is how it is known when it comes back."""

    name: str
    envelope: str
    to: str
    raw: bytes


def composed(message: Message) -> Composed:
    """Return the mail of a message; raises Refused for what is no address."""
    to = _address(message.to)
    name = mail_id(message.key)
    token = token_of(message)
    shown, own = parseaddr(settings.DEFAULT_FROM_EMAIL)
    local, _, domain = own.rpartition("@")
    mail = EmailMessage(policy=policy.SMTP)
    try:
        mail["From"] = formataddr((shown, own))
        mail["To"] = to
        mail["Subject"] = _subject(message.subject, token)
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = f"<{token or 'lapor'}.{name}@{domain}>"
        mail["Reply-To"] = f"{local}+{token}@{domain}" if token else own
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail[OURS] = "1"
        for header, value in message.headers.items():
            del mail[header]
            mail[header] = clean(value, max_length=len(value) + 1)
        mail.set_content(message.text)
        if message.html:
            mail.add_alternative(message.html, subtype="html")
        raw = mail.as_bytes()
    except (ValueError, MessageError) as fault:
        raise Refused(f"cannot be written as a mail: {type(fault).__name__}") from None
    return Composed(name, return_address(name, local=local, domain=domain), to, raw)


def _subject(subject: str, token: str) -> str:
    line = clean(subject, max_length=len(subject) + 1)[:LONGEST_SUBJECT]
    return f"{line} [{token}]" if token else line


def _address(to: str) -> str:
    """Return an address as the wire takes it: a foreign domain in its ASCII form."""
    try:
        plain = email_normalised(to)
        local, _, domain = plain.rpartition("@")
        ascii_domain = domain.encode("idna").decode("ascii")
    except (Invalid, UnicodeError):
        plain = ""
    if not plain or not local.isascii():
        raise Refused("the address is none")
    return f"{local}@{ascii_domain}"
