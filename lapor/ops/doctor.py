"""``lapor doctor``: looks at everything the service stands on and says what to do.

Sentences are in Indonesian, the language of the console.
"""

import imaplib
import shutil
import smtplib
import socket
import ssl
import stat
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from lapor.domain.intake.queries import lying
from lapor.kernel import clock
from lapor.kernel.enums import Labelled, noop
from lapor.ops import preparation, readiness
from lapor.ops.keys import known_keys

GIGABYTE = 1024**3
DAY, TEN_MINUTES = timedelta(days=1), timedelta(minutes=10)
#: PostgreSQL versions that the tests know.
OLDEST, NEWEST = 15, 18
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Outcome(Labelled):
    """How one thing stands."""

    OK = "ok", noop("ok")
    ATTENTION = "attention", noop("perhatian")
    FAILED = "failed", noop("gagal")


class Finding(NamedTuple):
    """One thing looked at: what was seen, and what to do unless it is well."""

    name: str
    outcome: Outcome
    seen: str
    advice: str = ""


def examine() -> list[Finding]:
    """Look at everything; one broken thing does not hide the others."""
    return [_examined(name, check) for name, check in CHECKS.items()]


def _examined(name: str, check: Callable[[str], Finding]) -> Finding:
    try:
        return check(name)
    except DatabaseError as error:
        if name != "PostgreSQL":
            return Finding(name, Outcome.FAILED, "tidak dapat diperiksa")
        first_line = str(error).strip().partition("\n")[0]
        return Finding(
            name,
            Outcome.FAILED,
            f"basis data tidak menjawab ({first_line})",
            "Periksa DATABASE_URL, atau baca log/postgres.log di LAPOR_HOME.",
        )


def _ok(name: str, seen: str) -> Finding:
    return Finding(name, Outcome.OK, seen)


def _program(name: str) -> Finding:
    return _ok(name, version("lapor"))


def _postgres(name: str) -> Finding:
    connection.ensure_connection()
    number = connection.connection.info.server_version
    major, seen = number // 10000, f"{number // 10000}.{number % 10000}"
    if OLDEST <= major <= NEWEST:
        return _ok(name, seen)
    advice = f"Pakai PostgreSQL {OLDEST} sampai {NEWEST}."
    return Finding(
        name, Outcome.FAILED if major < OLDEST else Outcome.ATTENTION, seen, advice
    )


def _durability(name: str) -> Finding:
    off = preparation.unsafe_settings()
    if not off:
        return _ok(name, "fsync, synchronous_commit dan full_page_writes menyala")
    return Finding(
        name,
        Outcome.FAILED,
        f"mati: {', '.join(off)}",
        "Nyalakan di postgresql.conf: laporan dapat hilang saat listrik mati.",
    )


def _clock(name: str) -> Finding:
    before = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    # The question took some time itself: compare with the middle of it.
    middle = before + (clock.now() - before) / 2
    apart = abs((theirs - middle).total_seconds())
    seen = f"selisih dengan basis data {apart:.1f} detik"
    if apart < 2:
        return _ok(name, seen)
    return Finding(
        name,
        Outcome.FAILED if apart > 30 else Outcome.ATTENTION,
        seen,
        "Samakan jam kedua mesin dengan NTP: tenggat dihitung dari jam ini.",
    )


def _migrations(name: str) -> Finding:
    pending = readiness.pending_migrations()
    if not pending:
        return _ok(name, "mutakhir")
    seen = f"{len(pending)} perubahan belum dipasang"
    return Finding(name, Outcome.FAILED, seen, "Jalankan: lapor migrate")


def _worker(name: str) -> Finding:
    age = readiness.seconds_since_heartbeat()
    if age is not None and age < 60:
        return _ok(name, f"berjalan (tanda hidup {age:.0f} detik lalu)")
    seen = "tidak ada" if age is None else f"diam sejak {age:.0f} detik"
    advice = "Jalankan lapor up, atau lapor worker: tanpa pekerja tenggat tidak dijaga."
    return Finding(name, Outcome.ATTENTION, seen, advice)


def _jobs(name: str) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'failed'), "
            "count(*) FILTER (WHERE status = 'todo') FROM procrastinate_jobs"
        )
        failed, waiting = cursor.fetchone()
    seen = f"{waiting} menunggu, {failed} gagal"
    if not failed:
        return _ok(name, seen)
    advice = "Lihat sebabnya: lapor procrastinate shell, lalu list_jobs status=failed"
    return Finding(name, Outcome.ATTENTION, seen, advice)


def _disk(name: str) -> Finding:
    free = shutil.disk_usage(settings.LAPOR_HOME).free / GIGABYTE
    seen = f"{free:.1f} GB kosong"
    if free >= 5:
        return _ok(name, seen)
    outcome = Outcome.FAILED if free < 1 else Outcome.ATTENTION
    advice = f"Tambah ruang untuk {settings.LAPOR_HOME} sebelum penuh."
    return Finding(name, outcome, seen, advice)


def _home(name: str) -> Finding:
    home = Path(settings.LAPOR_HOME)
    return _private(name, [home], str(home))


def _keys(name: str) -> Finding:
    files = sorted(Path(settings.LAPOR_KEYS).glob("[!.]*"))
    if not any(file.name.startswith("kek-") for file in files):
        seen = "belum ada; dibuat pada laporan pertama"
        advice = "Sesudah itu cadangkan folder keys terpisah dari basis data."
        return Finding(name, Outcome.ATTENTION, seen, advice)
    if lost := [key.id for key in known_keys() if not key.file]:
        seen = f"tidak ada di folder, padahal dipakai: {', '.join(lost)}"
        advice = f"Pulihkan {settings.LAPOR_KEYS} dari cadangannya: lapor keys show"
        return Finding(name, Outcome.FAILED, seen, advice)
    return _private(name, files, f"{len(files)} berkas di {settings.LAPOR_KEYS}")


def _private(name: str, paths: list[Path], seen: str) -> Finding:
    """Find those that others on this machine could open."""
    loose = [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if not loose:
        return _ok(name, seen)
    advice = f"Tutup untuk orang lain: chmod go= {' '.join(map(str, loose))}"
    return Finding(name, Outcome.ATTENTION, "dapat dibuka orang lain", advice)


def _mail(name: str) -> Finding:
    """Log in to the server that takes our mails."""
    if not _is_on("email"):
        seen = "belum diatur: tidak ada surel yang keluar, pemberitahuan ditahan"
        return Finding(name, Outcome.ATTENTION, seen, "Isi LAPOR_EMAIL_HOST.")
    seen = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection(_SMTP, timeout=5):
            pass
    except smtplib.SMTPAuthenticationError:
        advice = "Periksa LAPOR_EMAIL_USER dan LAPOR_EMAIL_PASSWORD."
        return Finding(name, Outcome.FAILED, f"{seen}: nama atau sandi salah", advice)
    except OSError as error:
        advice = "Periksa LAPOR_EMAIL_HOST, LAPOR_EMAIL_PORT, dan LAPOR_EMAIL_TLS."
        return Finding(name, Outcome.FAILED, f"{seen}: {error}", advice)
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        advice = "Isi LAPOR_EMAIL_FROM dengan alamat yang boleh dibalas."
        seen = f"{seen}, tetapi pengirimnya {settings.DEFAULT_FROM_EMAIL}"
        return Finding(name, Outcome.ATTENTION, seen, advice)
    return _ok(name, seen)


def _mailbox(name: str) -> Finding:
    """Open the mailbox from which reports and answers are read."""
    if not settings.LAPOR_MAIL_HOST:
        return _ok(name, "tidak diatur: laporan dan balasan lewat surel tidak dibaca")
    seen = f"{settings.LAPOR_MAIL_HOST}:{settings.LAPOR_MAIL_PORT}"
    try:
        with _imap() as box:
            box.login(settings.LAPOR_MAIL_USER, settings.LAPOR_MAIL_PASSWORD)
            answer, _count = box.select(settings.LAPOR_MAIL_FOLDER, readonly=True)
    except imaplib.IMAP4.error as error:
        advice = "Periksa LAPOR_MAIL_USER dan LAPOR_MAIL_PASSWORD."
        return Finding(name, Outcome.FAILED, f"{seen}: {error}", advice)
    except OSError as error:
        advice = "Periksa LAPOR_MAIL_HOST, LAPOR_MAIL_PORT, dan LAPOR_MAIL_TLS."
        return Finding(name, Outcome.FAILED, f"{seen}: {error}", advice)
    if answer != "OK":
        seen = f"{seen}: folder {settings.LAPOR_MAIL_FOLDER} tidak ada"
        return Finding(name, Outcome.FAILED, seen, "Periksa LAPOR_MAIL_FOLDER.")
    return _ok(name, seen)


def _imap() -> imaplib.IMAP4:
    where = settings.LAPOR_MAIL_HOST, settings.LAPOR_MAIL_PORT
    trust = ssl.create_default_context()
    if settings.LAPOR_MAIL_TLS == "ssl":
        return imaplib.IMAP4_SSL(*where, ssl_context=trust, timeout=5)
    box = imaplib.IMAP4(*where, timeout=5)
    if settings.LAPOR_MAIL_TLS == "starttls":
        box.starttls(trust)
    return box


def _conversations(name: str) -> Finding:
    ways = [way for way in ("sms", "whatsapp", "telegram", "social") if _is_on(way)]
    now = clock.now()
    waits, troubled = lying(since=now - DAY, before=now - TEN_MINUTES)
    seen = ", ".join(ways) or "tidak ada saluran"
    if not (waits or troubled):
        return _ok(name, seen)
    return Finding(
        name,
        Outcome.ATTENTION,
        f"{seen}: {waits} pesan menunggu, {troubled} tidak dapat dibalas",
        "Periksa pekerja (lapor worker) dan pengaturan saluran, lalu lihat log.",
    )


def _is_on(way: str) -> bool:
    return way in settings.LAPOR_TRANSPORTS


def _scanner(name: str) -> Finding:
    address = settings.LAPOR_CLAMD
    if not address:
        return Finding(
            name,
            Outcome.ATTENTION,
            "tidak diatur; lampiran tidak dipindai",
            "Pasang clamd, lalu isi LAPOR_CLAMD=host:porta atau jalur soket.",
        )
    try:
        answer = _ping(address)
    except (OSError, ValueError) as error:
        advice = "Nyalakan clamd atau perbaiki LAPOR_CLAMD; lampiran menunggu pindaian."
        return Finding(name, Outcome.FAILED, f"{address}: {error}", advice)
    return _ok(name, f"{address}: {answer}")


def _ping(address: str) -> str:
    """Ask clamd for a sign of life. Raises OSError or ValueError."""
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(5)
        link.connect(address)
    else:
        host, _, port = address.rpartition(":")
        link = socket.create_connection((host, int(port)), timeout=5)
    with link:
        link.sendall(b"zPING\0")
        return link.recv(16).rstrip(b"\0").decode("ascii", "replace")


def _browser(name: str) -> Finding:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return _ok(name, found)
    advice = "Hanya untuk pengembang: apt install chromium"
    return Finding(name, Outcome.ATTENTION, "tidak ada; uji peramban dilewati", advice)


CHECKS: dict[str, Callable[[str], Finding]] = {
    "Lapor": _program,
    "PostgreSQL": _postgres,
    "Ketahanan data": _durability,
    "Jam": _clock,
    "Susunan tabel": _migrations,
    "Pekerja": _worker,
    "Antrean": _jobs,
    "Ruang disk": _disk,
    "LAPOR_HOME": _home,
    "Kunci": _keys,
    "Surel": _mail,
    "Kotak surat": _mailbox,
    "Percakapan": _conversations,
    "Pemindai virus": _scanner,
    "Chromium": _browser,
}
