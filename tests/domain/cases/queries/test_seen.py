from datetime import date
from itertools import product

import pytest

from lapor.domain.accounts.rules import TABLE, Action, Protection, Relation, Role
from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Case
from lapor.domain.cases.policies import may_see_identity
from lapor.domain.cases.rules import State
from lapor.kernel.errors import NotFound, NotPermitted
from tests.factories.cases import HOUR, MONDAY, World, make_case, receive

TODAY = date(2026, 3, 2)


@pytest.fixture
def mixed(world: World) -> list[Case]:
    """Cases of two agencies with every protection, some assigned, one escalated."""
    found = []
    for anonymous, secret in product((False, True), repeat=2):
        options = {"anonymous": anonymous, "secret": secret}
        found.append(receive(world, **options))
        found.append(receive(world, agency=world.other, **options))
        found.append(make_case(world, State.IN_PROGRESS, **options))
        found.append(receive(world, entered_by=world.clerk.actor.ref, **options))
        late = make_case(world, State.IN_PROGRESS, **options)
        at = MONDAY.replace(month=9)
        found.append(actions.escalate(late, consent=True, at=at))
        Case.objects.filter(pk=found[0].pk).update(programme="gizi")
    for secret in (False, True):
        shared = make_case(world, State.IN_PROGRESS, secret=secret)
        given = {"by": world.admin, "at": MONDAY + 4 * HOUR}
        shared = actions.invite(shared, to=world.other, task="Bantu.", **given)
        actions.consult(
            shared,
            to=world.coordinator_home,
            question="Setuju?",
            due_on=date(2026, 3, 5),
            **given,
        )
        copied = make_case(world, State.IN_PROGRESS)
        copied = actions.send_copy(copied, to=world.other, **given)
        if secret:
            actions.protect(copied, secret=True, **given)
    return list(Case.objects.select_related("agency", "unit"))


@pytest.mark.parametrize("action", list(Action))
def test_the_filter_and_the_question_agree_for_everybody(
    world: World, mixed: list[Case], action: Action
):
    for name, officer in world.officers.items():
        listed = set(queries.seen_by(officer, on=TODAY, action=action))
        asked = {
            case
            for case in mixed
            if queries.is_permitted(officer, case, action, on=TODAY)
        }
        assert listed == asked, (name, action)


def test_nobody_sees_a_case_of_another_agency(world: World):
    theirs = receive(world, agency=world.other)

    for name in ("admin", "liaison", "leader", "auditor", "clerk"):
        officer = world.officers[name]
        assert theirs not in queries.seen_by(officer, on=TODAY), name
        with pytest.raises(NotFound):
            queries.case_seen_by(officer, theirs.number, on=TODAY)


def test_a_coordinator_reads_no_secret_case(world: World):
    receive(world, secret=True)
    shown = receive(world)

    assert list(queries.seen_by(world.coordinator, on=TODAY)) == [shown]


def test_a_hidden_and_a_missing_case_look_alike(world: World):
    theirs = receive(world, agency=world.other)

    messages = set()
    for number in (theirs.number, "0000-0000-000", "kacau"):
        with pytest.raises(NotFound) as refused:
            queries.case_seen_by(world.admin, number, on=TODAY)
        messages.add(str(refused.value))
    assert len(messages) == 1


def test_the_table_shows_an_anonymous_reporter_to_the_ombudsman_only(world: World):
    case = make_case(world, State.IN_PROGRESS, anonymous=True)

    for name, officer in world.officers.items():
        with pytest.raises(NotPermitted):
            may_see_identity(officer, case, on=TODAY)
        assert name


def test_a_revoked_mandate_opens_nothing(world: World):
    receive(world)
    grant = world.admin.grants.get()
    grant.revoked_at = MONDAY + HOUR
    grant.save()
    world.admin.__dict__.pop("_grants", None)

    assert not queries.seen_by(world.admin, on=TODAY).exists()


class TestTable:
    """The permission table …"""

    def test_gives_identities_of_anonymous_reporters_to_no_officer_but_by_consent(self):
        open_to = {
            (rule.role, rule.relation)
            for rule in TABLE
            if rule.action == Action.SEE_IDENTITY and Protection.ANONYMOUS in rule.under
        }

        assert open_to == {(Role.OMBUDSMAN, Relation.CONSENTED)}

    def test_lets_the_auditor_change_nothing_but_by_reopening(self):
        may = {rule.action for rule in TABLE if rule.role == Role.AUDITOR}

        assert may == {
            Action.READ_CASE,
            Action.NOTE,
            Action.EXAMINE,
            Action.REOPEN,
            Action.EXPORT,
            Action.OVERSEE,
            Action.EVALUATE,
            Action.SCORE_ANSWERS,
            Action.PUBLISH_RESULT,
            Action.VERIFY_PLAN,
        }

    def test_gives_the_system_administrator_no_case(self):
        may = {rule.action for rule in TABLE if rule.role == Role.SYSTEM_ADMIN}

        assert Action.READ_CASE not in may

    def test_has_no_row_twice(self):
        assert len(TABLE) == len(set(TABLE))
