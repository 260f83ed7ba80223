"""The way out: connections are kept open and lent; signed with DKIM when a key is set.

A mail that was taken is never sent twice by us; one that broke off half-way is, under
the same Message-ID. Where the server takes several commands at once (RFC 2920) a mail
costs two journeys there and back, and four elsewhere.
"""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from lapor.channels.email.composing import Composed, composed
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
_CLOSING: Final = 421  # the server ends the connection (RFC 5321 section 3.8)
_GO_ON: Final = 354  # the server waits for the content
_FIRST_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_idle: Final[list[tuple[tuple[str, int], smtplib.SMTP]]] = []
_lock: Final = threading.Lock()


class _Ended(smtplib.SMTPServerDisconnected):
    """The server has ended the connection before it heard anything of the mail."""


class Smtp:
    """Sends mails through the server of the settings (``LAPOR_EMAIL_…``)."""

    def send(self, message: Message) -> Receipt:
        """Send one mail; raises Refused or Unreachable, without address or content."""
        mail = composed(message)
        raw = signed(mail.raw)
        try:
            try:
                with _server() as server:
                    _hand_over(server, mail, raw)
            except _Ended:  # it had waited too long, or carried enough
                with _server(anew=True) as server:
                    _hand_over(server, mail, raw)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _said in refused.recipients.values()]
            raise _failure(codes[0]) from None
        except smtplib.SMTPDataError as refused:
            raise _failure(refused.smtp_code) from None
        except (smtplib.SMTPException, OSError) as trouble:
            # The sender refused, a wrong password, a server that hangs: ours to mend.
            raise Unreachable(f"the server fails: {type(trouble).__name__}") from None
        return Receipt(mail.name)


def _hand_over(server: smtplib.SMTP, mail: Composed, raw: bytes) -> None:
    """Hand over one mail. Raises what ``smtplib`` raises, and _Ended."""
    wide = " BODY=8BITMIME" if server.has_extn("8bitmime") else ""
    commands = (f"MAIL FROM:<{mail.envelope}>{wide}", f"RCPT TO:<{mail.to}>", "DATA")
    if server.has_extn("pipelining"):
        answers = _asked_at_once(server, commands)
    else:
        answers = _asked_in_turn(server, commands)
    code, said = answers[-1]
    if code == _GO_ON and len(answers) == len(commands):
        code, said = _content(server, raw)
        if code != 250:
            raise smtplib.SMTPDataError(code, said)
        return
    if len(answers) == 1:
        raise smtplib.SMTPSenderRefused(code, said, mail.envelope)
    if len(answers) == 2:
        raise smtplib.SMTPRecipientsRefused({mail.to: (code, said)})
    raise smtplib.SMTPDataError(code, said)


def _asked_in_turn(
    server: smtplib.SMTP, commands: Sequence[str]
) -> list[tuple[int, bytes]]:
    """Ask one command after the other; the last answer is the first refusal."""
    answers: list[tuple[int, bytes]] = []
    for command in commands:
        line = f"{command}\r\n"
        answers.append(_asked(server, line) if answers else _greeted(server, line))
        if not _is_good(answers[-1][0]):
            break
    return answers


def _asked_at_once(
    server: smtplib.SMTP, commands: Sequence[str]
) -> list[tuple[int, bytes]]:
    """Ask everything in one write; the last answer is the first refusal.

    A server that goes on in spite of a refusal gets a content of nothing, which it
    must throw away (RFC 2920 section 3.1).
    """
    first = _greeted(server, "".join(f"{command}\r\n" for command in commands))
    answers = [first, *(_heard(server) for _ in commands[1:])]
    bad = next((n for n, (code, _) in enumerate(answers) if not _is_good(code)), None)
    if bad is None:
        return answers
    if answers[-1][0] == _GO_ON:
        _asked(server, b".\r\n")
    return answers[: bad + 1]


def _greeted(server: smtplib.SMTP, lines: str) -> tuple[int, bytes]:
    """Return the answer to the first command. Raises _Ended where none comes."""
    try:
        code, said = _asked(server, lines)
    except smtplib.SMTPServerDisconnected as ended:
        raise _Ended(str(ended)) from None
    if code == _CLOSING:
        raise _Ended(said)
    return code, said


def _asked(server: smtplib.SMTP, what: str | bytes) -> tuple[int, bytes]:
    server.send(what)
    return _heard(server)


def _heard(server: smtplib.SMTP) -> tuple[int, bytes]:
    code, said = server.getreply()
    return code, said


def _is_good(code: int) -> bool:
    return 200 <= code < 300 or code == _GO_ON


def _content(server: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
    """Send the content; a line that begins with a dot gets another (RFC 5321 4.5.2)."""
    end = b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"
    return _asked(server, _FIRST_DOT.sub(b"..", raw) + end)


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
def _server(*, anew: bool = False) -> Iterator[smtplib.SMTP]:
    """Lend a connection: one that waits, or a new one.

    After any failure it is left: what half a talk has done to it nobody knows.
    """
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server = (None if anew else _waiting(where)) or _connected(*where)
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
        if there == where:
            return server
        _leave(server)


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
        server.ehlo_or_helo_if_needed()
        if server.sock is not None:  # a short last packet must not wait for the others
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        server.close()
        raise
    return server


def _leave(server: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()
