"""What a file is, by its first bytes, and what its name claims."""

import pytest

from lapor.kernel import signatures
from tests.factories import files as made


class TestRecognise:
    """recognise() …"""

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_sees_photos(self, kind):
        found = signatures.recognise(made.encoded(made.picture(), kind))

        assert found == signatures.JPEG

    def test_sees_documents_at_the_very_start_only(self):
        assert signatures.recognise(b"%PDF-1.7") == signatures.PDF
        assert signatures.recognise(b"\n%PDF-1.7") is None

    @pytest.mark.parametrize("head", [b"", b"\xff", b"RIFF\0\0\0\0WAVE", b"GIF89a"])
    def test_takes_nothing_else(self, head):
        assert signatures.recognise(head) is None

    def test_needs_a_whole_brand(self):
        assert signatures.recognise(b"\0\0\0\x10ftyp") is None
        assert signatures.recognise(b"\0\0\0\x10ftypsom ") is None


class TestAgrees:
    """agrees() …"""

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            *[("a.JPG", "image"), ("a.b.jpeg", "image"), ("a.webp", "image")],
            *[("a.PDF", "pdf"), ("a.3gp", "video"), ("a.MOV", "video"), ("a", "pdf")],
        ],
    )
    def test_takes_usual_names(self, name, kind):
        assert signatures.agrees(name, kind)

    @pytest.mark.parametrize(
        ("name", "kind"),
        [("a.pdf", "image"), ("a.jpg.exe", "image"), ("a.html", "pdf"), ("a.", "pdf")],
    )
    def test_refuses_others(self, name, kind):
        assert not signatures.agrees(name, kind)


class TestGuess:
    """guess() …"""

    @pytest.mark.parametrize(
        ("what", "told"),
        [
            *[("zip bomb", "ZIP/DOCX/XLSX"), ("svg", "SVG"), ("php in a gif", "GIF")],
            *[("windows program", "EXE"), ("text", ""), ("shell script", "")],
        ],
    )
    def test_tells_what_people_know(self, what, told):
        assert signatures.guess(made.refused()[what][1]) == told
