from datetime import date, timedelta

import pytest

from lapor.domain.accounts.rules import Role
from lapor.domain.monev.actions import filling, verifying
from lapor.domain.monev.actions.verifying import Meeting
from lapor.domain.monev.models import Recheck, Result, Round, Sheet
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.deadlines import load_law, local
from tests.factories.monev import NOW, make_corner, make_round
from tests.factories.organisations import unit

pytestmark = pytest.mark.django_db
MEETING = Meeting(date(2026, 8, 3), "Bandung", "Ketua", "Semua", "Disepakati")
LATER = NOW + timedelta(days=1)


class Table:
    """A round with one handed-in sheet, its assessor and its subject's admin."""

    def __init__(self) -> None:
        load_law()
        tier = Tier.MESO_TERRITORY
        corner = make_corner(tier)
        self.round: Round = make_round(
            tier,
            corner.assessor,
            corner.subject,
            state=RoundState.VERIFYING,
            sheets=SheetState.SUBMITTED,
        )
        self.sheet: Sheet = self.round.sheets.get()
        self.sheet.items.update(value=2)
        self.assessor = make_officer(Role.COORDINATOR, corner.assessor)
        self.admin = make_officer(Role.AGENCY_ADMIN, corner.subject)

    @property
    def who(self) -> dict[str, object]:
        return {"by": self.assessor, "at": NOW}

    def ask(self, about: str = "media"):
        return verifying.ask_clarification(
            self.sheet, about=about, question="Mana buktinya?", **self.who
        )


@pytest.fixture
def table() -> Table:
    return Table()


class TestStartVerifying:
    def test_waits_while_sheets_may_still_be_filled(self):
        load_law()
        corner = make_corner(Tier.MACRO)
        made = make_round(corner.tier, corner.assessor, corner.subject)
        national = make_officer(Role.NATIONAL_ADMIN, corner.assessor)

        with pytest.raises(NotAllowedNow, match="1 lembar kerja"):
            verifying.start_verifying(made, by=national, at=NOW)

    def test_closes_late_sheets_with_automatic_values_and_keeps_what_was_typed(self):
        load_law()
        corner = make_corner(Tier.MACRO)
        made = make_round(corner.tier, corner.assessor, corner.subject)
        made.sheets.get().items.filter(key="media").update(value=4)

        verifying.start_verifying(made, by=SYSTEM, at=local("2026-08-18 00:01"))

        made.refresh_from_db()
        sheet = made.sheets.get()
        assert made.state == RoundState.VERIFYING
        assert sheet.state == SheetState.CLOSED_AUTOMATIC
        assert sheet.items.get(key="media").value == 4


class TestScoreItem:
    def test_takes_a_reason_for_another_score_than_claimed(self, table):
        with pytest.raises(Invalid) as refusal:
            verifying.score_item(table.sheet, key="media", score=1, **table.who)
        assert refusal.value.fields.keys() == {"media"}

        found = verifying.score_item(
            table.sheet, key="media", score=1, reason="Bukti lama", **table.who
        )

        assert (found.value, found.score) == (2, 1)

    def test_refuses_a_score_out_of_range(self, table):
        with pytest.raises(Invalid, match="antara 0 dan 4"):
            verifying.score_item(table.sheet, key="media", score=7, **table.who)

    def test_is_not_for_the_subject(self, table):
        with pytest.raises(NotPermitted):
            verifying.score_item(
                table.sheet, key="media", score=4, by=table.admin, at=NOW
            )

    def test_an_assessor_of_the_same_unit_is_refused_with_a_sentence(self):
        corner = make_corner(Tier.MICRO_AGENCY)
        made = make_round(
            corner.tier,
            corner.assessor,
            corner.subject,
            state=RoundState.VERIFYING,
            sheets=SheetState.SUBMITTED,
        )
        admin = make_officer(Role.AGENCY_ADMIN, corner.assessor)
        admin.organisation = corner.subject
        admin.save()

        with pytest.raises(NotPermitted, match="penilai lain"):
            verifying.score_item(
                made.sheets.get(), key="trained", score=1, by=admin, at=NOW
            )


class TestVerifySheet:
    def test_names_what_has_no_score(self, table):
        with pytest.raises(Invalid, match="belum dinilai") as refusal:
            verifying.verify_sheet(table.sheet, **table.who)

        assert "media" in refusal.value.fields

    def test_may_accept_the_rest_as_claimed(self, table):
        verifying.verify_sheet(table.sheet, accept_rest=True, **table.who)

        table.sheet.refresh_from_db()
        assert table.sheet.state == SheetState.VERIFIED
        assert set(table.sheet.items.values_list("score", flat=True)) == {2}


class TestClarification:
    def test_takes_seven_working_days_and_leaves_holidays_out(self, table):
        table.ask()

        verifying.send_clarifications(table.round, **table.who)

        point = table.sheet.clarifications.get()
        assert point.due_on == date(2026, 8, 12)

    def test_is_asked_in_one_round_only(self, table):
        table.ask()
        verifying.send_clarifications(table.round, **table.who)

        with pytest.raises(NotAllowedNow, match="Minta klarifikasi"):
            table.ask("events")

    def test_waits_for_the_answer_and_then_settles_the_sheet(self, table):
        point = table.ask()
        verifying.send_clarifications(table.round, **table.who)
        decided = {"is_accepted": True, "decision": "Bukti sah", "score": 4}
        with pytest.raises(NotAllowedNow, match="Tunggu jawaban"):
            verifying.decide_clarification(point, **decided, **table.who)
        filling.answer_clarification(
            point, answer="Terlampir", by=table.admin, at=LATER
        )

        verifying.decide_clarification(point, **decided, by=table.assessor, at=LATER)

        table.sheet.refresh_from_db()
        assert table.sheet.state == SheetState.VERIFIED
        assert table.sheet.items.get(key="media").score == 4

    def test_may_be_decided_without_an_answer_after_the_last_day(self, table):
        point = table.ask()
        verifying.send_clarifications(table.round, **table.who)
        late = local("2026-08-13 09:00")

        with pytest.raises(NotAllowedNow, match="sudah lewat"):
            filling.answer_clarification(point, answer="…", by=table.admin, at=late)
        verifying.decide_clarification(
            point,
            is_accepted=False,
            decision="Tidak dijawab",
            by=table.assessor,
            at=late,
        )

        assert not table.sheet.clarifications.filter(decided_at=None).exists()

    def test_about_nothing_in_the_sheet_is_refused(self, table):
        with pytest.raises(Exception, match="tidak ada dalam lembar"):
            table.ask("P99")

    def test_without_any_point_there_is_nothing_to_send(self, table):
        verifying.verify_sheet(table.sheet, accept_rest=True, **table.who)

        with pytest.raises(NotAllowedNow, match="pleno"):
            verifying.send_clarifications(table.round, **table.who)


class TestPlenary:
    def test_writes_signed_minutes(self, table):
        verifying.verify_sheet(table.sheet, accept_rest=True, **table.who)

        verifying.hold_plenary(table.round, meeting=MEETING, **table.who)

        table.round.refresh_from_db()
        assert table.round.state == RoundState.PLENARY
        assert table.round.minutes.place == "Bandung"
        assert table.round.signatures.get().what == "minutes"

    def test_waits_for_every_sheet(self, table):
        with pytest.raises(NotAllowedNow, match="1 lembar kerja"):
            verifying.hold_plenary(table.round, meeting=MEETING, **table.who)

    def test_waits_for_every_clarification(self, table):
        table.ask()

        with pytest.raises(NotAllowedNow, match="klarifikasinya"):
            verifying.hold_plenary(table.round, meeting=MEETING, **table.who)

    def test_is_not_held_tomorrow(self, table):
        verifying.verify_sheet(table.sheet, accept_rest=True, **table.who)
        tomorrow = MEETING._replace(held_on=date(2026, 8, 4))

        with pytest.raises(Invalid, match="belum tiba"):
            verifying.hold_plenary(table.round, meeting=tomorrow, **table.who)


class TestRecheck:
    def test_scores_a_result_of_the_tier_below_anew(self, table):
        home = table.sheet.subject
        micro = make_round(
            Tier.MICRO_AGENCY, home, below := unit(home), state=RoundState.FIXED
        )
        result = Result.objects.create(
            round=micro, subject=below, score=8_000, category="baik"
        )
        row = Recheck.objects.create(sheet=table.sheet, of=result, lower=8_000)

        verifying.recheck(row, score=6_500, reason="Jawaban normatif", **table.who)

        row.refresh_from_db()
        assert (row.lower, row.score) == (8_000, 6_500)

    def test_refuses_a_score_above_a_hundred(self, table):
        micro = make_round(
            Tier.MICRO_AGENCY, table.sheet.subject, state=RoundState.FIXED
        )
        result = Result.objects.create(
            round=micro, subject=table.sheet.subject, score=8_000, category="baik"
        )
        row = Recheck.objects.create(sheet=table.sheet, of=result, lower=8_000)

        with pytest.raises(Invalid, match="0 dan 100"):
            verifying.recheck(row, score=10_001, reason="x", **table.who)
