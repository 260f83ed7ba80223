from datetime import timedelta

import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.actions import ending
from lapor.domain.cases.actions.steps import Move
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.rules import ArchiveReason, Closing, State
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import (
    HOUR,
    MONDAY,
    World,
    answer,
    category,
    classification,
    make_case,
)

LATER = MONDAY + timedelta(days=120)


class TestSweep:
    """sweep() …"""

    def test_closes_by_silence_and_never_calls_it_solved(self, world: World):
        case = make_case(world, State.ANSWERED)
        due = case.due_at

        assert actions.sweep(at=due) == 0
        assert actions.sweep(at=due + timedelta(microseconds=1)) == 1

        case.refresh_from_db()
        assert (case.state, case.closing) == (State.CLOSED, Closing.SILENCE)

    def test_does_each_thing_once_however_often_it_runs(self, world: World):
        case = make_case(world, State.ANSWERED)

        done = [actions.sweep(at=LATER) for _ in range(3)]

        assert done == [1, 0, 0]
        facts = Entry.objects.filter(subject=case.ref, fact="case.closed_by_silence")
        assert facts.count() == 1

    def test_catches_up_in_order_after_days_of_standstill(self, world: World):
        late = make_case(world, State.ANSWERED, at=MONDAY + timedelta(days=1))
        early = make_case(world, State.ANSWERED, at=MONDAY)

        actions.sweep(at=LATER)

        facts = Entry.objects.filter(fact="case.closed_by_silence").order_by("pk")
        assert [entry.subject for entry in facts] == [early.ref, late.ref]

    def test_takes_what_lies_behind_cases_that_cannot_be_ended(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        stuck = [make_case(world, State.ANSWERED, at=MONDAY) for _ in range(3)]
        behind = make_case(world, State.ANSWERED, at=MONDAY + timedelta(days=1))
        Case.objects.filter(pk=stuck[0].pk).update(state=State.WITH_OMBUDSMAN)
        end = ending.finish

        def finish(move: Move) -> Case:
            if move.case.pk in {case.pk for case in stuck}:
                raise ValueError("a fault of the program")
            return end(move)

        monkeypatch.setattr(ending, "finish", finish)

        assert actions.sweep(at=LATER) == 1

        behind.refresh_from_db()
        assert behind.closing == Closing.SILENCE
        facts = Entry.objects.filter(fact="case.closed_by_silence")
        assert [entry.subject for entry in facts] == [behind.ref]

    def test_archives_what_was_never_completed(self, world: World):
        case = make_case(world, State.ON_HOLD)

        actions.sweep(at=LATER)

        case.refresh_from_db()
        assert case.archive_reason == ArchiveReason.NOT_COMPLETED
        assert case.closing == Closing.ARCHIVED_BY_SYSTEM

    def test_leaves_alone_what_the_reporter_answered_in_time(self, world: World):
        make_case(world, State.REPLIED)

        assert actions.sweep(at=LATER) == 0


class TestReopen:
    """reopen() …"""

    def test_gives_the_agency_a_new_clock(self, world: World):
        case = make_case(world, State.CLOSED)

        case = actions.reopen(
            case, reason="Padam lagi.", by=REPORTER, at=MONDAY + timedelta(days=3)
        )

        assert (case.state, case.due_timer) == (State.IN_PROGRESS, "reply")
        assert (case.closing, case.closed_at) == ("", None)

    def test_is_over_for_the_reporter_after_thirty_days(self, world: World):
        case = make_case(world, State.CLOSED)

        with pytest.raises(NotAllowedNow, match="30 hari"):
            actions.reopen(case, reason="Lagi", by=REPORTER, at=LATER)

    def test_is_possible_twice_for_the_reporter(self, world: World):
        case = make_case(world, State.CLOSED)
        for day in (1, 2):
            at = MONDAY + timedelta(days=day)
            case = actions.reopen(case, reason="Lagi", by=REPORTER, at=at)
            case = answer(world, case, at=at + HOUR)
            case = actions.accept(case, at=at + 2 * HOUR)

        with pytest.raises(NotAllowedNow, match="2 kali"):
            actions.reopen(
                case, reason="Lagi", by=REPORTER, at=MONDAY + timedelta(days=3)
            )

    def test_is_open_to_the_auditor_without_a_window(self, world: World):
        case = make_case(world, State.CLOSED)

        case = actions.reopen(case, reason="Uji petik.", by=world.auditor, at=LATER)

        assert case.state == State.IN_PROGRESS

    def test_takes_an_archived_case_back_to_verification(self, world: World):
        case = make_case(world, State.ARCHIVED)

        case = actions.revive(
            case, reason="Ini datanya.", by=REPORTER, at=MONDAY + timedelta(days=5)
        )

        assert (case.state, case.archive_reason) == (State.RECEIVED, "")
        assert case.due_timer == "verification"


class TestWithdraw:
    """withdraw() …"""

    def test_archives_an_ordinary_case(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        case = actions.withdraw(case, reason="Sudah beres.", at=MONDAY + 9 * HOUR)

        assert case.archive_reason == ArchiveReason.WITHDRAWN

    def test_leaves_a_supervisory_case_as_a_finding_without_its_reporter(
        self, world: World
    ):
        case = make_case(world, State.IN_PROGRESS)
        actions.classify(
            case,
            title="",
            classification=classification("complaint_oversight"),
            category=category(),
            by=world.admin,
            at=MONDAY + 5 * HOUR,
        )

        case.refresh_from_db()
        case = actions.withdraw(case, reason="Saya takut.", at=MONDAY + 9 * HOUR)

        assert (case.state, case.is_finding) == (State.IN_PROGRESS, True)
        with pytest.raises(NotPermitted):
            actions.comment(case, content="Halo", at=MONDAY + 10 * HOUR)

    def test_goes_by_the_class_of_now_and_not_by_the_one_on_his_screen(
        self, world: World
    ):
        seen = make_case(world, State.IN_PROGRESS)
        actions.classify(
            Case.objects.get(pk=seen.pk),
            title="",
            classification=classification("complaint_oversight"),
            category=category(),
            by=world.admin,
            at=MONDAY + 5 * HOUR,
        )

        case = actions.withdraw(seen, reason="Saya takut.", at=MONDAY + 9 * HOUR)

        assert (case.state, case.is_finding) == (State.IN_PROGRESS, True)

    def test_lets_a_finding_go_on_that_waited_for_its_reporter(self, world: World):
        held = make_case(world, State.ON_HOLD)
        Case.objects.filter(pk=held.pk).update(classification="complaint_oversight")

        case = actions.withdraw(held, reason="Saya takut.", at=MONDAY + 9 * HOUR)

        assert (case.state, case.due_timer) == (State.RECEIVED, "verification")
        assert actions.sweep(at=MONDAY + timedelta(days=90)) == 0

    def test_forgets_what_was_asked_and_which_unit_had_it(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        actions.ask_reporter(
            case,
            content="Di mana?",
            missing=["Lokasi"],
            by=world.liaison,
            at=MONDAY + 6 * HOUR,
        )
        actions.withdraw(case, reason="Nanti saja.", at=MONDAY + 7 * HOUR)
        case = actions.revive(case, reason="Lanjut.", by=REPORTER, at=MONDAY + 8 * HOUR)
        assert not case.is_waiting_for_reporter

        case = actions.pass_on(
            case,
            reason="Bukan kami.",
            to=world.panrb,
            suggestion=None,
            by=world.admin,
            at=MONDAY + 9 * HOUR,
        )

        assert case.unit is None
        assert not case.assignments.filter(ended_at=None).exists()


class TestEscalate:
    """escalate() …"""

    def test_waits_until_the_case_is_late(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        with pytest.raises(NotAllowedNow, match="batas waktu"):
            actions.escalate(case, consent=True, at=MONDAY + 9 * HOUR)

    def test_needs_consent(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        with pytest.raises(Invalid, match="persetujuan"):
            actions.escalate(case, consent=False, at=LATER)

    def test_opens_the_case_to_the_ombudsman_who_may_close_an_answered_one(
        self, world: World
    ):
        case = make_case(world, State.REPLIED)
        case = actions.escalate(case, consent=True, at=LATER)

        case = actions.close(
            case, reason="Selesai diperiksa.", by=world.ombudsman, at=LATER + HOUR
        )

        assert case.closing == Closing.OMBUDSMAN


class TestClose:
    """close() …"""

    def test_needs_a_reason(self, world: World):
        case = make_case(world, State.ANSWERED)

        with pytest.raises(Invalid):
            actions.close(case, reason="", by=world.admin, at=MONDAY + 9 * HOUR)

    def test_stops_every_clock(self, world: World):
        case = make_case(world, State.ANSWERED)

        case = actions.close(
            case, reason="Tuntas.", by=world.admin, at=MONDAY + 9 * HOUR
        )

        assert case.closing == Closing.OFFICER
        assert not Clock.objects.filter(case=case, stopped_at=None).exists()
