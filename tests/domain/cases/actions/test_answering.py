from datetime import date, timedelta

import pytest

from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Clock, Promise
from lapor.domain.cases.rules import AnswerResult, State
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import (
    ANSWER,
    HOUR,
    MONDAY,
    NOT_OURS,
    World,
    answer,
    make_case,
)


class TestFollowUp:
    """follow_up() …"""

    def test_notes_the_first_one_with_its_time_on_working_days(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        assert case.first_follow_up_at == MONDAY + 2 * HOUR
        assert case.follow_up_microseconds == 3_600_000_000

    def test_counts_no_hours_of_a_weekend(self, world: World):
        case = make_case(world, State.DISPATCHED, at=MONDAY + timedelta(days=4))

        case = actions.follow_up(
            case, content="Senin.", by=world.liaison, at=MONDAY + timedelta(days=7)
        )

        friday_rest = (24 - 10) * 3600
        monday_part = 9 * 3600
        assert case.follow_up_microseconds == (friday_rest + monday_part) * 1_000_000

    def test_of_a_secret_case_is_not_public(self, world: World):
        case = make_case(world, State.IN_PROGRESS, secret=True)

        public = queries.timeline(case, queries.Eyes.PUBLIC)
        assert "Petugas menuju lokasi." not in [line.content for line in public]


class TestFinalAnswer:
    """final_answer() …"""

    def test_starts_the_ten_days_for_the_reporter(self, world: World):
        case = make_case(world, State.ANSWERED)

        assert case.due_timer == "silence"
        assert case.result == AnswerResult.FULFILLED

    def test_given_at_once_is_the_first_follow_up_too(self, world: World):
        case = answer(world, make_case(world, State.DISPATCHED), at=MONDAY + 9 * HOUR)

        assert case.first_follow_up_at == case.answered_at == MONDAY + 9 * HOUR

    def test_needs_evidence_or_an_explanation(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        with pytest.raises(Invalid, match="bukti atau penjelasan"):
            actions.final_answer(
                case,
                content="Sudah.",
                result=AnswerResult.FULFILLED,
                by=world.liaison,
                at=MONDAY + 9 * HOUR,
            )

    def test_that_plans_needs_a_day_in_the_future(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        with pytest.raises(Invalid, match="Janji memerlukan tanggal"):
            plan(world, case, date(2026, 3, 2))

    def test_that_plans_makes_a_promise(self, world: World):
        case = plan(world, make_case(world, State.IN_PROGRESS), date(2026, 6, 30))

        promise = Promise.objects.get(case=case)
        kept = actions.keep_promise(promise, by=world.liaison, at=MONDAY + 99 * HOUR)
        assert kept.kept_at


def plan(world, case, on):
    return actions.final_answer(
        case,
        content=ANSWER,
        result=AnswerResult.PLANNED,
        promised_on=on,
        by=world.liaison,
        at=MONDAY + 9 * HOUR,
    )


def ask(world, case, at):
    return actions.ask_reporter(
        case, content="Mohon foto.", missing=["Foto"], by=world.liaison, at=at
    )


class TestAskReporter:
    """ask_reporter() …"""

    def test_who_goes_on_without_the_data_buys_no_time(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        due_at = Clock.objects.get(case=case, timer="completion").due_at
        case = ask(world, case, MONDAY + 3 * HOUR)

        case = actions.follow_up(
            case, content="Kami lanjutkan.", by=world.liaison, at=MONDAY + 4 * HOUR
        )

        assert not case.is_waiting_for_reporter
        assert Clock.objects.get(case=case, timer="completion").due_at == due_at

    def test_nothing_is_asked_any_more_once_the_remit_is_disputed(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        due_at = Clock.objects.get(case=case, timer="completion").due_at
        case = ask(world, case, MONDAY + 3 * HOUR)

        case = actions.ask_return(
            case,
            reason="Jalan provinsi.",
            **NOT_OURS,
            suggestion=None,
            by=world.admin,
            at=MONDAY + 4 * HOUR,
        )

        assert not case.is_waiting_for_reporter
        assert Clock.objects.get(case=case, timer="completion").due_at == due_at

    def test_pauses_completion_until_the_reporter_supplies(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        before = case.completion_due_at

        case = ask(world, case, MONDAY + 24 * HOUR)
        case = actions.supply(case, content="Ini fotonya.", at=MONDAY + 72 * HOUR)

        assert not case.is_waiting_for_reporter
        assert case.completion_due_at > before

    def test_is_possible_twice(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        for day in (1, 2):
            case = ask(world, case, MONDAY + timedelta(days=day))
            case = actions.supply(
                case, content="Ini.", at=MONDAY + timedelta(days=day, hours=1)
            )

        with pytest.raises(NotAllowedNow, match="2 kali"):
            ask(world, case, MONDAY + timedelta(days=3))

    def test_does_not_wait_twice_at_once(self, world: World):
        case = ask(world, make_case(world, State.IN_PROGRESS), MONDAY + 24 * HOUR)

        with pytest.raises(NotAllowedNow, match="tunggu"):
            ask(world, case, MONDAY + 25 * HOUR)


class TestReply:
    """reply() …"""

    def test_stops_the_silence_and_starts_the_agencys_clock(self, world: World):
        case = make_case(world, State.REPLIED)

        running = Clock.objects.filter(case=case, stopped_at=None)
        timers = set(running.values_list("timer", flat=True))
        assert "silence" not in timers
        assert case.due_timer == "reply"

    def test_can_be_answered_again(self, world: World):
        case = answer(world, make_case(world, State.REPLIED), at=MONDAY + 30 * HOUR)

        assert case.state == State.ANSWERED


class TestNote:
    """note() …"""

    def test_never_reaches_the_reporter_or_the_public(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        actions.note(case, content="ZZRAHASIA", by=world.auditor, at=MONDAY + 9 * HOUR)

        for eyes, seen in (("public", False), ("reporter", False), ("officer", True)):
            lines = queries.timeline(case, queries.Eyes(eyes))
            assert any("ZZRAHASIA" in line.content for line in lines) is seen

    def test_is_not_for_a_stranger(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        with pytest.raises(NotPermitted):
            actions.note(case, content="x", by=world.other_admin, at=MONDAY + 9 * HOUR)
