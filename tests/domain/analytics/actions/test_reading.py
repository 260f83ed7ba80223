"""The fold reads the ledger behind a bookmark: late, twice, or in pieces."""

from datetime import timedelta

import pytest

from lapor.domain.analytics.actions import fold
from lapor.domain.analytics.actions.folding import READER
from lapor.domain.analytics.models import CaseFact, FactState
from lapor.domain.cases.models import Promise
from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from lapor.domain.ledger.queries import bookmark_of
from tests.factories.cases import HOUR, MONDAY, dispatch, make_case, make_world

LATER = MONDAY + timedelta(days=3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("settled")
class TestReadingTheLedger:
    """Committed entries only: each test commits."""

    def test_facts_follow_the_ledger_once(self):
        world = make_world()
        make_case(world, State.CLOSED)
        case = make_case(world, State.RECEIVED)

        assert fold(at=LATER) == 2
        assert fold(at=LATER) == 0

        newest = Entry.objects.order_by("-transaction", "-pk").first()
        assert bookmark_of(READER).entry == newest.pk
        dispatch(world, case, at=case.received_at + HOUR)
        assert fold(at=LATER) == 1
        fact = CaseFact.objects.get(case_id=case.pk)
        assert fact.assignment_id > 0
        assert fact.state == State.DISPATCHED

    def test_pieces_come_to_the_same(self):
        world = make_world()
        for state in (State.CLOSED, State.RECEIVED, State.ANSWERED):
            make_case(world, state)

        fold(at=LATER, entries=2)

        states = list(CaseFact.objects.values_list("state", flat=True))
        assert len(states) == 3
        assert set(states) == {"closed", "received", "answered"}

    def test_a_promise_falls_due_though_nothing_happens(self):
        world = make_world()
        case = make_case(world, State.ANSWERED)
        Promise.objects.create(
            case=case,
            due_on=LATER.date(),
            text="Diaspal",
            made_by=world.regency,
            made_at=MONDAY + 9 * HOUR,
        )
        fold(at=LATER)
        assert CaseFact.objects.get(case_id=case.pk).promises_due == 0

        assert fold(at=LATER + timedelta(days=1)) == 1

        fact = CaseFact.objects.get(case_id=case.pk)
        assert (fact.promises_due, fact.promises_kept) == (1, 0)

    def test_as_of_never_goes_back(self):
        fold(at=LATER)
        fold(at=MONDAY)

        assert FactState.objects.get().as_of == LATER
