"""Promises of an answer: asked about on their day, confirmed, missed, climbing."""

from datetime import date, datetime, timedelta

import pytest

from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Case, Clock, Promise
from lapor.domain.cases.rules import AnswerResult, State
from lapor.domain.deadlines.rules import Timer
from lapor.domain.escalation.actions import climb, load_ladder
from lapor.domain.escalation.models import Climb
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import ANSWER, HOUR, MONDAY, World, make_case

DAY = timedelta(days=1)
DUE = date(2026, 3, 20)
ON_THE_DAY = datetime.fromisoformat("2026-03-20T02:00:00+00:00")


@pytest.fixture
def case(world: World) -> Case:
    """Answered with a promise for the twentieth of March."""
    case = make_case(world, State.IN_PROGRESS)
    return actions.final_answer(
        case,
        content=ANSWER,
        result=AnswerResult.PLANNED,
        promised_on=DUE,
        promise="Lampu nomor 14 diganti",
        by=world.liaison,
        at=MONDAY + 5 * HOUR,
    )


def facts() -> list[str]:
    rows = Entry.objects.filter(fact__startswith="promise.").order_by("pk")
    return list(rows.values_list("fact", flat=True))


def standing(case: Case) -> str:
    case.__dict__.pop("_promises", None)
    return str(queries.promises_of(case)[0].standing)


class TestOnItsDay:
    """On its day a promise …"""

    def test_is_asked_about_once(self, case: Case):
        assert actions.watch_promises(at=ON_THE_DAY - DAY) == 0
        assert actions.watch_promises(at=ON_THE_DAY) == 1
        assert actions.watch_promises(at=ON_THE_DAY) == 0

        assert facts() == ["promise.asked"]
        assert standing(case) == "due"
        lines = queries.timeline(case, queries.Eyes.PUBLIC)
        assert "Lampu nomor 14 diganti" in lines[-1].sentence

    def test_does_not_disturb_who_is_writing(self, case: Case):
        actions.watch_promises(at=ON_THE_DAY)

        assert Case.objects.get(pk=case.pk).version == case.version

    def test_is_not_asked_about_when_the_office_says_it_is_kept(
        self, world: World, case: Case
    ):
        actions.keep_promise(case.promises.get(), by=world.liaison, at=MONDAY + DAY)

        assert actions.watch_promises(at=ON_THE_DAY) == 0
        assert standing(case) == "said_kept"

    def test_is_asked_about_after_three_days_of_outage(self, case: Case):
        actions.watch_promises(at=ON_THE_DAY + 3 * DAY)

        assert facts() == ["promise.asked", "promise.missed"]


class TestTheReporter:
    """The reporter …"""

    def test_confirms_what_was_kept(self, case: Case):
        actions.watch_promises(at=ON_THE_DAY)
        judge(case, is_kept=True)

        assert standing(case) == "kept"
        assert case.promises.get().kept_at == ON_THE_DAY + HOUR

    def test_denies_what_the_office_says(self, world: World, case: Case):
        actions.keep_promise(case.promises.get(), by=world.liaison, at=MONDAY + DAY)
        judge(case, is_kept=False)

        row = case.promises.get()
        assert (row.kept_at, row.is_confirmed) == (None, False)
        assert row.missed_at is not None
        assert standing(case) == "missed"

    def test_is_asked_anew_when_it_was_kept_after_he_denied_it(
        self, world: World, case: Case
    ):
        actions.watch_promises(at=ON_THE_DAY)
        judge(case, is_kept=False)
        clock = Clock.objects.get(case=case, timer=Timer.PROMISE)
        actions.keep_promise(case.promises.get(), by=world.liaison, at=ON_THE_DAY + DAY)

        clock.refresh_from_db()
        assert clock.stopped_at is not None
        judge(case, is_kept=False)
        assert Clock.objects.filter(timer=Timer.PROMISE, stopped_at=None).exists()
        assert standing(case) == "missed"

    def test_is_not_asked_about_a_day_he_has_judged(self, world: World, case: Case):
        actions.keep_promise(case.promises.get(), by=world.liaison, at=MONDAY + DAY)
        judge(case, is_kept=False)

        assert actions.watch_promises(at=ON_THE_DAY + 2 * DAY) == 0

    def test_is_quoted_to_nobody_outside(self, case: Case):
        actions.watch_promises(at=ON_THE_DAY)
        actions.confirm_promise(
            case,
            promise=case.promises.get(),
            is_kept=False,
            content="Saya Ani, Gang Kenari 1.",
            at=ON_THE_DAY + HOUR,
        )

        seen = {
            eyes: queries.timeline(case, eyes)[-1]
            for eyes in (queries.Eyes.PUBLIC, queries.Eyes.REPORTER)
        }
        assert seen[queries.Eyes.PUBLIC].content == ""
        assert "janji" in seen[queries.Eyes.PUBLIC].sentence
        assert "Ani" in seen[queries.Eyes.REPORTER].content

    def test_says_so_once(self, case: Case):
        actions.watch_promises(at=ON_THE_DAY)
        judge(case, is_kept=True)

        with pytest.raises(NotAllowedNow):
            judge(case, is_kept=False)

    def test_is_not_asked_before_the_day(self, case: Case):
        with pytest.raises(NotAllowedNow):
            judge(case, is_kept=True)

    def test_is_offered_it_when_it_is_due(self, case: Case):
        def offered() -> bool:
            case.__dict__.pop("_promises", None)
            steps = queries.acts_for_reporter(case, at=ON_THE_DAY)
            return "confirm_promise" in {str(step.act) for step in steps}

        assert not offered()
        actions.watch_promises(at=ON_THE_DAY)
        assert offered()


def judge(case: Case, *, is_kept: bool) -> Case:
    promise = Promise.objects.get(case=case)
    return actions.confirm_promise(
        case, promise=promise, is_kept=is_kept, at=ON_THE_DAY + HOUR
    )


class TestTheOffice:
    """Saying that a promise was kept …"""

    def test_is_for_who_answers_the_case(self, world: World, case: Case):
        for reader in (world.leader, world.coordinator, world.clerk):
            with pytest.raises(NotPermitted):
                actions.keep_promise(case.promises.get(), by=reader, at=MONDAY + DAY)

        assert case.promises.get().kept_at is None

    def test_counts_once(self, world: World, case: Case):
        row = case.promises.get()
        actions.keep_promise(row, by=world.liaison, at=MONDAY + DAY)

        with pytest.raises(NotAllowedNow):
            actions.keep_promise(row, by=world.admin, at=MONDAY + DAY)

        assert facts() == ["promise.kept"]


class TestMissed:
    """A missed promise …"""

    def test_climbs_the_ladder_even_when_the_case_is_closed(
        self, world: World, case: Case
    ):
        load_ladder(by=SYSTEM, at=MONDAY)
        actions.accept(case, at=MONDAY + DAY)
        for days in range(0, 45):
            at = ON_THE_DAY + days * DAY
            actions.watch_promises(at=at)
            climb(at=at, limit=100)
            climb(at=at, limit=100)

        climbs = Climb.objects.filter(clock__timer=Timer.PROMISE).order_by("pk")
        assert [row.step for row in climbs] == [40, 60, 70, 80]
        assert Case.objects.get(pk=case.pk).state == State.CLOSED

    def test_stops_climbing_when_it_is_kept_late(self, world: World, case: Case):
        actions.watch_promises(at=ON_THE_DAY + 2 * DAY)
        clock = Clock.objects.get(case=case, timer=Timer.PROMISE)
        assert clock.stopped_at is None

        actions.keep_promise(
            case.promises.get(), by=world.liaison, at=ON_THE_DAY + 3 * DAY
        )
        clock.refresh_from_db()
        assert clock.stopped_at == ON_THE_DAY + 3 * DAY

    def test_does_not_fall_due_before_the_end_of_its_day(self, case: Case):
        actions.watch_promises(at=ON_THE_DAY + DAY)

        clock = Clock.objects.get(case=case, timer=Timer.PROMISE)
        local = clock.due_at.astimezone(ON_THE_DAY.astimezone().tzinfo)
        assert clock.due_at > ON_THE_DAY
        assert clock.due_at < ON_THE_DAY + DAY
        assert local


class TestMaking:
    """A promise …"""

    def test_may_go_with_any_news(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        actions.follow_up(
            case,
            content="Tiang akan dipasang.",
            promised_on=DUE,
            promise="Tiang dipasang",
            by=world.liaison,
            at=MONDAY + 5 * HOUR,
        )

        assert case.promises.get().due_on == DUE

    def test_needs_a_day_to_come(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        with pytest.raises(Invalid):
            actions.follow_up(
                case,
                content="Tiang akan dipasang.",
                promised_on=MONDAY.date(),
                by=world.liaison,
                at=MONDAY + 5 * HOUR,
            )
