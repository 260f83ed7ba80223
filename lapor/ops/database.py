"""Where the data lives: a PostgreSQL server of one's own, or an embedded one.

The embedded server is a real PostgreSQL from a wheel. It listens on a socket only its
owner can reach, keeps all it has in one folder and starts when it is first needed. Any
number of processes may start it at once; one does, the others find it running.
"""

import hashlib
import os
import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from lapor.ops import postgres_binaries as binaries
from lapor.ops.supervisor import MARK

NAME: Final = "lapor"
SOCKET: Final = ".s.PGSQL.5432"
#: How long a start may take, in seconds: a recovery after a crash may read a lot of
#: journal, and giving up early would frighten people for nothing.
PATIENCE: Final = 600
LARGEST_LOG: Final = 10 * 1024 * 1024

ALWAYS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "jit": "off",
    "idle_in_transaction_session_timeout": "60s",
    "log_min_duration_statement": "2s",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
DURABLE: Final = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
}
FAST: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
}


class ServerTrouble(Exception):
    """The embedded server cannot run; the message says why and what to do."""


def settings(url: str, home: Path, *, is_fast: bool = False) -> dict[str, Any]:
    """Return the entry of ``DATABASES``; nothing is started or contacted here.

    ``url`` is ``postgresql://user:password@host:port/name`` (or ``?host=/socket``);
    empty means the embedded server in ``home``. ``is_fast`` gives up durability and is
    meant for tests.
    """
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        # Persistent, but looked at before use: a restarted server costs no error.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": NAME},
    }
    if url:
        return entry | _parsed(url, entry["OPTIONS"])
    server = Server(home / "pg", is_fast=is_fast)
    return entry | {
        "ENGINE": "lapor.ops.postgresql",
        "HOST": str(server.socket_folder),
        "EMBEDDED": {"folder": str(server.folder), "is_fast": is_fast},
    }


def _parsed(url: str, options: dict[str, Any]) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SystemExit("DATABASE_URL must start with postgresql://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "NAME": unquote(parts.path.lstrip("/")) or NAME,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options | query,
    }


@dataclass(frozen=True)
class Server:
    """The embedded server of one folder.

    ``folder`` holds ``data``, the socket and the lock; its neighbour ``log`` holds the
    log. ``is_fast`` trades durability for speed.
    """

    folder: Path
    is_fast: bool = False

    @property
    def data(self) -> Path:
        """The data folder of the cluster."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder.parent / "log" / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: in the folder, or in a short one if that is too long.

        The kernel takes 107 bytes for the path of a socket, and PostgreSQL splits
        lists of folders at commas.
        """
        own = str(self.folder)
        if len(own.encode()) <= 90 and re.fullmatch(r"[\w/.+-]+", own, re.ASCII):
            return self.folder
        digest = hashlib.sha256(own.encode()).hexdigest()[:12]
        return Path(f"/tmp/lapor-{os.geteuid()}-{digest}")  # noqa: S108

    def answers(self) -> bool:
        """Say whether somebody answers on the socket and takes queries."""
        try:
            with psycopg.connect(**self._address("postgres")):
                return True
        except psycopg.OperationalError:
            return False

    def start(self, *, patience: int = PATIENCE) -> bool:
        """Make sure that the server runs; True if it had to be started.

        Recovers from kill -9 of anything: a leftover process, lock or zombie of an
        earlier life is cleared away. Waits at most ``patience`` seconds. Raises
        ServerTrouble with words for people.
        """
        if self.answers():
            return False
        with self._alone():
            if self.answers() or self._recovers(patience):
                return False
            self._clear()
            self._create()
            self._launch(patience)
            self._make_database()
        return True

    def stop(self) -> None:
        """Stop in good order; open sessions are ended, committed work is kept."""
        if self.data.exists() and self._postmaster():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def stop_if_idle(self) -> None:
        """Stop unless somebody else is connected."""
        if not self.answers():
            return
        query = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(**self._address("postgres")) as connection:
            row = connection.execute(query).fetchone()
        if row == (0,):
            self.stop()

    def _address(self, name: str) -> dict[str, Any]:
        return {
            "host": str(self.socket_folder),
            "user": NAME,
            "dbname": name,
            "connect_timeout": 5,
        }

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Web and worker may start the server at the same moment: one at a time."""
        for folder in (self.folder, self.log.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def _postmaster(self) -> int | None:
        """Return the process that serves the folder, if it is truly there."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if pid in binaries.processes_in(self.data) else None

    def _recovers(self, patience: int) -> bool:
        """Wait for a server that is up but still recovers; False if there is none."""
        until = time.monotonic() + patience
        while self._postmaster():
            if self.answers():
                return True
            if time.monotonic() > until:
                raise ServerTrouble(
                    f"PostgreSQL berjalan tetapi tidak menjawab. Baca {self.log}."
                )
            time.sleep(0.2)
        return False

    def _clear(self) -> None:
        """Remove what a killed server left: orphans first, then its locks.

        The locks may be deleted only because no process of the old server is left:
        they are what keeps two servers off one folder.
        """
        binaries.end_processes_in(self.data)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET, f"{SOCKET}.lock"):
            (self.socket_folder / name).unlink(missing_ok=True)

    def _create(self) -> None:
        """Make the cluster, in a side folder first: a kill half-way leaves none."""
        binaries.hand_over(self.folder, self.log.parent)
        if self.socket_folder != self.folder:
            binaries.make_private(self.socket_folder)
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        fresh = self.folder / "data.new"
        binaries.remove(fresh)
        self._run(
            *("initdb", "-D", fresh, "-U", NAME, "-A", "trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--data-checksums"),
            *(["--no-sync"] if self.is_fast else []),
        )
        fresh.rename(self.data)

    def _check_version(self) -> None:
        stored = (self.data / "PG_VERSION").read_text().strip()
        offered = binaries.major_version()
        if stored != offered:
            raise ServerTrouble(
                f"Data di {self.data} dibuat oleh PostgreSQL {stored}, yang terpasang "
                f"{offered}. Pakai LAPOR_PG_BIN untuk menunjuk PostgreSQL {stored}, "
                "lalu pindahkan data dengan pg_dump dan pg_restore."
            )

    def _launch(self, patience: int) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        wanted = ALWAYS | (FAST if self.is_fast else DURABLE)
        wanted["unix_socket_directories"] = str(self.socket_folder)
        if binaries.has_library("pg_stat_statements"):
            wanted["shared_preload_libraries"] = "pg_stat_statements"
        options = " ".join(
            f"-c {shlex.quote(f'{name}={value}')}" for name, value in wanted.items()
        )
        self._run(
            *("pg_ctl", "-D", self.data, "-w", "-t", patience),
            *("-l", self.log, "-o", options, "start"),
        )

    def _make_database(self) -> None:
        with psycopg.connect(**self._address("postgres"), autocommit=True) as server:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not server.execute(query, [NAME]).fetchone():
                server.execute(f'CREATE DATABASE "{NAME}"')

    def _run(self, program: str, *arguments: object) -> None:
        command = [*binaries.prefix(), str(binaries.folder() / program)]
        done = subprocess.run(
            [*command, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_environment(),
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip()
            raise ServerTrouble(
                f"{program} gagal: {said}\nBaca {self.log}, atau isi DATABASE_URL "
                "untuk memakai server PostgreSQL lain."
            )


def _environment() -> dict[str, str]:
    """The server outlives whoever happens to start it, so it does not bear its mark."""
    return {name: value for name, value in os.environ.items() if name != MARK}
