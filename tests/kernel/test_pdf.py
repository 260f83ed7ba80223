"""Rewriting a PDF, without the child around it."""

import io

import pikepdf
import pytest

from lapor.kernel import pdf
from lapor.kernel.refusals import Finding, Reason, Refused
from tests.factories import files as made


def rewrite(content):
    target = io.BytesIO()
    findings = pdf.rewrite(io.BytesIO(content), target)
    return findings, target.getvalue()


class TestRewrite:
    """rewrite() …"""

    def test_leaves_a_plain_document_as_it_is(self):
        findings, written = rewrite(made.saved(made.document(3)))

        assert findings == []
        with pikepdf.open(io.BytesIO(written)) as reopened:
            assert len(reopened.pages) == 3

    def test_gives_the_same_bytes_for_the_same_document(self):
        content = made.saved(made.document())

        assert rewrite(content) == rewrite(content)

    def test_a_second_time_finds_nothing(self):
        document = made.document()
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.alert(1)"
        )
        document.docinfo["/Author"] = "Siti"

        first, written = rewrite(made.saved(document))

        assert first == [Finding.ACTIVE, Finding.METADATA]
        assert rewrite(written)[0] == []

    @pytest.mark.parametrize("direct", [True, False])
    def test_keeps_the_page_on_which_it_opens(self, direct):
        document = made.document(2)
        goal = pikepdf.Array([document.pages[1].obj, pikepdf.Name.Fit])
        action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=goal)
        document.Root.OpenAction = goal if direct else action

        findings, written = rewrite(made.saved(document))

        assert findings == []
        with pikepdf.open(io.BytesIO(written)) as reopened:
            assert "/OpenAction" in reopened.Root

    def test_finds_scripts_deep_in_direct_objects(self):
        document = made.document()
        deep = pikepdf.Dictionary(
            A=pikepdf.Array([pikepdf.Dictionary(B=pikepdf.Dictionary(JS="evil()"))])
        )
        document.Root.Deep = deep

        findings, written = rewrite(made.saved(document))

        assert findings == [Finding.ACTIVE]
        assert b"evil()" not in written

    @pytest.mark.parametrize("subtype", ["RichMedia", "Movie", "Screen", "Sound", "3D"])
    def test_hides_annotations_that_play(self, subtype):
        document = made.document()
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(f"/{subtype}"),
            Rect=[0, 0, 9, 9],
            Contents="zzcanary",
        )
        document.pages[0].obj.Annots = pikepdf.Array([annotation])

        findings, written = rewrite(made.saved(document))

        assert findings == [Finding.ACTIVE]
        assert b"zzcanary" not in written

    def test_refuses_too_many_objects(self, monkeypatch):
        monkeypatch.setattr(pdf, "MAX_OBJECTS", 2)

        with pytest.raises(Refused) as refused:
            rewrite(made.saved(made.document(5)))

        assert refused.value.reason is Reason.TOO_COMPLEX


class TestWithoutSegments:
    """without_segments() …"""

    def test_leaves_noise_as_it_is(self):
        for noise in (b"", b"\xff", b"\xff\xd8", b"\xff\xd8\xff", b"no picture at all"):
            assert pdf.without_segments(noise) == noise

    def test_skips_filling(self):
        photo = made.photo(gps=True)
        filled = photo[:2] + b"\xff\xff" + photo[2:]

        assert b"ZZCANARY" not in pdf.without_segments(filled)
