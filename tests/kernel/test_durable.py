"""Bytes that outlive a power cut: whole or not at all, and in the right order."""

import errno
import os
import stat

import pytest

from lapor.kernel import durable
from lapor.kernel.errors import Busy


@pytest.fixture
def order(monkeypatch):
    """Note what is synced and renamed, in order."""
    noted = []
    fsync, replace = os.fsync, os.replace

    def synced(fd):
        noted.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file")
        fsync(fd)

    def renamed(source, target):
        noted.append("name")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    return noted


class TestWrite:
    """write() …"""

    def test_syncs_the_file_then_names_it_then_syncs_the_folder(self, tmp_path, order):
        durable.write(tmp_path / "x", [b"a", b"b"])

        assert (tmp_path / "x").read_bytes() == b"ab"
        assert order == ["file", "name", "folder"]

    def test_leaves_the_old_file_when_the_source_fails(self, tmp_path):
        (tmp_path / "x").write_bytes(b"old")

        def chunks():
            yield b"new"
            raise ConnectionError

        with pytest.raises(ConnectionError):
            durable.write(tmp_path / "x", chunks())

        assert (tmp_path / "x").read_bytes() == b"old"
        assert len(list(tmp_path.iterdir())) == 1

    def test_takes_the_longest_names(self, tmp_path):
        durable.write(tmp_path / ("x" * 255), [b"a"])

        assert (tmp_path / ("x" * 255)).exists()


class TestAdopt:
    """adopt() …"""

    def test_syncs_the_file_then_names_it_then_syncs_the_folder(self, tmp_path, order):
        (tmp_path / "draft").write_bytes(b"a")

        durable.adopt(tmp_path / "draft", tmp_path / "deep" / "x")

        assert (tmp_path / "deep" / "x").read_bytes() == b"a"
        assert order == ["folder", "file", "name", "folder"]


class TestFullDisk:
    """full_disk_is_busy() …"""

    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
    def test_asks_to_come_back(self, code):
        with pytest.raises(Busy, match="tidak hilang"), durable.full_disk_is_busy():
            raise OSError(code, os.strerror(code))

    def test_leaves_other_errors_alone(self):
        with pytest.raises(PermissionError), durable.full_disk_is_busy():
            raise PermissionError
