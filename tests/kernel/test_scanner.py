"""The virus scanner: only a clear OK is clean."""

import socket
import socketserver
import struct
import threading
from datetime import UTC, datetime

import pytest

from lapor.kernel import files, scanner
from lapor.kernel.errors import NotFound
from lapor.kernel.scanner import Verdict
from tests.factories import files as made

AT = datetime(2024, 5, 17, tzinfo=UTC)


@pytest.fixture
def key():
    return files.accept(made.upload("foto.jpg", made.photo()), at=AT).key


class Daemon(socketserver.StreamRequestHandler):
    """Speaks as clamd does; ``answer`` says how it ends."""

    answer = b"stream: OK\0"
    received = b""

    def handle(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        if self.answer is None:  # hangs up in the middle, as over StreamMaxLength
            self.connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        type(self).received = content
        self.wfile.write(self.answer)


@pytest.fixture
def clamd(settings):
    """Start a daemon that answers what the test says."""

    def start(answer):
        handler = type("Handler", (Daemon,), {"answer": answer})
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        settings.LAPOR_CLAMD = f"127.0.0.1:{server.server_address[1]}"
        return handler

    servers = []
    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class TestScan:
    """scan() …"""

    @pytest.mark.parametrize(
        ("answer", "verdict"),
        [
            (b"stream: OK\0", Verdict.CLEAN),
            (b"stream: Eicar-Test-Signature FOUND\0", Verdict.INFECTED),
            (b"INSTREAM size limit exceeded. ERROR\0", Verdict.UNKNOWN),
            (b"stream: OKAY\0", Verdict.UNKNOWN),
            (b"", Verdict.UNKNOWN),
            (b"\xff" * 9000, Verdict.UNKNOWN),
            (None, Verdict.UNKNOWN),
        ],
    )
    def test_believes_a_clear_answer_only(self, clamd, key, answer, verdict):
        clamd(answer)

        assert scanner.scan(key) is verdict

    def test_sends_the_whole_file(self, clamd, key):
        handler = clamd(b"stream: OK\0")

        scanner.scan(key)

        assert handler.received == files.path(key).read_bytes()

    @pytest.mark.parametrize("where", ["127.0.0.1:1", "/nowhere/clamd.sock", "x"])
    def test_of_a_scanner_that_is_down_is_unknown(self, settings, key, where):
        settings.LAPOR_CLAMD = where

        assert scanner.scan(key) is Verdict.UNKNOWN
        assert not scanner.is_up()

    def test_of_a_scanner_that_hangs_is_unknown(self, settings, key, monkeypatch):
        monkeypatch.setattr(scanner, "SECONDS", 0.05)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings.LAPOR_CLAMD = f"127.0.0.1:{silent.getsockname()[1]}"

            assert scanner.scan(key) is Verdict.UNKNOWN

    def test_without_a_scanner_is_unknown_and_says_so(self, settings, key):
        settings.LAPOR_CLAMD = ""

        assert scanner.scan(key) is Verdict.UNKNOWN
        assert not scanner.is_configured()

    def test_of_a_file_that_is_not_there_is_no_verdict(self, clamd):
        clamd(b"stream: OK\0")

        with pytest.raises(NotFound):
            scanner.scan("00/00/" + "0" * 32)


class TestIsUp:
    """is_up() …"""

    def test_hears_the_pong(self, clamd):
        clamd(b"")

        assert scanner.is_up()

    def test_works_over_a_local_socket(self, settings, tmp_path):
        where = str(tmp_path / "s")
        with socketserver.ThreadingUnixStreamServer(where, Daemon) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,)).start()
            settings.LAPOR_CLAMD = where

            assert scanner.is_up()

            server.shutdown()
