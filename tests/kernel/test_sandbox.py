"""The sandbox: a child that misbehaves costs a sentence and nothing else."""

import json
import os
import subprocess
import sys
import time
from threading import BoundedSemaphore

import pytest

from lapor.kernel import sandbox
from lapor.kernel.errors import Busy, Invalid
from lapor.kernel.refusals import Finding
from tests.factories import files as made

LIMITED = """
import sys
sys.path[:0] = sys.argv[2:]
from lapor.kernel.sandboxed import limit
limit()
"""


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Run this code in place of the real child; return what it wrote."""

    def run(code):
        script = tmp_path / "child.py"
        script.write_text(code)
        monkeypatch.setattr(sandbox, "_SCRIPT", script)
        return rework(tmp_path)

    return run


def rework(folder, kind="image", content=b"content"):
    (folder / "source").write_bytes(content)
    with (folder / "source").open("rb") as source, (folder / "out").open("wb") as out:
        return sandbox.rework(kind, source, out)


class TestRework:
    """rework() …"""

    def test_tells_what_was_found_and_how_much_memory_it_took(self, tmp_path):
        outcome = rework(tmp_path, content=made.photo(gps=True))

        assert Finding.LOCATION in outcome.findings
        assert 5_000 < outcome.peak_kib < 200_000

    @pytest.mark.parametrize(
        "code",
        [
            "raise SystemExit(3)",
            "import os; os.abort()",
            "import os; os.kill(os.getpid(), 11)",
            "import os; os.kill(os.getpid(), 9)",
            "pass",
            "import os; os.write(2, b'no json')",
            "import os; os.write(2, b'[1, 2]')",
            "import os; os.write(2, b'\\xff' * 100_000)",
        ],
    )
    def test_refuses_when_the_child_dies_or_talks_nonsense(self, child, code):
        with pytest.raises(Invalid):
            child(code)

    def test_stops_a_child_that_hangs(self, child, monkeypatch):
        monkeypatch.setattr(sandbox, "SECONDS", 0.3)
        began = time.monotonic()

        with pytest.raises(Invalid, match="rumit"):
            child("import time; time.sleep(60)")

        assert time.monotonic() - began < 5

    def test_believes_the_last_line_only(self, child):
        report = json.dumps({"findings": ["still"], "peak_kib": 1})

        outcome = child(f"import os; os.write(2, b'noise\\n' + {report.encode()!r})")

        assert outcome.findings == (Finding.STILL,)

    def test_is_busy_when_all_places_stay_taken(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sandbox, "_places", BoundedSemaphore(1))
        monkeypatch.setattr(sandbox, "PATIENCE", 0.05)

        with sandbox._place(), pytest.raises(Busy):
            rework(tmp_path, content=made.photo())

    def test_gives_its_place_back_after_a_failure(self, child, monkeypatch):
        monkeypatch.setattr(sandbox, "_places", BoundedSemaphore(1))
        monkeypatch.setattr(sandbox, "PATIENCE", 0.05)

        for _ in range(3):
            with pytest.raises(Invalid):
                child("raise SystemExit(1)")


class TestChild:
    """The child …"""

    def run(self, tmp_path, code):
        script = tmp_path / "child.py"
        script.write_text(LIMITED + code)
        return subprocess.run(
            [sys.executable, "-I", "-S", script, "image", *sandbox._folders()],
            capture_output=True,
            check=False,
            timeout=30,
        )

    def test_gets_no_more_memory_than_its_limit(self, tmp_path):
        done = self.run(tmp_path, "x = bytearray(600 * 1024 * 1024)")

        assert done.returncode != 0
        assert b"MemoryError" in done.stderr

    def test_cannot_write_more_than_its_limit(self, tmp_path):
        target = tmp_path / "big"
        code = f"f = open({str(target)!r}, 'wb')\nwhile True: f.write(bytes(1 << 20))"

        done = self.run(tmp_path, code)

        assert done.returncode != 0
        assert target.stat().st_size <= 32 * 1024 * 1024

    def test_cannot_open_many_files(self, tmp_path):
        done = self.run(tmp_path, "x = [open('/dev/null') for _ in range(100)]")

        assert b"Too many open files" in done.stderr

    def test_inherits_no_open_file_and_no_secret(self, child, monkeypatch):
        monkeypatch.setenv("LAPOR_SECRET_KEY", "zzcanary")
        with open(os.devnull) as other:
            os.set_inheritable(other.fileno(), True)

            with pytest.raises(Invalid) as refused:
                child(
                    "import os, sys\n"
                    "fds = [fd for fd in range(3, 64) if os.path.exists("
                    "f'/proc/self/fd/{fd}')]\n"
                    "ok = not fds and 'zzcanary' not in str(os.environ)\n"
                    "os.write(2, b'{\"refused\": \"locked\"}' if ok else b'x')\n"
                )

        assert "kata sandi" in refused.value.message

    def test_has_no_network_where_the_system_lets_it_leave(self, tmp_path):
        code = (
            "from lapor.kernel.sandboxed import alone\nalone()\n"
            "print(open('/proc/net/dev').read())"
        )

        done = self.run(tmp_path, code)

        lines = done.stdout.decode().splitlines()[2:]
        devices = [line.split(":")[0].strip() for line in lines if line.strip()]
        may_leave = subprocess.run(["unshare", "-Urn", "true"], check=False)
        assert devices == ["lo"] or may_leave.returncode != 0
