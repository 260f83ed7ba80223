"""Anybody may ask whether a document is genuine."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from lapor.domain.monev.models import Result
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.reports.actions.issuing import issue_result
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries.issued import path_of
from lapor.web.portal import verify
from tests.factories.cases import MONDAY, World
from tests.factories.monev import make_round


@pytest.fixture
def paper(world: World, tmp_path: Path):
    """A letter about a unit, signed and stored."""
    with override_settings(LAPOR_HOME=tmp_path, LAPOR_KEYS=tmp_path / "keys"):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.PUBLISHED,
            sheets=SheetState.VERIFIED,
        )
        Result.objects.create(
            round=round, subject=world.unit, score=8150, category="good", group="units"
        )
        yield issue_result(round.code, at=MONDAY)[1]


def pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", content, "application/pdf")


class TestTheCode:
    """The address in the QR code …"""

    def test_says_that_the_paper_is_genuine_and_a_trial(
        self, client: Client, paper: IssuedDocument
    ):
        body = client.get(f"/periksa/{paper.token}/").text

        assert "Asli: sama persis" in body
        assert paper.number in body
        assert paper.sha256 in body
        assert "uji coba" in body
        assert "belum berkekuatan hukum" in body

    def test_says_when_the_stored_file_was_touched(
        self, client: Client, paper: IssuedDocument
    ):
        path_of(paper).write_bytes(b"%PDF-1.7 lain")

        body = client.get(f"/periksa/{paper.token}/").text

        assert "Sudah diubah" in body
        assert "Asli" not in body

    def test_of_nobody_is_a_page_that_says_so(self, client: Client, db: None):
        response = client.get("/periksa/tidak-ada/")

        assert response.status_code == 404
        assert "Kode ini tidak dikenal" in response.text

    def test_never_hands_out_the_file(self, client: Client, paper: IssuedDocument):
        body = client.get(f"/periksa/{paper.token}/").text

        assert ".pdf" not in body
        assert client.get(f"/monev/dokumen/{paper.token}/").status_code == 302


class TestAFile:
    """A file that somebody uploads …"""

    @pytest.mark.parametrize("address", ["/periksa/", "/periksa/{token}/"])
    def test_is_genuine_changed_or_unknown(
        self, client: Client, paper: IssuedDocument, address: str
    ):
        url = address.format(token=paper.token)
        content = path_of(paper).read_bytes()
        touched = bytearray(content)
        touched[len(touched) // 3] ^= 1

        answers = [
            client.post(url, {"file": pdf(given)}).text.split("Berkas yang Anda")[1]
            for given in (content, bytes(touched), b"%PDF-1.7 lain")
        ]

        assert "Asli: sama persis" in answers[0]
        assert "Sudah diubah" in answers[1]
        assert "Tidak dikenal" in answers[2]

    def test_of_another_code_is_told(self, client: Client, paper: IssuedDocument):
        other = IssuedDocument.objects.exclude(pk=paper.pk).get()
        content = path_of(other).read_bytes()

        body = client.post(f"/periksa/{paper.token}/", {"file": pdf(content)}).text

        assert "bukan dokumen dari kode yang Anda pindai" in body

    @pytest.mark.parametrize("given", [{}, {"file": pdf(b"")}])
    def test_must_be_there(self, client: Client, db: None, given: dict[str, object]):
        assert client.post("/periksa/", given).status_code == 422

    def test_may_not_be_larger_than_ours(
        self, client: Client, db: None, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(verify, "LARGEST", 3)

        response = client.post("/periksa/", {"file": pdf(b"%PDF-1.7")})

        assert response.status_code == 422
        assert "lebih besar dari 20 MB" in response.text

    def test_too_many_are_slowed_down(
        self, client: Client, db: None, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(verify, "MOST", 2)

        codes = [
            client.post("/periksa/", {"file": pdf(b"x")}).status_code for _n in range(3)
        ]

        assert codes == [200, 200, 429]
