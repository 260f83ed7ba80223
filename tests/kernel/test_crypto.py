"""Sealed boxes: they open where they belong and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.kernel.crypto import CannotOpen, FileKeys, Sealed, Vault, vault
from lapor.kernel.keyring import KeyMissing, Keyring


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path)


@pytest.fixture
def safe(ring):
    return Vault(FileKeys(ring))


class TestVault:
    """A vault …"""

    @given(st.binary(max_size=2000), st.binary(max_size=50))
    def test_returns_what_was_sealed(self, plain, aad):
        box = vault().seal(plain, aad)

        assert vault().open(box, aad) == plain

    def test_does_not_show_the_content(self, safe):
        box = safe.seal(b"Siti Aminah", b"row 1")

        assert b"Siti" not in box.sealed + box.wrapped_key

    def test_seals_the_same_content_differently_each_time(self, safe):
        boxes = [safe.seal(b"same", b"row 1") for _ in range(50)]

        assert len({box.sealed for box in boxes}) == 50
        assert len({box.wrapped_key for box in boxes}) == 50

    def test_refuses_a_box_moved_to_another_row(self, safe):
        box = safe.seal(b"secret", b"row 1")

        with pytest.raises(CannotOpen):
            safe.open(box, b"row 2")

    def test_refuses_the_content_of_one_box_with_the_key_of_another(self, safe):
        one, two = safe.seal(b"one", b"row"), safe.seal(b"two", b"row")

        with pytest.raises(CannotOpen):
            safe.open(replace(one, sealed=two.sealed), b"row")

    @pytest.mark.parametrize("part", ["wrapped_key", "sealed"])
    def test_refuses_any_changed_byte(self, safe, part):
        box = safe.seal(b"secret", b"row")
        whole = getattr(box, part)

        for place in range(len(whole)):
            changed = bytearray(whole)
            changed[place] ^= 1
            with pytest.raises(CannotOpen):
                safe.open(replace(box, **{part: bytes(changed)}), b"row")

    @pytest.mark.parametrize("sealed", [b"", b"x", b"x" * 12])
    def test_refuses_a_torn_box(self, safe, sealed):
        box = safe.seal(b"secret", b"row")

        with pytest.raises(CannotOpen):
            safe.open(replace(box, sealed=sealed), b"row")

    def test_cannot_open_a_box_whose_key_was_dropped(self, safe):
        box = safe.seal(b"secret", b"row")

        with pytest.raises(CannotOpen, match="dihancurkan"):
            safe.open(replace(box, wrapped_key=b""), b"row")

    def test_names_the_key_that_is_missing(self, safe, tmp_path):
        box = safe.seal(b"secret", b"row")
        (tmp_path / "kek-1").unlink()

        with pytest.raises(KeyMissing, match=box.key_id):
            Vault(FileKeys(Keyring(tmp_path))).open(box, b"row")

    def test_notices_a_key_folder_made_anew(self, safe, tmp_path):
        box = safe.seal(b"secret", b"row")
        stranger = Keyring(tmp_path / "anew")
        stranger.newest()

        with pytest.raises(KeyMissing, match=box.key_id):
            Vault(FileKeys(stranger)).open(box, b"row")


class TestRotation:
    """After a rotation …"""

    def test_old_boxes_open_and_new_ones_use_the_new_key(self, safe, ring):
        old = safe.seal(b"secret", b"row")
        new_id = ring.rotate()

        new = safe.seal(b"secret", b"row")

        assert safe.open(old, b"row") == b"secret"
        assert new.key_id == new_id != old.key_id

    def test_rewrapping_moves_the_box_to_the_new_key_only(self, safe, ring, tmp_path):
        old = safe.seal(b"secret", b"row")
        ring.rotate()

        moved = safe.rewrap(old, b"row")

        (tmp_path / "kek-1").unlink()
        assert moved.sealed == old.sealed
        assert Vault(FileKeys(Keyring(tmp_path))).open(moved, b"row") == b"secret"

    def test_a_wrapped_key_passed_off_under_another_id_is_refused(self, safe, ring):
        box = safe.seal(b"secret", b"row")
        other = ring.rotate()

        with pytest.raises(CannotOpen):
            safe.open(Sealed(other, box.wrapped_key, box.sealed), b"row")
