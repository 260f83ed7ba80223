"""A flood of log-ins may not take the whole machine."""

import threading
import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from lapor.domain.accounts import hashing
from lapor.domain.accounts.hashing import AT_ONCE, ModestArgon2
from lapor.kernel.errors import Busy


def test_a_password_is_known_again():
    hasher = ModestArgon2()

    encoded = hasher.encode("empat kata yang panjang", hasher.salt())

    assert hasher.verify("empat kata yang panjang", encoded)
    assert not hasher.verify("empat kata yang pendek", encoded)
    assert "m=19456,t=2,p=1" in encoded


class TestTurns:
    """Hashing …"""

    def test_happens_two_at_a_time(self, monkeypatch: pytest.MonkeyPatch):
        running, most = [0], [0]
        lock = threading.Lock()

        def slow(self: object, password: str, salt: str) -> str:
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            time.sleep(0.02)
            with lock:
                running[0] -= 1
            return "hash"

        monkeypatch.setattr(Argon2PasswordHasher, "encode", slow)
        workers = [
            threading.Thread(target=ModestArgon2().encode, args=("sandi", "garam"))
            for _ in range(8)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        assert most[0] == AT_ONCE

    def test_asks_to_come_back_when_no_turn_comes(
        self, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(hashing, "PATIENCE", 0.01)
        monkeypatch.setattr(hashing, "_turn", threading.BoundedSemaphore(1))
        hashing._turn.acquire()

        with pytest.raises(Busy, match="bersamaan"):
            ModestArgon2().encode("sandi", "garam")

    def test_gives_its_turn_back_after_a_failure(self, monkeypatch: pytest.MonkeyPatch):
        def broken(self: object, password: str, salt: str) -> str:
            raise ValueError("salt")

        monkeypatch.setattr(Argon2PasswordHasher, "encode", broken)
        for _ in range(AT_ONCE + 1):
            with pytest.raises(ValueError, match="salt"):
                ModestArgon2().encode("sandi", "garam")
