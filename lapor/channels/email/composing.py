"""A message made into a mail: marked as ours and automatic, found by its token.

It says ``Auto-Submitted`` (RFC 3834), so that well-behaved robots do not answer it, and
comes from an address of its own, so that a report of failure names the one mail.
"""

import base64
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import cache
from typing import Final, NamedTuple

from django.conf import settings

from lapor.channels.email.robots import OURS
from lapor.channels.email.tokens import mail_id, return_address, token_of
from lapor.channels.transport import Message, Refused
from lapor.domain.reporters.rules import email_normalised
from lapor.kernel import clock
from lapor.kernel.errors import Invalid
from lapor.kernel.text import clean

LONGEST_SUBJECT: Final = 200
LONGEST_LINE: Final = 998  # bytes


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
    headers = {
        "From": _sender(shown, own),
        "To": to,
        "Subject": _encoded(_subject(message.subject, token)),
        "Date": format_datetime(clock.now()),
        "Message-ID": f"<{token or 'lapor'}.{name}@{domain}>",
        "Reply-To": f"{local}+{token}@{domain}" if token else own,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        OURS: "1",
    }
    for header, value in message.headers.items():
        headers[header] = _encoded(clean(value, max_length=len(value) + 1))
    try:
        raw = _written(headers, message, boundary=f"=_{name}")
    except ValueError as fault:
        raise Refused(f"cannot be written as a mail: {type(fault).__name__}") from None
    return Composed(name, return_address(name, local=local, domain=domain), to, raw)


def _written(headers: dict[str, str], message: Message, *, boundary: str) -> bytes:
    """Return the bytes of a mail; the library of Python takes four times as long.

    Every header is one line of ASCII by now: nothing can begin another one.
    """
    lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
    head = "".join([*lines, "MIME-Version: 1.0\r\n"]).encode("ascii")
    if not message.html:
        return head + _part(message.text, "plain")
    kind = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    mark = f"--{boundary}".encode()
    parts = (_part(message.text, "plain"), _part(message.html, "html"))
    body = b"".join(mark + b"\r\n" + part for part in parts)
    return head + kind.encode() + body + mark + b"--\r\n"


def _part(text: str, kind: str) -> bytes:
    """Return a text with its own headers: as it is, or in base64 where lines are long.

    RFC 5321 section 4.5.3.1.6: no line has more than 998 bytes.
    """
    plain = "\r\n".join([*text.splitlines(), ""]).encode()
    how = b"8bit"
    if max(map(len, plain.split(b"\r\n"))) > LONGEST_LINE:
        how = b"base64"
        plain = base64.encodebytes(plain).replace(b"\n", b"\r\n")
    return (
        b'Content-Type: text/%b; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: %b\r\n\r\n%b" % (kind.encode(), how, plain)
    )


def _encoded(value: str) -> str:
    """Return a header's value in ASCII (RFC 2047)."""
    return value if value.isascii() else Header(value, "utf-8").encode(linesep="\r\n")


@cache
def _sender(shown: str, own: str) -> str:
    return formataddr((shown, own))


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
