"""The way out: one connection a thread, kept open, signed with DKIM when a key is set.

A mail that was taken is never sent twice by us; one that broke off half-way is, under
the same Message-ID.
"""

import smtplib
import ssl
import threading
from contextlib import suppress
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
_kept: Final = threading.local()


class Smtp:
    """Sends mails through the server of the settings (``LAPOR_EMAIL_…``)."""

    def send(self, message: Message) -> Receipt:
        """Send one mail; raises Refused or Unreachable, without address or content."""
        mail = composed(message)
        raw = signed(mail.raw)
        try:
            _connection().sendmail(mail.envelope, [mail.to], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            _drop()
            codes = [code for code, _said in refused.recipients.values()]
            if all(500 <= code < 600 for code in codes):
                raise Refused(f"the server says {codes[0]}") from None
            raise Unreachable(f"the server says {codes[0]}") from None
        except smtplib.SMTPDataError as refused:
            _drop()
            if 500 <= refused.smtp_code < 600:
                raise Refused(f"the server says {refused.smtp_code}") from None
            raise Unreachable(f"the server says {refused.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as trouble:
            # The sender refused, a wrong password, a server that hangs: ours to mend.
            _drop()
            raise Unreachable(f"the server fails: {type(trouble).__name__}") from None
        return Receipt(mail.name)


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
    """Take leave of the server, if this thread knows one."""
    _drop()


@cache
def _private_key(path: str) -> bytes:
    return Path(path).read_bytes()


def _connection() -> smtplib.SMTP:
    """Return the open connection of this thread, or a new one."""
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server: smtplib.SMTP | None = getattr(_kept, "server", None)
    if server is not None and _kept.where == where and _is_alive(server):
        return server
    _drop()
    _kept.server = _connected(*where)
    _kept.where = where
    made: smtplib.SMTP = _kept.server
    return made


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


def _drop() -> None:
    server: smtplib.SMTP | None = getattr(_kept, "server", None)
    _kept.server = None
    if server is not None:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()
