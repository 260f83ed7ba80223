"""The embedded server: starts by itself, survives kill -9, fits any path."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lapor.ops import postgres_binaries as binaries
from lapor.ops.database import NAME, Server, ServerTrouble, settings

START = "from lapor.ops.database import Server; import pathlib, sys; "
START += "print(Server(pathlib.Path(sys.argv[1]), is_fast=True).start())"


def connect(server: Server) -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.socket_folder), user=NAME, dbname=NAME, autocommit=True
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "pg", is_fast=True)
    yield server
    server.stop()


class TestSettings:
    """settings() …"""

    def test_reads_every_part_of_an_address(self):
        entry = settings(
            "postgresql://ani:rahasia%40@db.go.id:6432/pengaduan?sslmode=require",
            Path("/tidak/dipakai"),
        )

        assert entry["ENGINE"] == "django.db.backends.postgresql"
        assert (entry["USER"], entry["PASSWORD"]) == ("ani", "rahasia@")
        assert (entry["HOST"], entry["PORT"]) == ("db.go.id", "6432")
        assert entry["NAME"] == "pengaduan"
        assert entry["OPTIONS"]["sslmode"] == "require"
        assert entry["CONN_HEALTH_CHECKS"] is True

    def test_takes_a_socket_folder(self):
        entry = settings("postgresql://lapor@/postgres?host=/run/pg", Path("/x"))

        assert (entry["HOST"], entry["NAME"]) == ("/run/pg", "postgres")

    def test_refuses_another_kind_of_database(self):
        with pytest.raises(SystemExit, match="postgresql://"):
            settings("sqlite:///lapor.db", Path("/x"))

    def test_names_the_embedded_server_without_starting_it(self, tmp_path):
        entry = settings("", tmp_path)

        assert entry["HOST"] == str(tmp_path / "pg")
        assert not (tmp_path / "pg").exists()


class TestSocketFolder:
    """Server.socket_folder …"""

    def test_is_a_short_private_one_when_the_path_is_too_long(self, tmp_path):
        server = Server(tmp_path / ("a" * 90) / "pg")

        assert len(str(server.socket_folder)) < 60

    def test_is_another_one_for_another_home(self, tmp_path):
        first = Server(tmp_path / "ada spasi" / "pg")
        second = Server(tmp_path / "ada, koma" / "pg")

        assert first.socket_folder != second.socket_folder


@pytest.mark.slow
class TestStart:
    """Server.start() …"""

    def test_creates_the_cluster_once_and_finds_it_afterwards(self, server):
        assert server.start() is True
        assert server.start() is False

        with connect(server) as connection:
            row = connection.execute("SHOW data_checksums").fetchone()
        assert row == ("on",)

    def test_works_in_a_folder_with_a_long_and_odd_name(self, tmp_path):
        server = Server(tmp_path / ("folder panjang, " * 8).strip() / "pg", True)

        try:
            assert server.start() is True
            assert server.answers()
        finally:
            server.stop()
            binaries.remove(server.socket_folder)

    def test_loses_nothing_when_killed_with_a_query_under_way(self, tmp_path):
        server = Server(tmp_path / "pg")
        server.start()
        with connect(server) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000)")
        busy = subprocess.Popen(
            [
                binaries.folder() / "psql",
                f"--host={server.socket_folder}",
                f"--username={NAME}",
                "--command=SELECT count(*) FROM generate_series(1, 100000000000)",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

        os.kill(server._postmaster(), signal.SIGKILL)
        was_started = server.start()

        busy.wait(10)
        with connect(server) as connection:
            row = connection.execute("SELECT count(*) FROM kept").fetchone()
        server.stop()
        assert (was_started, row) == (True, (1000,))

    def test_is_done_by_one_of_several_processes(self, server):
        starters = [
            subprocess.Popen(
                [sys.executable, "-c", START, str(server.folder)],
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]

        said = sorted(
            starter.communicate(timeout=60)[0].strip() for starter in starters
        )

        assert said == ["False", "False", "True"]

    def test_begins_again_after_a_kill_half_way_through_the_creation(self, server):
        half_made = server.folder / "data.new"
        half_made.mkdir(parents=True)
        (half_made / "PG_VERSION").write_text("18")

        assert server.start() is True

    def test_ignores_a_process_number_that_now_belongs_to_somebody_else(self, server):
        server.start()
        server.stop()
        stale = server.data / "postmaster.pid"
        stale.write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n")

        assert server.start() is True

    def test_says_what_to_do_about_data_of_another_version(self, server):
        server.data.mkdir(parents=True)
        (server.data / "PG_VERSION").write_text("9.6\n")

        with pytest.raises(ServerTrouble, match="pg_dump"):
            server.start()


@pytest.mark.slow
class TestStopIfIdle:
    """Server.stop_if_idle() …"""

    def test_spares_a_server_that_is_in_use(self, server):
        server.start()

        with connect(server):
            server.stop_if_idle()
            assert server.answers()

    def test_stops_one_that_is_not(self, server):
        server.start()

        server.stop_if_idle()

        assert not server.answers()
