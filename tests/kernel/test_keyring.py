"""The folder of keys: made once, whole, private; a lost key is named."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from lapor.kernel.keyring import KeyMissing, Keyring


class TestSecret:
    """Keyring.secret() …"""

    def test_is_made_once_and_stays(self, tmp_path):
        first = Keyring(tmp_path).secret("pepper")

        assert Keyring(tmp_path).secret("pepper") == first
        assert len(first) == 32

    def test_is_readable_by_its_owner_only(self, tmp_path):
        Keyring(tmp_path / "keys").secret("pepper")

        assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "keys/pepper").stat().st_mode) == 0o400

    def test_is_synced_before_its_name_appears(self, tmp_path, monkeypatch):
        order = []
        fsync, link = os.fsync, os.link
        monkeypatch.setattr(os, "fsync", lambda fd: (order.append("fsync"), fsync(fd)))
        monkeypatch.setattr(os, "link", lambda a, b: (order.append("link"), link(a, b)))

        Keyring(tmp_path).secret("pepper")

        assert order == ["fsync", "link", "fsync"]

    def test_is_the_same_for_all_who_ask_at_once(self, tmp_path):
        with ThreadPoolExecutor(8) as pool:
            secrets = list(
                pool.map(lambda _: Keyring(tmp_path).secret("pepper"), range(64))
            )

        assert len(set(secrets)) == 1
        assert [file.name for file in tmp_path.iterdir()] == ["pepper"]

    @pytest.mark.parametrize("content", ["", "zz" * 32, "ab" * 31])
    def test_says_which_file_is_damaged(self, tmp_path, content):
        (tmp_path / "pepper").write_text(content)

        with pytest.raises(KeyMissing, match="pepper"):
            Keyring(tmp_path).secret("pepper")


class TestKek:
    """The wrapping keys …"""

    def test_the_first_is_made_when_needed(self, tmp_path):
        key_id, key = Keyring(tmp_path).newest()

        assert Keyring(tmp_path).by_id(key_id) == key

    def test_a_rotation_keeps_the_old_ones(self, tmp_path):
        ring = Keyring(tmp_path)
        old_id, old = ring.newest()

        new_id = ring.rotate()

        assert ring.newest()[0] == new_id != old_id
        assert ring.by_id(old_id) == old

    def test_a_key_made_elsewhere_meanwhile_is_found(self, tmp_path):
        ring = Keyring(tmp_path)
        ring.newest()

        new_id = Keyring(tmp_path).rotate()

        assert len(ring.by_id(new_id)) == 32

    def test_eleven_rotations_sort_by_number(self, tmp_path):
        ring = Keyring(tmp_path)
        made = [ring.rotate() for _ in range(11)]

        assert Keyring(tmp_path).newest()[0] == made[-1]

    def test_a_lost_key_is_named_with_what_to_do(self, tmp_path):
        with pytest.raises(KeyMissing, match=r"0123456789abcdef.*cadangan"):
            Keyring(tmp_path).by_id("0123456789abcdef")
