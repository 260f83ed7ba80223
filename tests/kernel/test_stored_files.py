"""Files once they are stored: keys, names, headers, durability."""

import errno
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from lapor.kernel import files
from lapor.kernel.errors import Busy, NotFound
from tests.factories import files as made

AT = datetime(2024, 5, 17, 9, 41, 33, tzinfo=UTC)


def accept(name, content):
    return files.accept(made.upload(name, content), at=AT)


def stored(accepted):
    return files.path(accepted.key).read_bytes()


def leftovers():
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    return list(folder.iterdir()) if folder.exists() else []


class TestKeys:
    """A key …"""

    @pytest.mark.parametrize(
        "key",
        ["", "../../etc/passwd", "/etc/passwd", "ab/cd/" + "x" * 32, "a" * 39, "a\0b"],
    )
    def test_that_is_none_opens_nothing(self, key):
        with pytest.raises(NotFound):
            files.open_file(key)

    @given(st.text(st.sampled_from("0123456789abcdef/."), min_size=38, max_size=38))
    def test_never_leads_out_of_the_folder(self, key):
        try:
            path = files.path(key)
        except NotFound:
            return
        assert path.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve())

    def test_of_a_discarded_file_opens_nothing(self):
        accepted = accept("foto.jpg", made.photo())

        files.discard([accepted.key, accepted.key])

        with pytest.raises(NotFound):
            files.open_file(accepted.key)


class TestSweeping:
    """The sweeps …"""

    def test_never_name_a_file_that_may_be_a_moment_old(self):
        accepted = accept("foto.jpg", made.photo())  # bears 17 May 00:00, came 09:41

        def named(moment):
            return accepted.key in set(files.stored_before(moment))

        assert not named(datetime(2024, 5, 17, 23, 59, 59, tzinfo=UTC))
        assert named(datetime(2024, 5, 18, tzinfo=UTC))

    def test_name_nothing_but_keys(self):
        folder = Path(settings.MEDIA_ROOT) / "aa" / "bb"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "README").write_text("x")

        assert "aa/bb/README" not in set(files.stored_before(datetime.now(UTC)))

    def test_remove_drafts_of_yesterday_and_leave_those_of_today(self):
        folder = Path(settings.MEDIA_ROOT) / "incoming"
        folder.mkdir(exist_ok=True)
        for name, moment in (("old", AT - 2 * files.DAY), ("young", AT)):
            (folder / name).write_bytes(b"x")
            os.utime(folder / name, (moment.timestamp(), moment.timestamp()))

        dropped = files.drop_drafts(at=AT)

        assert dropped == 1
        assert [file.name for file in leftovers()] == ["young"]
        (folder / "young").unlink()


class TestShownName:
    """shown_name() …"""

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("foto.jpg", "foto.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Siti\\foto.jpg", "foto.jpg"),
            ("a\x00b\r\nSet-Cookie: x.jpg", "ab Set-Cookie x.jpg"),
            ("<img src=x onerror=alert(1)>.png", "img src=x onerror=alert(1).png"),
            ("invoice\u202egpj.exe", "invoicegpj.exe"),
            (".htaccess", "htaccess"),
            ("", "berkas"),
            ("...", "berkas"),
            ("foto jalan rusak di Cibiru.jpeg", "foto jalan rusak di Cibiru.jpeg"),
        ],
    )
    def test_is_the_last_part_without_dangerous_signs(self, given, shown):
        assert files.shown_name(given) == shown

    def test_tells_the_true_extension(self):
        assert files.shown_name("foto.png", "jpg") == "foto.jpg"

    @given(st.text(st.characters(exclude_categories=()), max_size=300))
    def test_of_any_text_is_short_and_harmless(self, name):
        shown = files.shown_name(name, "jpg")

        assert shown.endswith(".jpg")
        assert len(shown) <= files.LONGEST_NAME
        assert not set(shown) & set("/\\<>\"'\r\n\0")
        headers = files.attachment_headers("image/jpeg", shown)
        assert headers["Content-Disposition"].startswith("attachment")


class TestHeaders:
    """attachment_headers() …"""

    def test_make_a_browser_save_and_not_run(self):
        headers = files.attachment_headers("image/jpeg", 'fo"to é.jpg')

        assert headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''fo%22to%20%C3%A9.jpg"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


class TestDurableStorage:
    """DurableStorage …"""

    def test_syncs_before_the_name_appears_and_the_folder_after(
        self, tmp_path, monkeypatch
    ):
        order = []
        fsync, replace = os.fsync, os.replace

        def synced(fd):
            is_folder = stat.S_ISDIR(os.fstat(fd).st_mode)
            order.append("folder" if is_folder else "file")
            fsync(fd)

        def replaced(source, target):
            order.append("name")
            replace(source, target)

        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(os, "replace", replaced)

        files.DurableStorage(tmp_path).save("x.bin", ContentFile(b"content"))

        assert order == ["file", "name", "folder"]

    def test_syncs_the_names_of_new_folders_too(self, tmp_path, monkeypatch):
        synced = []
        fsync = os.fsync
        monkeypatch.setattr(
            os,
            "fsync",
            lambda fd: (synced.append(os.readlink(f"/proc/self/fd/{fd}")), fsync(fd)),
        )

        files.DurableStorage(tmp_path).save("a/b/x.bin", ContentFile(b"content"))

        assert {str(tmp_path), str(tmp_path / "a"), str(tmp_path / "a/b")} <= set(
            synced
        )

    def test_reads_back_and_never_overwrites(self, tmp_path):
        storage = files.DurableStorage(tmp_path)

        names = [storage.save("x.txt", ContentFile(text)) for text in (b"1", "2")]

        assert [(tmp_path / name).read_bytes() for name in names] == [b"1", b"2"]

    def test_leaves_nothing_when_the_disk_is_full(self, tmp_path, monkeypatch):
        def full(fd):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)

        with pytest.raises(Busy):
            files.DurableStorage(tmp_path).save("x.bin", ContentFile(b"content"))

        assert list(tmp_path.iterdir()) == []

    def test_passes_other_errors_on(self, tmp_path, monkeypatch):
        def broken(fd):
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(os, "fsync", broken)

        with pytest.raises(OSError, match="Input/output"):
            files.DurableStorage(tmp_path).save("x.bin", ContentFile(b"content"))


def test_a_photo_of_an_accepted_file_is_accepted_again():
    first = accept("foto.jpg", made.photo(300, 200))

    again = accept("foto.jpg", stored(first))

    assert again.findings == ()
