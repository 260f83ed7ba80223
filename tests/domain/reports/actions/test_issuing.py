from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.reports.actions.issuing import drop_unnamed, issue_result
from lapor.domain.reports.contents import letters
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries import issued
from lapor.domain.reports.queries.issued import Verdict
from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.domain.reports.rules.tables import NotAddingUp, Table
from lapor.kernel import clock
from lapor.kernel.errors import NotAllowedNow, NotFound
from tests.factories.accounts import make_officer
from tests.factories.monev import NOW, TODAY, Corner, make_corner, make_round
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db


class Stage:
    """A fixed round over one subject."""

    def __init__(self, state: RoundState = RoundState.PUBLISHED) -> None:
        self.corner: Corner = make_corner(Tier.MESO_TERRITORY)
        self.round: Round = make_round(
            self.corner.tier,
            self.corner.assessor,
            self.corner.subject,
            state=state,
            sheets=SheetState.VERIFIED,
        )
        Result.objects.create(
            round=self.round,
            subject=self.corner.subject,
            score=8150,
            category="good",
            rank=1,
            group="regencies",
            low=7000,
            high=9000,
            parts={"performance": 8100, "quality": 7900, "plan": None},
        )


@pytest.fixture
def stage(home: Path) -> Stage:
    return Stage()


class TestIssueResult:
    """issue_result() …"""

    def test_makes_the_paper_and_a_letter_for_each_subject(self, stage: Stage):
        rows = issue_result(stage.round.code, at=NOW)
        stage.round.refresh_from_db()

        kinds = {row.kind: row.subject for row in rows}
        assert kinds == {
            DocumentKind.ROUND: None,
            DocumentKind.RESULT: stage.corner.subject,
        }
        paper = next(row for row in rows if row.kind == DocumentKind.ROUND)
        assert paper.token == stage.round.token
        assert stage.round.document_hash == paper.sha256
        assert all(row.number == stage.round.number for row in rows)
        assert "document.issued" in {f.fact for f in history_of(paper.ref)}

    def test_what_is_stored_is_signed_tagged_and_whole(self, stage: Stage):
        for row in issue_result(stage.round.code, at=NOW):
            with pikepdf.open(issued.path_of(row)) as made:
                assert made.open_metadata()["pdfuaid:part"] == "1"
            assert issued.stored(row).verdict == Verdict.VALID
            assert row.is_trial

    def test_made_again_the_older_papers_still_answer(self, stage: Stage):
        first = issue_result(stage.round.code, at=NOW)
        again = issue_result(stage.round.code, at=NOW)

        assert {row.token for row in first}.isdisjoint(row.token for row in again)
        assert IssuedDocument.objects.filter(replaced_at=None).count() == 2
        older = issued.issued_by_token(first[0].token)
        assert older.replaced_at
        assert issued.stored(older).verdict == Verdict.VALID

    def test_waits_until_the_round_is_fixed(self, home: Path):
        with pytest.raises(NotAllowedNow):
            issue_result(Stage(RoundState.PLENARY).round.code, at=NOW)

    def test_issues_nothing_when_numbers_contradict(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ):
        real = letters.results.categories_table

        def wrong(round: Round, found: list[Result]) -> Table:
            table = real(round, found)
            assert table.total
            return replace(table, total={**table.total, "n": len(found) + 1})

        monkeypatch.setattr(letters.results, "categories_table", wrong)

        with pytest.raises(NotAddingUp):
            issue_result(stage.round.code, at=NOW)

        assert not IssuedDocument.objects.exists()


class TestVerdict:
    """A file from outside …"""

    def test_is_genuine_when_every_byte_is(self, stage: Stage):
        row = issue_result(stage.round.code, at=NOW)[0]

        found = issued.given([issued.path_of(row).read_bytes()])

        assert (found.verdict, found.document) == (Verdict.VALID, row)

    def test_is_changed_when_one_byte_is(self, stage: Stage):
        row = issue_result(stage.round.code, at=NOW)[0]
        content = bytearray(issued.path_of(row).read_bytes())
        content[len(content) // 3] ^= 1

        found = issued.given([bytes(content)])

        assert (found.verdict, found.document) == (Verdict.CHANGED, row)

    def test_is_unknown_when_it_never_came_from_here(self, stage: Stage):
        issue_result(stage.round.code, at=NOW)

        assert issued.given([b"%PDF-1.7 lain"]).verdict == Verdict.UNKNOWN

    def test_a_stored_file_that_was_touched_or_lost_is_told(self, stage: Stage):
        row = issue_result(stage.round.code, at=NOW)[0]
        file = issued.path_of(row)
        file.chmod(0o600)
        file.write_bytes(file.read_bytes() + b"\n")

        assert issued.stored(row).verdict == Verdict.CHANGED

        file.unlink()
        assert issued.stored(row).verdict == Verdict.MISSING


class TestSeenBy:
    """documents_seen_by() …"""

    def test_shows_the_assessor_all_and_the_subject_its_own(self, stage: Stage):
        issue_result(stage.round.code, at=NOW)
        assessor = make_officer(Role.COORDINATOR, stage.corner.assessor)
        subject = make_officer(Role.AGENCY_ADMIN, stage.corner.subject)

        def kinds(user):
            return {row.kind for row in issued.documents_seen_by(user, on=TODAY)}

        assert kinds(assessor) == {DocumentKind.ROUND, DocumentKind.RESULT}
        assert DocumentKind.RESULT in kinds(subject)

    def test_shows_a_stranger_nothing(self, stage: Stage):
        row = issue_result(stage.round.code, at=NOW)[0]
        stranger = make_officer(Role.AGENCY_ADMIN, agency())

        assert not issued.documents_seen_by(stranger, on=TODAY)
        with pytest.raises(NotFound):
            issued.document_seen_by(stranger, row.token, on=TODAY)


class TestDropUnnamed:
    """drop_unnamed() …"""

    def test_removes_what_a_cut_short_job_left_and_nothing_that_was_issued(
        self, stage: Stage
    ):
        rows = issue_result(stage.round.code, at=NOW)
        left = issued.folder() / str(stage.round.pk) / "tertinggal.pdf"
        left.write_bytes(b"%PDF-1.7 cut short")
        later = clock.now() + timedelta(days=2)

        soon = drop_unnamed(at=clock.now() + timedelta(hours=1))
        removed = drop_unnamed(at=later)

        assert (soon, removed) == (0, 1)
        assert not left.exists()
        assert all(issued.path_of(row).exists() for row in rows)
