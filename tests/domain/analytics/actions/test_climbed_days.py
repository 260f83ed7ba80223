from datetime import timedelta

import pytest

from lapor.domain.analytics.actions import fold_cases
from lapor.domain.analytics.models import CaseFact
from lapor.domain.cases import actions as cases
from lapor.domain.escalation.actions import climb
from tests.factories.cases import MONDAY, NOT_OURS, World, dispatch, receive
from tests.factories.escalation import load_ladder, mornings

pytestmark = pytest.mark.django_db


def live(days: int) -> None:
    for morning in mornings(MONDAY, days):
        climb(at=morning)


def folded(case) -> list[int | None]:
    fold_cases([case.pk], at=MONDAY + timedelta(days=200))
    facts = CaseFact.objects.filter(case_id=case.pk).order_by("assignment_id")
    return list(facts.values_list("climbed_days", flat=True))


class TestClimbedDays:
    """climbed_days …"""

    def test_is_empty_while_nobody_was_told_of_lateness(self, world: World):
        load_ladder()
        case = dispatch(world, receive(world), at=MONDAY)
        live(7)  # reminders before the due day only
        assert folded(case) == [None]

    @pytest.mark.parametrize(("days", "late"), [(9, 0), (13, 3), (16, 5), (46, 20)])
    def test_is_how_late_it_was_when_the_highest_was_told(
        self, world: World, days: int, late: int
    ):
        load_ladder()
        case = dispatch(world, receive(world), at=MONDAY)
        live(days)
        assert folded(case) == [late]

    def test_belongs_to_the_agency_that_was_late(self, world: World):
        load_ladder()
        case = dispatch(world, receive(world), at=MONDAY)
        asked = cases.ask_return(
            case,
            reason="Milik kota.",
            suggestion=None,
            by=world.admin,
            at=MONDAY + timedelta(days=1),
            **NOT_OURS,
        )
        live(9)
        then = MONDAY + timedelta(days=9)
        cases.grant_return(asked, to=world.other, by=world.national, at=then)
        assert folded(case) == [0, None]
