"""Papers of a round and of an auditor: what they say, and that they become files."""

from datetime import date, timedelta

import pytest

from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.monev.actions import audit
from lapor.domain.monev.models import Minutes, Result, Round
from lapor.domain.monev.queries import scope_named
from lapor.domain.monev.rules.audit import FINDING_PARTS
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.plans.models import Recommendation
from lapor.domain.reports.contents.finding import document_of
from lapor.domain.reports.contents.letters import round_paper
from lapor.domain.reports.rendering import rendered
from lapor.domain.reports.rules.documents import Document, Facts, Figure, Points
from lapor.domain.reports.rules.kinds import DocumentKind, Format
from tests.factories.cases import MONDAY, World, make_world
from tests.factories.monev import NOW, Corner, make_corner, make_round
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def corner() -> Corner:
    return make_corner(Tier.MESO_TERRITORY)


@pytest.fixture
def round(corner: Corner) -> Round:
    """A published round of a province over two regencies, with its plenary."""
    other = agency()
    found = make_round(
        corner.tier,
        corner.assessor,
        corner.subject,
        other,
        state=RoundState.PUBLISHED,
        sheets=SheetState.VERIFIED,
        parts=["performance", "prevention", "quality", "plan"],
        agreement={"drawn": 4, "pairs": 3, "coefficient": "7/8", "distance": 150},
    )
    for at, subject in enumerate((corner.subject, other), start=1):
        Result.objects.create(
            round=found,
            subject=subject,
            score=9000 - 1000 * at,
            category="good",
            rank=at,
            group="regencies",
            low=6000,
            high=9000,
            rank_change=1,
            parts={"performance": 8000, "prevention": 7000, "quality": 6000},
            details={"place": {"overall": at}},
        )
    Minutes.objects.create(
        round=found,
        held_on=date(2026, 8, 19),
        place="Bandung",
        chaired_by="Ibu Ketua",
        attendees="Satu\nDua",
        discussion="Panjang.",
        decisions="Disepakati.",
        written_by="system",
        written_at=NOW,
    )
    return found


def words(document: Document) -> str:
    """All that a document says outside its tables."""
    return repr([block for block in document.blocks if not hasattr(block, "columns")])


class TestTheLetterOfAResult:
    """The letter of a result …"""

    def test_says_score_place_kinds_and_what_is_asked(
        self, corner: Corner, round: Round
    ):
        Recommendation.objects.create(
            number="R-1",
            given_by=corner.assessor,
            subject=corner.subject,
            round_number=round.code,
            text="Selesaikan tunggakan.",
            given_on=date(2026, 8, 20),
            due_on=date(2026, 10, 1),
            recommended_by="system",
            changed_at=NOW,
        )

        letter = document_of(
            DocumentKind.RESULT,
            scope_named(corner.subject.code),
            parse_period("2026"),
            round=round.code,
            at=NOW,
        )

        facts = dict(next(b for b in letter.blocks if isinstance(b, Facts)).pairs)
        assert facts["Nilai"] == "80,00"
        assert facts["Kategori"] == "Baik"
        assert "Selesaikan tunggakan. Tenggat: 1 Oktober 2026." in words(letter)
        assert any(isinstance(block, Figure) for block in letter.blocks)
        assert letter.number == round.number
        assert rendered(letter, Format.PDF).startswith(b"%PDF-")
        assert rendered(letter, Format.DOCX).startswith(b"PK")


class TestThePaperOfARound:
    """The paper of a round …"""

    def test_holds_every_subject_the_agreement_and_the_plenary(self, round: Round):
        paper = round_paper(round, token="abc", at=NOW).check()
        titles = {table.title for table in paper.tables()}

        assert {
            "Banyaknya yang dinilai menurut kategori",
            "Nilai dan rentangnya",
            "Peringkat sebelum dan sesudah",
            "Nilai menurut jenis monev",
            f"Hasil {round.title}",
            "Kesesuaian dengan hasil tingkat di bawahnya",
        } <= titles
        assert paper.verify_url.endswith("/periksa/abc/")
        assert "Disepakati." in words(paper)
        assert rendered(paper, Format.PDF).startswith(b"%PDF-")

    def test_is_found_by_its_period_too(self, corner: Corner, round: Round):
        scope = scope_named(f"binaan:{corner.assessor.code}")
        period = parse_period(round.period)

        paper = document_of(DocumentKind.ROUND, scope, period, at=NOW)

        assert paper.number == round.number


class TestMinutes:
    """Minutes …"""

    def test_name_who_was_there_and_what_was_decided(self, round: Round):
        paper = document_of(
            DocumentKind.MINUTES,
            scope_named("nasional"),
            parse_period("2026"),
            round=round.code,
            at=NOW,
        )
        present = next(block for block in paper.blocks if isinstance(block, Points))

        assert present.items == ("Satu", "Dua")
        assert paper.signer
        assert paper.signer.name == "Ibu Ketua"
        assert rendered(paper, Format.PDF).startswith(b"%PDF-")


class TestAuditReport:
    """The report of an auditor …"""

    def test_tells_findings_in_their_five_parts(self):
        world: World = make_world()
        report = audit.draft_audit(
            world.regency,
            title="Monev triwulan 4",
            first_on=MONDAY.date() - 150 * DAY,
            last_on=MONDAY.date() - 60 * DAY,
            by=world.auditor,
            at=MONDAY,
        )
        audit.write_finding(
            report,
            place=None,
            unit=world.unit,
            parts={key: f"Bagian {key}." for key in FINDING_PARTS},
            due_on=MONDAY.date() + 30 * DAY,
            by=world.auditor,
            at=MONDAY,
        )

        paper = document_of(
            DocumentKind.AUDIT,
            scope_named(world.regency.code),
            parse_period(f"{report.first_on}..{report.last_on}"),
            at=MONDAY,
        )

        said = words(paper)
        assert all(f"Bagian {key}." in said for key in FINDING_PARTS)
        assert "Belum ada tanggapan." in said
        assert rendered(paper, Format.PDF).startswith(b"%PDF-")
