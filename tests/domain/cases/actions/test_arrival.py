from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Clock
from lapor.domain.cases.rules import ArchiveReason, Channel, Closing, State
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import (
    CODE,
    HOUR,
    MONDAY,
    World,
    category,
    classification,
    make_case,
    receive,
)
from tests.factories.cases import dispatch as dispatched


class TestOpenCase:
    """open_case() …"""

    def test_starts_the_verification_clock_of_three_working_days(self, world: World):
        case = receive(world)

        assert case.state == State.RECEIVED
        assert case.due_timer == "verification"
        assert case.due_at.astimezone().date().isoformat() == "2026-03-05"

    def test_stores_no_code_but_its_digest(self, world: World):
        case = receive(world)

        assert CODE.encode() not in bytes(case.code_digest)
        assert queries.open_with(case.number, CODE) == case

    def test_records_who_and_when_without_a_word_of_the_report(self, world: World):
        case = receive(world)

        entry = Entry.objects.get(subject=case.ref)
        assert (entry.fact, entry.actor) == ("case.received", "reporter")
        assert "Lampu" not in str(entry.data)

    def test_leaves_nothing_behind_when_the_transaction_fails(self, world: World):
        with transaction.atomic():
            receive(world)
            transaction.set_rollback(True)

        assert not Clock.objects.exists()
        assert not Entry.objects.filter(fact="case.received").exists()

    def test_refuses_an_event_in_the_future(self, world: World):
        new = actions.NewCase(
            title="Judul laporan",
            content="Isi",
            classification=classification("complaint"),
            channel=Channel.WEB,
            agency=world.regency,
            happened_on=date(2026, 3, 3),
        )

        with pytest.raises(Invalid, match="masa depan"), transaction.atomic():
            actions.open_case(new, code=CODE, by=REPORTER, at=MONDAY)

    def test_takes_what_happened_today_in_the_hours_before_dawn(self, world: World):
        one_at_night_in_papua = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
        new = actions.NewCase(
            title="Judul laporan",
            content="Isi",
            classification=classification("complaint"),
            channel=Channel.WEB,
            agency=world.regency,
            happened_on=date(2026, 3, 2),
        )

        with transaction.atomic():
            case = actions.open_case(
                new, code=CODE, by=REPORTER, at=one_at_night_in_papua
            )

        assert case.happened_on == date(2026, 3, 2)


class TestHold:
    """hold() …"""

    def test_pauses_verification_and_waits_for_the_reporter(self, world: World):
        case = make_case(world, State.ON_HOLD)

        assert case.due_timer == "reporter_data"
        clock = Clock.objects.get(case=case, timer="verification")
        assert [kind for kind, _ in clock.events] == ["started", "paused"]

    def test_needs_at_least_one_missing_item(self, world: World):
        case = receive(world)

        with pytest.raises(Invalid, match="paling sedikit satu"):
            actions.hold(case, reason="", missing=[" "], by=world.admin, at=MONDAY)

    def test_gives_the_verifier_the_rest_of_his_time_after_completion(
        self, world: World
    ):
        case = make_case(world, State.ON_HOLD)
        before = Clock.objects.get(case=case, timer="verification").due_at

        case = actions.complete(case, content="Jalan Melati 12", at=MONDAY + 48 * HOUR)

        assert case.state == State.RECEIVED
        assert case.due_timer == "verification"
        assert MONDAY + 48 * HOUR < case.due_at <= before

    def test_is_not_for_a_liaison_officer(self, world: World):
        case = receive(world)

        with pytest.raises(NotPermitted):
            actions.hold(case, reason="", missing=["x"], by=world.liaison, at=MONDAY)


class TestArchive:
    """archive() …"""

    def test_demands_advice_for_the_reporter(self, world: World):
        case = receive(world)

        with pytest.raises(Invalid, match="saran"):
            actions.archive(
                case,
                reason=ArchiveReason.UNCLEAR,
                advice=" ",
                by=world.admin,
                at=MONDAY,
            )

    def test_keeps_reason_and_how_it_ended(self, world: World):
        case = make_case(world, State.ARCHIVED)

        assert case.closing == Closing.ARCHIVED_BY_OFFICER
        assert case.archive_reason == ArchiveReason.TOO_GENERAL
        assert case.due_at is None


class TestProtect:
    """protect() …"""

    def test_only_ever_adds_protection(self, world: World):
        case = receive(world, anonymous=True)

        case = actions.protect(case, secret=True, by=world.admin, at=MONDAY + HOUR)
        case = actions.protect(case, by=world.admin, at=MONDAY + 2 * HOUR)

        assert case.is_anonymous
        assert case.is_secret


class TestClassify:
    """classify() …"""

    def test_a_new_class_brings_its_own_term_from_the_same_start(self, world: World):
        case = dispatched(world, receive(world), at=MONDAY + HOUR)
        before = case.completion_due_at

        case = actions.classify(
            case,
            title="Pungutan di kantor kecamatan",
            classification=classification("complaint_oversight"),
            category=category(),
            by=world.admin,
            at=MONDAY + 2 * HOUR,
        )

        assert case.completion_due_at > before
        assert case.shown_title == "Pungutan di kantor kecamatan"
        assert case.title == "Lampu jalan padam di depan pasar"


class TestPassOn:
    """pass_on() …"""

    def test_hands_a_new_report_up_while_the_first_clock_runs(self, world: World):
        case = receive(world)
        due = case.due_at

        case = actions.pass_on(
            case,
            reason="Ini jalan nasional.",
            to=world.panrb,
            suggestion=world.other,
            by=world.admin,
            at=MONDAY + HOUR,
        )

        assert case.agency == world.panrb
        assert case.due_at == due


class TestVersion:
    """A step with the version a person saw …"""

    def test_is_refused_when_somebody_else_was_faster(self, world: World):
        case = receive(world)
        seen = case.version
        dispatched(world, case, at=MONDAY + HOUR)

        with pytest.raises(Conflict, match="baru saja diubah"):
            actions.hold(
                case,
                reason="",
                missing=["Foto"],
                by=world.admin,
                at=MONDAY + 2 * HOUR,
                version=seen,
            )

    def test_never_lets_time_run_backwards(self, world: World):
        case = dispatched(world, receive(world), at=MONDAY + HOUR)

        case = actions.note(case, content="Catatan", by=world.admin, at=MONDAY)

        assert case.updated_at >= MONDAY + HOUR


def test_a_closed_case_takes_no_follow_up(world: World):
    case = make_case(world, State.CLOSED)

    with pytest.raises(NotAllowedNow):
        actions.follow_up(case, content="Lagi", by=world.liaison, at=MONDAY + 9 * HOUR)
