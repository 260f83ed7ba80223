"""A sink that takes our mails, and a real mailbox."""

import asyncio
import gc
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from imaplib import IMAP4
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from lapor.channels.email import smtp
from tests.factories.mails import OWN

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"


@dataclass
class Sink:
    """A mail server that keeps what it gets; ``says`` is its answer to the content."""

    says: str = "250 OK"
    says_to_recipient: str = "250 OK"
    takes_several: bool = False  # commands at once (RFC 2920)
    ends: int = 0  # so many connections end at their first command
    taken: list[Envelope] = field(default_factory=list)
    transports: set[asyncio.Transport] = field(default_factory=set)

    async def handle_EHLO(
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        if self.takes_several:
            responses.insert(1, "250-PIPELINING")
        return responses

    async def handle_MAIL(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        sender: str,
        _o: object,
    ) -> str:
        if self.ends:
            self.ends -= 1
            return "421 4.3.2 enough for one connection"
        envelope.mail_from = sender
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _o: object
    ) -> str:
        if self.says_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.says_to_recipient

    async def handle_DATA(
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.says.startswith("250"):
            self.taken.append(envelope)
        return self.says

    async def end(self) -> None:
        """Close what is still open before the loop ends, or it complains."""
        for each in self.transports:
            each.abort()
        await asyncio.sleep(0.05)

    @property
    def mails(self) -> list[EmailMessage]:
        """What was taken, read again."""
        found = [
            message_from_bytes(bytes(each.content or b""), policy=policy.default)
            for each in self.taken
        ]
        return [each for each in found if isinstance(each, EmailMessage)]

    @property
    def texts(self) -> list[str]:
        """The texts of what was taken."""
        return [each.get_content() for each in self.mails]


class Doorkeeper(Controller):
    """Knows every connection of its sink, also one that says nothing."""

    def factory(self) -> SMTP:
        sink = self.handler

        class Known(SMTP):
            def connection_made(self, transport: asyncio.Transport) -> None:
                sink.transports.add(transport)
                super().connection_made(transport)

        return Known(sink, **self.SMTP_kwargs)


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """Let our mails end in a sink of this test."""
    sink = Sink()
    controller = Doorkeeper(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL = f"Lapor <{OWN}>"
    settings.LAPOR_TRANSPORTS = {"email": "lapor.channels.email.smtp.Smtp"}
    yield sink
    smtp.close()
    asyncio.run_coroutine_threadsafe(sink.end(), controller.loop).result(10)
    controller.stop()
    with warnings.catch_warnings():  # its streams complain of how they were left
        warnings.simplefilter("ignore")
        sink.transports.clear()
        gc.collect()


@dataclass
class Dovecot:
    """A running Dovecot with one mailbox of its own."""

    port: int
    folder: Path

    def append(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a mail into a folder, as a mail server does."""
        with IMAP4("127.0.0.1", self.port) as box:
            box.login("lapor", "rahasia")
            answer, why = box.append(folder, "", "", raw)
            assert answer == "OK", why

    def count(self, folder: str) -> int:
        """Return how many mails lie in a folder; 0 when there is no such folder."""
        with IMAP4("127.0.0.1", self.port) as box:
            box.login("lapor", "rahasia")
            answer, found = box.select(folder, readonly=True)
            return int(found[0] or 0) if answer == "OK" else 0


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    """Start Dovecot in a folder of its own, as root or as anybody."""
    folder = Path(tempfile.mkdtemp(prefix="lapor-dovecot-"))
    folder.chmod(0o755)
    user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    owner = pwd.getpwnam(user)
    home = folder / "home"
    home.mkdir()
    if os.getuid() == 0:
        os.chown(home, owner.pw_uid, owner.pw_gid)
    port = free_port()
    config = folder / "dovecot.conf"
    config.write_text(
        f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {_group(owner.pw_gid)}
first_valid_uid = 1
mail_location = maildir:{home}/%u/Maildir
passdb {{
  driver = static
  args = password=rahasia
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={home}/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
    )
    server = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, server, folder / "log")
        yield Dovecot(port, folder)
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def dovecot(dovecot_server: Dovecot, settings) -> Iterator[Dovecot]:
    """Return the mailbox, empty, with the settings pointing at it."""
    settings.LAPOR_MAIL_HOST, settings.LAPOR_MAIL_PORT = (
        "127.0.0.1",
        dovecot_server.port,
    )
    settings.LAPOR_MAIL_TLS = "none"
    settings.LAPOR_MAIL_USER, settings.LAPOR_MAIL_PASSWORD = "lapor", "rahasia"
    shutil.rmtree(dovecot_server.folder / "home" / "lapor", ignore_errors=True)
    return dovecot_server


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(100):
        if server.poll() is not None:
            pytest.fail(f"Dovecot has ended: {log.read_text() if log.exists() else ''}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"Dovecot does not listen: {log.read_text()}")


def _group(gid: int) -> str:
    import grp  # noqa: PLC0415 - only here

    return grp.getgrgid(gid).gr_name
