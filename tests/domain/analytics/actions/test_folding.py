"""Facts follow the cases, whatever happened to them."""

from datetime import timedelta

from django.db import connection

from lapor.domain.analytics.actions import fold_cases
from lapor.domain.analytics.models import CaseFact
from lapor.domain.analytics.rules.tables import TABLES
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State, bucket_of
from tests.factories.cases import MONDAY, World, make_case

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


def test_the_view_has_exactly_the_columns_of_the_table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = 'evaluation_cases' ORDER BY ordinal_position"
        )
        found = [(name, KINDS[kind]) for name, kind in cursor.fetchall()]

    assert found == [(column.name, column.kind) for column in TABLES["cases"]]


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
