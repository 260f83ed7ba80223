"""From opening to verification, over real seals."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.queries.sealed import differences
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.actions import filling, verifying
from lapor.domain.monev.actions.drafting import draft_round
from lapor.domain.monev.actions.fixing import fix_round, preview_round
from lapor.domain.monev.actions.opening import folder_of, open_round
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.actions.verifying import Meeting
from lapor.domain.monev.models import Result, Round, Schedule
from lapor.domain.monev.queries.outcome import verify
from lapor.domain.monev.queries.proposals import proposals_for
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.organisations.actions import editing
from lapor.domain.organisations.models import Appointment
from lapor.domain.organisations.rules import OversightKind
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.accounts import make_officer
from tests.factories.case_facts import make_facts
from tests.factories.deadlines import load_law, local
from tests.factories.monev import NOW, Corner, make_corner, make_round
from tests.factories.organisations import agency, oversight, unit

pytestmark = pytest.mark.django_db
HALF = parse_period("2026-S1")
LATE = local("2026-08-19 08:00")
MEETING = Meeting(date(2026, 8, 19), "Bandung", "Ketua", "Semua", "Disepakati")


@pytest.fixture(autouse=True)
def prepared(tmp_path: Path):
    load_law()
    load_schedule(by=SYSTEM, at=NOW)
    Schedule.objects.update(sample="")  # the facts here have no cases to draw
    load_instrument(by=SYSTEM, at=NOW)
    with override_settings(LAPOR_HOME=tmp_path):
        yield tmp_path


class Stage:
    """A province with one regency under it, and a round drafted over both."""

    def __init__(self, tier: Tier = Tier.MESO_TERRITORY, n: int = 40) -> None:
        self.corner: Corner = make_corner(tier)
        place = self.corner.subject
        make_facts(
            place.agency or place,
            n,
            closed=n * 9 // 10,
            unit=None if place.is_agency else place,
        )
        self.assessor = make_officer(Role.COORDINATOR, self.corner.assessor)
        self.round: Round = draft_round(
            tier=tier, assessor=self.corner.assessor, period=HALF, by=SYSTEM, at=NOW
        )

    def opened(self) -> Round:
        self.round = open_round(self.round, by=SYSTEM, at=NOW)
        return self.round

    def fixed(self) -> Round:
        who = {"by": self.assessor, "at": LATE}
        verifying.start_verifying(self.opened(), by=SYSTEM, at=LATE)
        verifying.hold_plenary(self.round, meeting=MEETING, **who)
        self.round = fix_round(self.round, **who)
        return self.round

    @property
    def folder(self) -> Path:
        return folder_of(self.round)


class TestOpening:
    def test_seals_and_fills_the_sheets_in_advance(self):
        stage = Stage()

        opened = stage.opened()

        sheet = opened.sheets.get()
        assert (stage.folder / "opening" / "manifest.json").exists()
        assert len(opened.opening_hash) == 64
        assert opened.fill_until == date(2026, 8, 18)
        assert sheet.readings["P3"]["denominator"] == 40
        assert sheet.readings["P4"]["value"] == "9/10"
        assert sheet.items.get(key="micro_done").automatic == 0
        assert sheet.items.get(key="decree_valid").automatic is not None
        assert sheet.items.get(key="budget_line").automatic is None
        facts = [fact.fact for fact in history_of(opened.ref)]
        assert facts == ["round.drafted", "round.opened"]

    def test_refuses_a_period_that_has_not_ended(self):
        stage = Stage()
        year = draft_round(
            tier=stage.corner.tier,
            assessor=stage.corner.assessor,
            period=parse_period("2026"),
            by=SYSTEM,
            at=NOW,
        )

        with pytest.raises(Invalid, match="berakhir 2026-12-31"):
            open_round(year, by=SYSTEM, at=NOW)

        year.refresh_from_db()
        assert year.state == RoundState.DRAFT

    def test_takes_settled_results_of_the_tier_below_as_input(self):
        stage = Stage()
        home = stage.corner.subject
        units = [unit(home) for _ in range(12)]
        micro = make_round(Tier.MICRO_AGENCY, home, *units, state=RoundState.FIXED)
        Result.objects.bulk_create(
            Result(round=micro, subject=each, score=8_000, category="good")
            for each in units
        )

        opened = stage.opened()

        sheet = opened.sheets.get()
        assert sheet.items.get(key="micro_done").automatic == 4
        assert sheet.below[0]["results"] == 12
        assert sheet.below[0]["mean"] == 8_000
        assert sheet.rechecks.count() == 3

    def test_judges_units_and_the_desk_when_the_auditor_opens(self):
        stage = Stage(Tier.MICRO_AUDITOR)

        opened = stage.opened()

        home = stage.corner.subject.agency
        subjects = {sheet.subject for sheet in opened.sheets.all()}
        assert subjects == {home, stage.corner.subject}
        for sheet in opened.sheets.all():
            assert sheet.readings["P3"]["denominator"] == 40

    def test_names_an_agency_that_was_merged_in_mid_period(self):
        stage = Stage()
        merged = agency()
        kind = OversightKind.TERRITORIAL_GUIDANCE
        oversight(stage.corner.assessor, merged, kind)
        make_facts(merged, 5)
        editing.save_organisation(
            {"code": merged.code, "is_active": False},
            by=SYSTEM,
            at=local("2026-05-04 09:00"),
        )

        opened = stage.opened()

        assert opened.sheets.count() == 1
        (gone,) = opened.dropped
        assert gone["code"] == merged.code
        assert "Digabung atau dibubarkan" in gone["why"]

    def test_counts_priority_programmes_only_for_the_thematic_tier(self):
        stage = Stage(Tier.THEMATIC_PROGRAMME, n=0)
        make_facts(stage.corner.subject, 3, programme="makan-bergizi")
        make_facts(stage.corner.subject, 5)

        opened = stage.opened()

        assert opened.sheets.get().readings["P3"]["denominator"] == 3


class TestFixing:
    def test_numbers_locks_scores_and_signs(self):
        stage = Stage()

        fixed = stage.fixed()

        result = fixed.results.get()
        assert fixed.state == RoundState.FIXED
        assert fixed.number.startswith("001/MONEV/")
        assert fixed.token
        assert result.score is not None
        assert result.parts["performance"] is not None
        assert result.rank == 1
        assert {s.what for s in fixed.signatures.all()} == {"minutes", "result"}
        assert Round.objects.get(pk=fixed.pk).results_hash == fixed.results_hash

    @pytest.mark.parametrize(("n", "why"), [(0, "no_reports"), (1, "few_reports")])
    def test_an_agency_with_no_case_or_one_is_not_assessable(self, n, why):
        result = Stage(n=n).fixed().results.get()

        assert result.score is None
        assert result.category == "unassessed"
        assert result.rank is None
        assert result.details["why"]["why"] == [why]

    def test_three_of_three_is_not_the_best_of_the_land(self):
        stage = Stage()
        small = agency()
        kind = OversightKind.TERRITORIAL_GUIDANCE
        oversight(stage.corner.assessor, small, kind)
        make_facts(small, 3)

        fixed = stage.fixed()

        assert fixed.results.get(subject=small).category == "unassessed"

    def test_a_closed_sheet_counts_automatic_values_only(self):
        stage = Stage()
        Appointment.objects.create(
            organisation=stage.corner.subject,
            number="060/1/2026",
            signed_on=date(2026, 1, 5),
            valid_from=date(2026, 1, 5),
        )
        opened = stage.opened()
        admin = make_officer(Role.AGENCY_ADMIN, stage.corner.subject)
        filling.save_value(opened.sheets.get(), key="media", value=4, by=admin, at=NOW)
        who = {"by": stage.assessor, "at": LATE + timedelta(days=1)}
        verifying.start_verifying(opened, **who)

        now = preview_round(opened, at=LATE)

        sheet = opened.sheets.get()
        known = sum(item.automatic or 0 for item in sheet.items.all())
        assert sheet.state == SheetState.CLOSED_AUTOMATIC
        assert known > 0
        assert 0 < now["results"][0]["institutional"] < 10_000
        assert sheet.items.get(key="media").value == 4

    def test_is_refused_when_a_sealed_file_was_changed(self):
        stage = Stage()
        verifying.start_verifying(stage.opened(), by=SYSTEM, at=LATE)
        who = {"by": stage.assessor, "at": LATE}
        verifying.hold_plenary(stage.round, meeting=MEETING, **who)
        flip(stage.folder / "opening" / "cases.parquet")

        with pytest.raises(Conflict, match=r"opening/cases.parquet"):
            fix_round(stage.round, **who)


def flip(file: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


class TestProposals:
    def test_fit_what_was_found(self):
        stage = Stage()
        stage.fixed()

        found = {each.key for each in proposals_for(stage.round.results.get())}

        assert {"keep_follow_up", "renew_decree", "socialise"} <= found
        assert "raise_follow_up" not in found


class TestVerify:
    def test_gives_the_same_in_another_folder_without_the_rows(self, tmp_path):
        stage = Stage()
        fixed = stage.fixed()
        scores = {r.subject.code: r.score for r in fixed.results.all()}
        copy = tmp_path / "elsewhere" / "copy"
        shutil.copytree(stage.folder, copy)
        Result.objects.all().delete()

        found = verify(copy)

        assert found.is_same
        assert found.results == fixed.results_hash
        assert dict(found.scores) == scores

    @pytest.mark.parametrize(
        "name",
        [
            "opening/cases.parquet",
            "opening/agencies.parquet",
            "opening/manifest.json",
            "fixing/answers.parquet",
            "fixing/manifest.json",
            "results.json",
        ],
    )
    def test_names_the_file_of_one_changed_byte(self, name):
        stage = Stage()
        stage.fixed()
        flip(stage.folder / name)

        found = verify(stage.folder)

        assert not found.is_same
        assert name in found.changed

    def test_a_manifest_that_was_made_anew_is_caught_by_the_chain(self):
        stage = Stage()
        stage.fixed()
        file = stage.folder / "opening" / "manifest.json"
        content = json.loads(file.read_text())
        content["extra"]["subjects"][0]["name"] = "Lain"
        file.write_text(json.dumps(content))

        assert "opening/manifest.json" in verify(stage.folder).changed

    def test_late_facts_are_in_the_list_of_differences_alone(self):
        stage = Stage()
        fixed = stage.fixed()
        before = differences(stage.folder / "opening", limit=99)
        late = make_facts(stage.corner.subject, 2, closed=0)

        found = verify(stage.folder)
        after = differences(stage.folder / "opening", limit=99)

        new = {each.name for each in after} - {each.name for each in before}
        assert found.is_same
        assert found.results == fixed.results_hash
        assert {fact.number for fact in late} <= new
        assert all(each.is_new and each.is_late for each in after if each.name in new)

    def test_looks_at_the_first_seal_alone_before_the_fixing(self):
        stage = Stage()
        opened = stage.opened()

        found = verify(stage.folder, sealed_as={"opening": opened.opening_hash})

        assert (found.is_same, found.fixing) == (True, "")

    def test_says_when_there_is_nothing_to_look_at(self, tmp_path):
        with pytest.raises(NotFound, match="Tidak ada segel"):
            verify(tmp_path)


def test_half_years_follow_each_other_with_the_change_between_them():
    stage = Stage()
    before = make_round(
        Tier.MESO_TERRITORY,
        stage.corner.assessor,
        stage.corner.subject,
        state=RoundState.ENDED,
        period="2025-S2",
        period_start=date(2025, 7, 1),
        period_end=date(2025, 12, 31),
    )
    Result.objects.create(
        round=before,
        subject=stage.corner.subject,
        score=4_000,
        category="poor",
        group="regency",
        details={"place": {"overall": 1}, "why": {"total": "40"}},
    )

    result = stage.fixed().results.get()

    assert result.score is not None
    assert result.change == result.score - 4_000
    assert result.parts.keys() == set(Part)
