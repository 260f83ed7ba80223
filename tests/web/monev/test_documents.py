"""Documents on order, and those that were issued."""

import io
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from django.test import Client, override_settings

from lapor.domain.accounts.models import User
from lapor.domain.monev.actions import audit
from lapor.domain.monev.models import AuditReport, Minutes, Result
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.reports.actions.issuing import issue_result
from lapor.domain.reports.queries.issued import path_of
from tests.factories.case_facts import make_facts
from tests.factories.cases import MONDAY, World
from tests.factories.monev import make_round


@pytest.fixture
def order(client: Client):
    """Order a document as somebody."""

    def send(user: User, **asked: str):
        client.force_login(user)
        return client.get(f"/monev/dokumen/buat/?{urlencode(asked)}")

    return send


class TestOrder:
    """What is ordered …"""

    def test_is_handed_over_as_pdf(self, world: World, order):
        make_facts(world.regency, 3)

        answer = order(world.admin, jenis="bulanan", masa="2026-03", bentuk="pdf")

        assert answer.status_code == 200, answer.text[:1000]
        assert answer["Content-Type"] == "application/pdf"
        assert "bulanan-" in answer["Content-Disposition"]
        assert answer.content.startswith(b"%PDF-")

    def test_may_be_a_workbook(self, world: World, order):
        answer = order(world.admin, jenis="paket-ai", masa="2026-S1", bentuk="xlsx")

        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.worksheets[0]["A1"].value == "Paket admin instansi: liga unit kerja"

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ({"jenis": "dongeng"}, 422),
            ({"jenis": "bulanan", "bentuk": "exe"}, 422),
            ({"jenis": "bulanan", "masa": "kemarin"}, 422),
            ({"jenis": "surat-teguran", "bentuk": "xlsx"}, 422),
            ({"jenis": "paket-an"}, 422),
            ({"jenis": "bulanan", "cakupan": "nasional"}, 404),
            ({"jenis": "bulanan", "cakupan": "unit:lain"}, 404),
        ],
    )
    def test_is_refused_with_a_sentence(
        self, world: World, order, asked: dict[str, str], status: int
    ):
        assert order(world.admin, **asked).status_code == status

    def test_of_an_officer_who_oversees_nobody_is_refused(self, world: World, order):
        assert order(world.liaison, jenis="bulanan").status_code in (403, 404)


class TestOfOne:
    """A document of one audit report or round …"""

    @pytest.fixture
    def report(self, world: World) -> AuditReport:
        return audit.draft_audit(
            world.regency,
            title="Monev triwulan 4",
            first_on=MONDAY.date() - timedelta(days=150),
            last_on=MONDAY.date() - timedelta(days=60),
            by=world.auditor,
            at=MONDAY,
        )

    def test_is_linked_from_its_page_and_made(
        self, world: World, client: Client, report: AuditReport
    ):
        client.force_login(world.auditor)
        body = client.get(f"/monev/lhm/{report.pk}/").text
        link = f"/monev/dokumen/buat/?jenis=lhm&lhm={report.pk}&bentuk=pdf"

        assert link in body
        assert client.get(link).content.startswith(b"%PDF-")
        word = client.get(link.replace("pdf", "docx"))
        assert word.content.startswith(b"PK")

    def test_is_not_for_strangers(self, world: World, order, report: AuditReport):
        answer = order(world.other_admin, jenis="lhm", lhm=str(report.pk))

        assert answer.status_code == 404
        assert order(world.auditor, jenis="lhm", lhm="x").status_code == 404

    def test_minutes_go_to_those_who_see_the_round(self, world: World, order):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.PUBLISHED,
            sheets=SheetState.VERIFIED,
        )
        asked = {"jenis": "berita-acara", "putaran": round.code}
        assert order(world.admin, **asked).status_code == 404  # no plenary was held
        Minutes.objects.create(
            round=round,
            held_on=MONDAY.date(),
            place="Bandung",
            chaired_by="Ketua",
            attendees="Semua",
            decisions="Disepakati.",
            written_by="system",
            written_at=MONDAY,
        )

        assert order(world.admin, **asked).content.startswith(b"%PDF-")
        assert order(world.admin, **asked, bentuk="docx").content.startswith(b"PK")
        assert order(world.other_admin, **asked).status_code == 404


class TestPage:
    """The page of documents …"""

    def test_offers_only_what_fits_the_scope(self, world: World, client: Client):
        client.force_login(world.admin)
        body = client.get("/monev/dokumen/").text

        assert 'value="paket-ai"' in body
        assert 'value="paket-an"' not in body

    def test_offers_the_nation_to_its_admin(self, world: World, client: Client):
        client.force_login(world.national)
        body = client.get("/monev/dokumen/").text

        assert 'value="paket-an"' in body

    def test_lists_and_hands_over_what_was_issued(
        self, world: World, client: Client, tmp_path: Path
    ):
        with override_settings(LAPOR_HOME=tmp_path, LAPOR_KEYS=tmp_path / "keys"):
            round = make_round(
                Tier.MICRO_AGENCY,
                world.regency,
                world.unit,
                state=RoundState.PUBLISHED,
                sheets=SheetState.VERIFIED,
            )
            Result.objects.create(round=round, subject=world.unit, category="good")
            paper = issue_result(round.code, at=MONDAY)[0]
            client.force_login(world.admin)
            body = client.get("/monev/dokumen/").text
            answer = client.get(f"/monev/dokumen/{paper.token}/")
            content = b"".join(answer.streaming_content)

            assert round.number in body
            assert content == path_of(paper).read_bytes()

            path_of(paper).unlink()
            assert client.get(f"/monev/dokumen/{paper.token}/").status_code == 404
