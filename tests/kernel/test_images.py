"""Redrawing a photo, without the child around it."""

import io

import pytest
from PIL import Image, ImageCms

from lapor.kernel import images
from lapor.kernel.refusals import Finding, Reason, Refused
from tests.factories import files as made


def redraw(content):
    target = io.BytesIO()
    findings = images.redraw(io.BytesIO(content), target)
    return findings, target.getvalue()


class TestRedraw:
    """redraw() …"""

    def test_makes_a_jpeg_without_anything_hidden(self):
        findings, redrawn = redraw(made.photo(gps=True))

        assert findings == [Finding.LOCATION, Finding.METADATA]
        assert b"ZZCANARY" not in redrawn
        with Image.open(io.BytesIO(redrawn)) as image:
            assert image.format == "JPEG"
            assert set(image.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
            }

    def test_counts_pixels_before_it_decodes(self, monkeypatch):
        content = made.encoded(made.picture(), "PNG")
        monkeypatch.setattr(images, "MAX_PIXELS", 64 * 48 - 1)
        monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))

        with pytest.raises(Refused) as refused:
            redraw(content)

        assert refused.value.reason is Reason.TOO_MANY_PIXELS

    def test_takes_exactly_the_most_pixels(self, monkeypatch):
        monkeypatch.setattr(images, "MAX_PIXELS", 64 * 48)

        assert redraw(made.photo())

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
    def test_opens_no_other_format(self, kind):
        with pytest.raises(Refused) as refused:
            redraw(made.encoded(made.picture(32, 32), kind))

        assert refused.value.reason is Reason.BROKEN

    def test_says_when_memory_does_not_suffice(self, monkeypatch):
        def hungry(self, size, resample):
            raise MemoryError

        monkeypatch.setattr(Image.Image, "thumbnail", hungry)

        with pytest.raises(Refused) as refused:
            redraw(made.photo())

        assert refused.value.reason is Reason.TOO_HUNGRY

    def test_turns_a_wide_colour_space_into_the_common_one(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        content = made.encoded(made.picture(), "JPEG", icc_profile=profile)

        _, redrawn = redraw(content)

        with Image.open(io.BytesIO(redrawn)) as image:
            assert "icc_profile" not in image.info

    @pytest.mark.parametrize("profile", [b"", b"x", b"\0" * 200])
    def test_keeps_a_photo_with_a_broken_profile(self, profile):
        content = made.encoded(made.picture(), "JPEG", icc_profile=profile)

        _, redrawn = redraw(content)

        assert redrawn.startswith(b"\xff\xd8")

    def test_keeps_a_photo_with_a_broken_exif_block(self):
        content = made.encoded(made.picture(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff")

        _, redrawn = redraw(content)

        assert redrawn.startswith(b"\xff\xd8")
