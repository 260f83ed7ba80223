"""Statements "not ours": evidence, verdicts, the ledger of hops, the arbiter's list."""

from datetime import date

import pytest

from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Return
from lapor.domain.cases.rules import ReturnReason, State, Verdict
from lapor.kernel.errors import Invalid, NotAllowedNow
from tests.factories.cases import (
    HOUR,
    MONDAY,
    NOT_OURS,
    World,
    category,
    classification,
    make_case,
    receive,
)

TODAY = date(2026, 3, 2)


def ask(world: World, case, *, by=None, at=MONDAY + 3 * HOUR, **more):
    given = {"reason": "Jalan provinsi.", "suggestion": world.other, **NOT_OURS}
    return actions.ask_return(case, **(given | more), by=by or world.admin, at=at)


class TestEvidence:
    """A statement "not ours" …"""

    def test_is_refused_without_law_or_file(self, world: World):
        case = make_case(world, State.DISPATCHED)

        with pytest.raises(Invalid) as refused:
            ask(world, case, basis=" ")

        assert set(refused.value.fields) == {"basis"}
        assert not Return.objects.exists()

    def test_keeps_reason_basis_and_target(self, world: World):
        case = ask(world, make_case(world, State.DISPATCHED))

        kept = Return.objects.get(case=case)
        assert (kept.reason, kept.suggestion) == (
            ReturnReason.OTHER_LEVEL,
            world.other,
        )
        assert kept.basis == NOT_OURS["basis"]
        assert (kept.verdict, kept.decided_at) == ("", None)
        assert kept.message.visibility == "officers"


class TestLedgerOfHops:
    """The ledger of hops …"""

    def test_tells_who_said_no_and_where_it_went(self, world: World):
        case = ask(world, make_case(world, State.DISPATCHED))

        waiting = queries.hops(case)
        actions.grant_return(
            case, to=world.other, by=world.national, at=MONDAY + 4 * HOUR
        )

        (hop,) = queries.hops(case)
        assert [one.verdict for one in waiting] == [""]
        assert (hop.source, hop.target) == (world.regency.name, world.other.name)
        assert hop.verdict == Verdict.GRANTED.label
        assert not hop.is_binding

    def test_calls_a_refusal_binding(self, world: World):
        case = ask(world, make_case(world, State.DISPATCHED))

        actions.refuse_return(
            case, reason="Jalan kabupaten.", by=world.national, at=MONDAY + 4 * HOUR
        )

        (hop,) = queries.hops(case)
        assert (hop.target, hop.is_binding) == (world.regency.name, True)

    def test_knows_a_new_report_that_was_passed_on(self, world: World):
        case = actions.pass_on(
            receive(world),
            reason="Jalan nasional.",
            code=ReturnReason.OTHER_LEVEL,
            to=world.panrb,
            suggestion=world.other,
            by=world.admin,
            at=MONDAY + HOUR,
        )
        actions.dispatch(
            case,
            to=world.other,
            classification=classification(),
            category=category(),
            by=world.national,
            at=MONDAY + 2 * HOUR,
        )

        kept = Return.objects.get(case=case)
        assert (kept.verdict, kept.target) == (Verdict.GRANTED, world.other)
        assert not kept.after_dispatch


class TestArbiter:
    """The list of disputes …"""

    def test_has_what_the_arbiter_decides_and_nobody_elses(self, world: World):
        case = ask(world, make_case(world, State.DISPATCHED))
        make_case(world, State.DISPATCHED)

        (dispute,) = queries.disputes(world.national, on=TODAY)

        assert (dispute.case, dispute.hops, dispute.is_last) == (case, 1, False)
        assert dispute.hop.suggestion == world.other.name
        assert queries.disputes(world.admin, on=TODAY) == []

    def test_marks_the_decision_that_will_bind(self, world: World):
        case = ask(world, make_case(world, State.DISPATCHED))
        case = actions.grant_return(
            case, to=world.other, by=world.national, at=MONDAY + 4 * HOUR
        )
        ask(
            world,
            case,
            by=world.other_admin,
            suggestion=world.regency,
            at=MONDAY + 5 * HOUR,
        )

        (dispute,) = queries.disputes(world.national, on=TODAY)

        assert (dispute.hops, dispute.is_last) == (2, True)


def test_a_refused_return_after_a_follow_up_waits_for_the_completion(world: World):
    case = ask(world, make_case(world, State.IN_PROGRESS))

    case = actions.refuse_return(
        case, reason="Jalan kabupaten.", by=world.national, at=MONDAY + 4 * HOUR
    )

    assert (case.state, case.due_timer) == (State.DISPATCHED, "completion")
    with pytest.raises(NotAllowedNow):
        ask(world, case, at=MONDAY + 5 * HOUR)
