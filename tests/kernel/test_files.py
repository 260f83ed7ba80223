"""The way of a file: harmless ones come out clean, the others are told why not."""

import errno
import hashlib
import io
import os
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lapor.kernel import files, sandbox
from lapor.kernel.errors import Busy, DomainError, Invalid, TooLarge
from lapor.kernel.refusals import Finding
from tests.factories import files as made

AT = datetime(2024, 5, 17, 9, 41, 33, tzinfo=UTC)
EVIL = made.refused()


def accept(name, content):
    return files.accept(made.upload(name, content), at=AT)


def stored(accepted):
    return files.path(accepted.key).read_bytes()


def leftovers():
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    return list(folder.iterdir()) if folder.exists() else []


class TestEvilFiles:
    """Each evil file …"""

    @pytest.mark.parametrize("what", EVIL)
    def test_is_refused_with_its_name_and_leaves_nothing(self, what):
        name, content = EVIL[what]
        before = set(Path(settings.MEDIA_ROOT).rglob("*"))

        with pytest.raises((Invalid, TooLarge)) as refused:
            accept(name, content)

        sentence = refused.value.message
        assert sentence.startswith(f"{name}: ")
        assert sentence.endswith(".")
        new = set(Path(settings.MEDIA_ROOT).rglob("*")) - before
        assert not [file for file in new if file.is_file()]
        assert leftovers() == []

    @pytest.mark.parametrize("what", ["svg", "office with macros", "rar", "text"])
    def test_of_another_type_is_told_what_we_take(self, what):
        with pytest.raises(Invalid, match=r"JPG, PNG, WebP.*PDF.*MP4"):
            accept(*EVIL[what])

    def test_with_many_pixels_is_refused_before_it_is_decoded(self, tmp_path):
        flood = tmp_path / "flood.png"
        flood.write_bytes(made.png_of(13_000, 13_000))

        with (
            flood.open("rb") as source,
            (tmp_path / "out").open("wb") as target,
            pytest.raises(Invalid, match="40 megapiksel"),
        ):
            sandbox.rework("image", source, target)

    def test_that_says_nothing_of_its_size_is_stopped_at_ten_megabytes(self):
        class Endless(UploadedFile):
            read_so_far = 0

            def chunks(self, chunk_size=None):
                while True:
                    self.read_so_far += 65_536
                    yield bytes(65_536)

        endless = Endless(None, "foto.jpg", "image/jpeg", 5)

        with pytest.raises(TooLarge, match="10 MB"):
            files.accept(endless, at=AT)

        assert endless.read_so_far <= files.MAX_BYTES + 65_536

    def test_announced_as_too_large_is_not_read_at_all(self):
        ten_gigabytes = UploadedFile(None, "film.mp4", "video/mp4", 10**10)

        with pytest.raises(TooLarge, match=r"film\.mp4: .*10 MB"):
            files.accept(ten_gigabytes, at=AT)

    @given(st.binary(max_size=300), st.sampled_from(["a.jpg", "a.pdf", "a.mp4", "a"]))
    def test_of_any_bytes_gives_a_sentence(self, content, name):
        with pytest.raises(DomainError):
            accept(name, content)


class TestPhotos:
    """A photo …"""

    def test_loses_place_device_and_remarks(self):
        content = made.photo(gps=True)
        assert b"ZZCANARY" in content

        accepted = accept("IMG_2024.JPG", content)

        kept = stored(accepted)
        assert b"ZZCANARY" not in kept
        assert b"Exif" not in kept
        with Image.open(io.BytesIO(kept)) as image:
            assert not image.getexif()
        assert set(accepted.findings) == {Finding.LOCATION, Finding.METADATA}

    def test_is_turned_upright(self):
        accepted = accept("foto.jpg", made.photo(64, 48))

        with Image.open(files.path(accepted.key)) as image:
            assert image.size == (48, 64)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
    @pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "CMYK", "LA"])
    def test_of_any_common_kind_becomes_a_jpeg_of_the_same_size(self, kind, mode):
        image = made.picture()
        image = image.convert("RGB").convert(mode)
        if kind == "JPEG" and mode not in {"RGB", "L", "CMYK"}:
            image = image.convert("RGB")
        if kind != "JPEG" and mode == "CMYK":
            image = image.convert("RGB")

        accepted = accept(f"foto.{kind.lower()}", made.encoded(image, kind))

        with Image.open(files.path(accepted.key)) as redrawn:
            assert (redrawn.format, redrawn.mode) == ("JPEG", "RGB")
            assert redrawn.size == (64, 48)
        assert accepted.media_type == "image/jpeg"
        assert accepted.shown_name == "foto.jpg"

    def test_keeps_its_look(self):
        red = Image.new("RGB", (40, 40), (200, 30, 60))

        accepted = accept("foto.png", made.encoded(red, "PNG"))

        with Image.open(files.path(accepted.key)) as image:
            seen = image.getpixel((20, 20))
        assert all(abs(a - b) <= 3 for a, b in zip(seen, (200, 30, 60), strict=True))

    def test_of_16_bits_is_scaled_and_not_clipped(self):
        grey = Image.new("I;16", (40, 40), 32_768)

        accepted = accept("foto.png", made.encoded(grey, "PNG"))

        with Image.open(files.path(accepted.key)) as image:
            assert abs(image.getpixel((20, 20))[0] - 128) <= 2

    def test_that_is_transparent_lies_on_white(self):
        clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))

        accepted = accept("foto.png", made.encoded(clear, "PNG"))

        with Image.open(files.path(accepted.key)) as image:
            assert min(image.getpixel((20, 20))) >= 250

    def test_that_is_large_is_made_smaller(self):
        accepted = accept("foto.jpg", made.photo(3000, 1000))

        with Image.open(files.path(accepted.key)) as image:
            assert max(image.size) == 2048
        assert Finding.RESIZED in accepted.findings

    def test_with_a_second_format_glued_to_it_loses_that(self):
        archive = made.zipped({"x.html": b"<script>"})

        accepted = accept("foto.jpg", made.photo() + archive)

        assert b"PK\x03\x04" not in stored(accepted)

    def test_that_moves_keeps_its_first_picture(self):
        frames = [made.picture(40 + n, 40).resize((40, 40)) for n in range(3)]
        moving = made.encoded(
            frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True
        )

        accepted = accept("foto.webp", moving)

        assert Finding.STILL in accepted.findings

    @pytest.mark.slow
    def test_of_12_megapixels_takes_little_time_and_memory(self, tmp_path):
        (tmp_path / "in").write_bytes(made.photo(4000, 3000))

        with (tmp_path / "in").open("rb") as source, (tmp_path / "o").open("wb") as out:
            outcome = sandbox.rework("image", source, out)

        assert outcome.peak_kib < 200 * 1024

    @pytest.mark.slow
    def test_of_40_megapixels_stays_within_512_megabytes(self, tmp_path):
        image = made.picture(7300, 5470)
        content = made.encoded(image, "JPEG", quality=60, progressive=True)
        (tmp_path / "in").write_bytes(content)

        with (tmp_path / "in").open("rb") as source, (tmp_path / "o").open("wb") as out:
            outcome = sandbox.rework("image", source, out)

        assert outcome.peak_kib < 512 * 1024


class TestDocuments:
    """A PDF …"""

    def test_loses_scripts_that_run_when_it_is_opened(self):
        pdf = made.document()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = pdf.make_indirect(script)
        names = pikepdf.Array(["x", pdf.make_indirect(script)])
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)

        accepted = accept("surat.pdf", made.saved(pdf))

        kept = stored(accepted)
        assert b"JavaScript" not in kept
        assert b"app.alert" not in kept
        assert Finding.ACTIVE in accepted.findings

    @pytest.mark.parametrize(
        "action", ["Launch", "SubmitForm", "ImportData", "GoToR", "Rendition"]
    )
    def test_loses_actions_behind_a_link(self, action):
        pdf = made.document()
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 100, 100],
            A=pikepdf.Dictionary(S=pikepdf.Name(f"/{action}"), F="cmd.exe"),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([link])

        accepted = accept("surat.pdf", made.saved(pdf))

        assert b"cmd.exe" not in stored(accepted)
        assert Finding.ACTIVE in accepted.findings

    def test_keeps_an_ordinary_link(self):
        pdf = made.document()
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 100, 100],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://lapor.go.id/"),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([link])

        assert b"https://lapor.go.id/" in stored(accept("a.pdf", made.saved(pdf)))

    def test_loses_files_inside_it(self):
        pdf = made.document()
        pdf.attachments["evil.exe"] = b"MZ" + made.CANARY

        accepted = accept("surat.pdf", made.saved(pdf, compress_streams=False))

        kept = stored(accepted)
        assert made.CANARY not in kept
        assert b"evil.exe" not in kept
        assert Finding.EMBEDDED in accepted.findings

    def test_loses_the_names_of_its_maker(self):
        pdf = made.document()
        pdf.docinfo["/Author"] = "ZZCANARY Siti"
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["ZZCANARY Siti"]

        accepted = accept("surat.pdf", made.saved(pdf))

        kept = stored(accepted)
        assert b"ZZCANARY" not in kept
        with pikepdf.open(io.BytesIO(kept)) as reopened:
            assert len(reopened.pages) == 1
            assert "/Metadata" not in reopened.Root
        assert Finding.METADATA in accepted.findings

    def test_loses_the_place_in_its_pictures_and_keeps_the_pixels(self):
        pdf = made.document()
        jpeg = made.photo(gps=True)
        image = pikepdf.Stream(pdf, jpeg)
        image.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=64,
            Height=48,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        pdf.pages[0].obj.Resources = resources

        accepted = accept("pindai.pdf", made.saved(pdf))

        kept = stored(accepted)
        assert b"ZZCANARY" not in kept
        assert b"Exif" not in kept
        with pikepdf.open(io.BytesIO(kept)) as reopened:
            inside = reopened.pages[0].Resources.XObject.Im0.read_raw_bytes()
        with (
            Image.open(io.BytesIO(inside)) as after,
            Image.open(io.BytesIO(jpeg)) as was,
        ):
            assert after.tobytes() == was.tobytes()

    def test_loses_what_is_glued_behind_it(self):
        content = made.saved(made.document()) + made.zipped({"x": b"<script>"})

        assert b"PK\x03\x04" not in stored(accept("surat.pdf", content))

    def test_locked_against_changes_only_is_taken_and_unlocked(self):
        locked = pikepdf.Encryption(user="", owner="rahasia")
        content = made.saved(made.document(), encryption=locked)

        with pikepdf.open(files.path(accept("a.pdf", content).key)) as reopened:
            assert not reopened.is_encrypted

    def test_of_200_pages_is_taken(self):
        accepted = accept("tebal.pdf", made.saved(made.document(200)))

        assert accepted.media_type == "application/pdf"


class TestFilms:
    """A film …"""

    @pytest.mark.parametrize(
        ("brand", "name", "media_type"),
        [
            (b"isom", "film.mp4", "video/mp4"),
            (b"3gp4", "film.3gp", "video/3gpp"),
            (b"qt  ", "film.MOV", "video/quicktime"),
            (b"M4A ", "suara.m4a", "audio/mp4"),
        ],
    )
    def test_is_taken(self, brand, name, media_type):
        assert accept(name, made.film(brand=brand)).media_type == media_type

    def test_loses_place_and_times_and_nothing_moves(self):
        place = made.box(b"\xa9xyz", b"\x00\x12\x15\xc7-06.9039+107.6186/")
        content = made.film(udta=made.box(b"udta", place))

        accepted = accept("film.mp4", content)

        kept = stored(accepted)
        assert b"-06.9039" not in kept
        assert kept.index(b"mdat") == content.index(b"mdat")
        assert len(kept) == len(content)
        assert (3_700_000_000).to_bytes(4, "big") not in kept
        assert set(accepted.findings) == {Finding.LOCATION, Finding.METADATA}

    def test_loses_foreign_boxes(self):
        content = made.film(more=made.box(b"evil", b"<script>"))

        assert b"<script>" not in stored(accept("film.mp4", content))


class TestAccept:
    """accept() …"""

    def test_says_what_is_stored(self):
        accepted = accept("foto.jpg", made.photo())

        kept = stored(accepted)
        assert accepted.sha256 == hashlib.sha256(kept).digest()
        assert accepted.size == len(kept)
        assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}", accepted.key)

    def test_keeps_the_day_and_no_finer_time(self):
        accepted = accept("foto.jpg", made.photo())

        moment = datetime.fromtimestamp(files.path(accepted.key).stat().st_mtime, UTC)
        assert moment == datetime(2024, 5, 17, tzinfo=UTC)

    def test_lets_only_its_owner_read(self):
        accepted = accept("foto.jpg", made.photo())

        mode = stat.S_IMODE(files.path(accepted.key).stat().st_mode)
        assert mode & 0o077 == 0

    def test_of_the_same_photo_twice_gives_two_keys(self):
        keys = {accept("foto.jpg", made.photo()).key for _ in range(2)}

        assert len(keys) == 2

    def test_with_a_full_disk_is_busy_and_leaves_nothing(self, monkeypatch):
        def full(source, target):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "replace", full)

        with pytest.raises(Busy, match="penuh"):
            accept("foto.jpg", made.photo())

        assert leftovers() == []

    @pytest.mark.parametrize("name", ["IMAGE", "foto", ".foto"])
    def test_takes_a_name_without_extension(self, name):
        assert accept(name, made.photo()).shown_name.endswith(".jpg")


class TestAcceptAll:
    """accept_all() …"""

    def test_takes_five(self):
        uploads = [made.upload(f"{n}.jpg", made.photo()) for n in range(5)]

        assert len(files.accept_all(uploads, at=AT)) == 5

    def test_refuses_six(self):
        uploads = [made.upload(f"{n}.jpg", made.photo()) for n in range(6)]

        with pytest.raises(Invalid, match=r"6 .* 5"):
            files.accept_all(uploads, at=AT)

    def test_keeps_none_when_one_is_refused(self):
        before = set(Path(settings.MEDIA_ROOT).rglob("*/*/*"))
        uploads = [made.upload("a.jpg", made.photo()), made.upload("b.svg", b"<svg/>")]

        with pytest.raises(Invalid, match=r"b\.svg"):
            files.accept_all(uploads, at=AT)

        assert set(Path(settings.MEDIA_ROOT).rglob("*/*/*")) == before
