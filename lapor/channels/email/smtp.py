"""The way out: connections are kept open and lent; signed with DKIM when a key is set.

A mail that was taken is never sent twice by us; one that broke off half-way is, under
the same Message-ID.
"""

import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from lapor.channels.email.composing import composed
from lapor.channels.transport import Message, Receipt, Refused, Unreachable

SECONDS: Final = 20  # for each step of the talk with the server
SIGNED: Final = (
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"reply-to",
    b"mime-version",
    b"content-type",
)
MOST_IDLE: Final = 16  # connections that wait for the next mail
_idle: Final[list[tuple[tuple[str, int], smtplib.SMTP]]] = []
_lock: Final = threading.Lock()


class Smtp:
    """Sends mails through the server of the settings (``LAPOR_EMAIL_…``)."""

    def send(self, message: Message) -> Receipt:
        """Send one mail; raises Refused or Unreachable, without address or content."""
        mail = composed(message)
        raw = signed(mail.raw)
        try:
            with _server() as server:
                server.sendmail(mail.envelope, [mail.to], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _said in refused.recipients.values()]
            raise _failure(codes[0]) from None
        except smtplib.SMTPDataError as refused:
            raise _failure(refused.smtp_code) from None
        except (smtplib.SMTPException, OSError) as trouble:
            # The sender refused, a wrong password, a server that hangs: ours to mend.
            raise Unreachable(f"the server fails: {type(trouble).__name__}") from None
        return Receipt(mail.name)


def _failure(code: int) -> Refused | Unreachable:
    kind = Refused if 500 <= code < 600 else Unreachable
    return kind(f"the server says {code}")


def signed(raw: bytes) -> bytes:
    """Return the mail with a DKIM signature (RFC 6376), as it is without a key."""
    if not settings.LAPOR_EMAIL_DKIM_KEY:
        return raw
    import dkim  # noqa: PLC0415 - only where a key is set

    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    line = dkim.sign(
        raw,
        selector=settings.LAPOR_EMAIL_DKIM_SELECTOR.encode(),
        domain=domain.encode(),
        privkey=_private_key(settings.LAPOR_EMAIL_DKIM_KEY),
        include_headers=SIGNED,
    )
    return bytes(line) + raw


def close() -> None:
    """Take leave of the server."""
    with _lock:
        idle, _idle[:] = list(_idle), []
    for _where, server in idle:
        _leave(server)


@cache
def _private_key(path: str) -> bytes:
    return Path(path).read_bytes()


@contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    """Lend a connection: one that waits and still lives, or a new one.

    After any failure it is left: what half a talk has done to it nobody knows.
    """
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server = _waiting(where) or _connected(*where)
    try:
        yield server
    except BaseException:
        _leave(server)
        raise
    with _lock:
        if len(_idle) < MOST_IDLE:
            _idle.append((where, server))
            return
    _leave(server)


def _waiting(where: tuple[str, int]) -> smtplib.SMTP | None:
    while True:
        with _lock:
            if not _idle:
                return None
            there, server = _idle.pop()
        if there == where and _is_alive(server):
            return server
        _leave(server)


def _is_alive(server: smtplib.SMTP) -> bool:
    """Ask whether the server still listens; half a millisecond nearby."""
    try:
        return server.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _connected(host: str, port: int) -> smtplib.SMTP:
    kind, context = settings.LAPOR_EMAIL_TLS, ssl.create_default_context()
    if kind == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if kind == "starttls":
            server.starttls(context=context)
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server


def _leave(server: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()
