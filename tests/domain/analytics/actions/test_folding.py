"""Facts follow the cases, whatever happened to them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from lapor.domain.analytics.actions import fold_cases
from lapor.domain.analytics.models import CaseFact, Contribution, WorkDay
from lapor.domain.analytics.rules.tables import TABLES
from lapor.domain.cases import actions
from lapor.domain.cases.actions.bulk import take_over
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import AnswerResult, State, bucket_of
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.feedback.actions import Stars, accept_and_rate
from lapor.domain.feedback.rules import Solved
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import ANSWER, HOUR, MONDAY, NOT_OURS, World, make_case

DAY = timedelta(days=1)
OPEN_OR_ENDED = set(State) - {State.DRAFT, State.WITH_OMBUDSMAN}
LATER = MONDAY + timedelta(days=60)
KINDS = {
    "bigint": "int64",
    "text": "string",
    "boolean": "boolean",
    "timestamp with time zone": "timestamp",
    "date": "date",
    "double precision": "float64",
}


@pytest.mark.parametrize("name", ["cases", "contributions"])
def test_the_view_has_exactly_the_columns_of_the_table(db, name: str):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = %s ORDER BY ordinal_position",
            [f"evaluation_{name}"],
        )
        found = [(column, KINDS[kind]) for column, kind in cursor.fetchall()]

    assert found == [(column.name, column.kind) for column in TABLES[name]]


def test_every_state_has_one_present_row_with_the_moments_of_its_case(world: World):
    for state in sorted(OPEN_OR_ENDED):
        make_case(world, state)

    fold_cases(Case.objects.values_list("pk", flat=True), at=LATER)

    facts = {fact.case_id: fact for fact in CaseFact.objects.filter(is_present=True)}
    assert len(facts) == Case.objects.count() == len(OPEN_OR_ENDED)
    for case in Case.objects.all():
        fact = facts[case.pk]
        assert fact.bucket == bucket_of(State(case.state))
        assert fact.agency == case.agency.code
        assert fact.unit == (case.unit.code if case.unit else "")
        for ours, theirs in {
            "received_at": "received_at",
            "verified_at": "verified_at",
            "dispatched_at": "dispatched_at",
            "followed_up_at": "first_follow_up_at",
            "follow_up_due_at": "follow_up_due_at",
            "answered_at": "answered_at",
            "completion_due_at": "completion_due_at",
            "closed_at": "closed_at",
            "follow_up_microseconds": "follow_up_microseconds",
            "month": "month",
        }.items():
            assert getattr(fact, ours) == getattr(case, theirs), (ours, case.state)


def joint(world: World, *, hand_in: timedelta | None) -> Case:
    """A case that the regency leads and the other agency helps in."""
    case = make_case(world, State.IN_PROGRESS)
    asked = MONDAY + 4 * HOUR
    case = actions.invite(
        case, to=world.other, task="Bersihkan saluran.", by=world.admin, at=asked
    )
    if hand_in is not None:
        actions.contribute(
            case,
            content="Sudah bersih.",
            is_final=True,
            by=world.other_admin,
            at=asked + hand_in,
        )
    return case


def test_a_helper_has_a_part_with_its_own_term_and_the_report_counts_once(
    world: World,
):
    case = joint(world, hand_in=None)
    fold_cases([case.pk], at=MONDAY + DAY)
    waiting = Contribution.objects.get()
    actions.contribute(
        Case.objects.get(pk=case.pk),
        content="Sudah bersih.",
        is_final=True,
        by=world.other_admin,
        at=MONDAY + 2 * DAY,
    )

    fold_cases([case.pk], at=LATER)

    part = Contribution.objects.get()
    assert waiting.handed_in_at is None
    assert (part.number, part.agency, part.unit) == (case.number, world.other.code, "")
    assert part.handed_in_at == MONDAY + 2 * DAY
    assert MONDAY < part.asked_at < part.due_at
    assert [fact.agency for fact in CaseFact.objects.all()] == [world.regency.code]


def test_an_agency_that_gave_a_case_back_keeps_its_row(world: World):
    case = make_case(world, State.DISPATCHED)
    first_due = case.follow_up_due_at
    case = actions.ask_return(
        case,
        reason="Jalan provinsi.",
        suggestion=None,
        by=world.admin,
        at=MONDAY + DAY,
        **NOT_OURS,
    )
    returned = MONDAY + 2 * DAY
    case = actions.grant_return(case, to=world.other, by=world.national, at=returned)
    case = actions.follow_up(
        case, content=ANSWER, by=world.other_admin, at=MONDAY + 3 * DAY
    )

    fold_cases([case.pk], at=LATER)

    before, now = CaseFact.objects.order_by("assignment_id")
    assert (before.agency, now.agency) == (world.regency.code, world.other.code)
    assert (before.is_present, now.is_present) == (False, True)
    assert before.unit == world.unit.code
    assert before.returned_at == returned
    assert before.follow_up_due_at == first_due
    assert before.followed_up_at is None
    assert before.completion_due_at is None
    assert now.dispatched_at == returned
    assert now.followed_up_at == MONDAY + 3 * DAY
    assert (now.follow_up_days, now.return_count) == (1, 1)
    assert now.follow_up_due_at == case.follow_up_due_at != first_due


def test_a_rated_answer_with_a_promise_and_a_reply(world: World):
    case = make_case(world, State.REPLIED)
    case = actions.final_answer(
        case,
        content="  Jalan   diaspal\nbulan depan, "
        + "dianggarkan dalam perubahan APBD. " * 3,
        result=AnswerResult.PLANNED,
        promised_on=date(2026, 4, 1),
        promise="Aspal",
        by=world.liaison,
        at=MONDAY + DAY,
    )
    stars = Stars(speed=5, quality=4, manner=4, solved=Solved.PARTLY)
    case = accept_and_rate(case, stars=stars, at=MONDAY + 2 * DAY)

    fold_cases([case.pk], at=LATER)

    fact = CaseFact.objects.get()
    assert (fact.rating, fact.stars, fact.solved) == (4, 13, "partly")
    assert fact.is_disputed
    assert (fact.promises_due, fact.promises_kept) == (1, 0)
    assert fact.result == "planned"
    assert fact.answer_length == 4 + 4 * 3
    assert len(fact.answer_fingerprint) == 32
    keep = case.promises.get()
    actions.keep_promise(
        keep, by=world.liaison, at=datetime(2026, 3, 30, 3, tzinfo=UTC)
    )
    fold_cases([case.pk], at=LATER)
    fact.refresh_from_db()
    assert (fact.promises_due, fact.promises_kept) == (1, 1)


def test_an_imported_case_has_no_moments_but_its_own(world: World):
    make_imported(world, State.CLOSED)

    fold_cases(Case.objects.values_list("pk", flat=True), at=LATER)

    fact = CaseFact.objects.get()
    assert fact.assignment_id == 0
    assert fact.is_present
    assert fact.bucket == "done"
    for name in ("verified_at", "dispatched_at", "followed_up_at", "answered_at"):
        assert getattr(fact, name) is None
    for name in ("follow_up_days", "completion_microseconds", "verification_days"):
        assert getattr(fact, name) is None


def make_imported(world: World, state: State) -> None:
    """Take over one case as an official export knows it."""
    case = Case(
        title="Lampu",
        content="Lampu padam.",
        channel="web",
        state=state,
        agency=world.regency,
        received_at=MONDAY,
        tracking_id=7_000_001,
        closing="officer",
    )
    take_over([case], by=SYSTEM, at=LATER)


def test_what_depends_on_today_is_worked_out_as_of_the_fold(world: World):
    make_case(world, State.RECEIVED)
    make_case(world, State.DISPATCHED)
    make_case(world, State.IN_PROGRESS)
    keys = list(Case.objects.values_list("pk", flat=True))
    flags = "is_verification_overdue, is_follow_up_overdue, is_completion_overdue"

    def seen() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT state, {flags}, open_days FROM evaluation_cases ORDER BY state"
            )
            return cursor.fetchall()

    fold_cases(keys, at=MONDAY + 12 * HOUR)
    assert seen() == [
        ("dispatched", False, False, False, 0),
        ("in_progress", False, False, False, 0),
        ("received", False, False, False, None),
    ]
    fold_cases([], at=MONDAY + timedelta(days=28))
    assert [row[1:4] for row in seen()] == [
        (False, True, True),
        (False, False, True),
        (True, False, False),
    ]
    calendar = calendar_for()
    worked = calendar.count(MONDAY.date(), MONDAY.date() + timedelta(days=28))
    assert seen()[0][4] == worked


def test_a_later_decree_changes_no_closed_result(world: World):
    case = make_case(world, State.DISPATCHED)
    case = actions.follow_up(
        case, content=ANSWER, by=world.liaison, at=MONDAY + 3 * DAY
    )
    fold_cases([case.pk], at=LATER)
    before = CaseFact.objects.get()

    WorkDay.objects.update(is_working=False, before=0)
    fold_cases([case.pk], at=LATER)

    after = CaseFact.objects.get()
    assert after.follow_up_days == before.follow_up_days == 3
    assert after.verification_microseconds == before.verification_microseconds
