from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from lapor.domain.cases import actions as cases
from lapor.domain.cases.rules import State
from lapor.domain.publication.actions import approve, hide, propose
from lapor.domain.publication.models import Publication
from lapor.domain.publication.queries import PublicFilters, public_case, public_page
from lapor.kernel.errors import (
    Conflict,
    DomainError,
    NotAllowedNow,
    NotFound,
    NotPermitted,
)
from tests.factories.cases import HOUR, MONDAY, World, make_case

LATER = MONDAY + timedelta(days=2)


def shown(at=LATER) -> list[Publication]:
    return public_page(PublicFilters(), at=at).rows


class TestPropose:
    """propose() …"""

    def test_shows_nothing_yet(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        propose(case, by=world.admin, at=MONDAY + 9 * HOUR)

        assert shown() == []

    def test_masks_what_must_not_be_public(self, world: World):
        case = make_case(
            world,
            State.IN_PROGRESS,
            content="Hubungi Budi di 081234567890, NIK 3204012345678901, segera ya.",
        )

        publication = propose(case, by=world.admin, at=MONDAY + 9 * HOUR)

        assert "081234567890" not in publication.content
        assert "3204012345678901" not in publication.content

    @pytest.mark.parametrize("state", [State.RECEIVED, State.ON_HOLD, State.ARCHIVED])
    def test_waits_for_verification(self, world: World, state: State):
        case = make_case(world, state)

        with pytest.raises(NotAllowedNow):
            propose(case, by=world.admin, at=LATER)

    def test_refuses_a_secret_case(self, world: World):
        case = make_case(world, State.IN_PROGRESS, secret=True)

        with pytest.raises(NotAllowedNow, match="rahasia"):
            propose(case, by=world.admin, at=LATER)


class TestApprove:
    """approve() …"""

    def test_takes_a_second_person(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        publication = propose(case, by=world.admin, at=MONDAY + 9 * HOUR)

        with pytest.raises(NotPermitted, match="orang lain"):
            approve(publication, by=world.admin, at=MONDAY + 10 * HOUR)

    def test_leaves_a_quarter_of_an_hour_to_undo(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        publication = propose(case, by=world.admin, at=MONDAY + 9 * HOUR)

        approve(publication, by=world.liaison, at=MONDAY + 10 * HOUR)

        assert shown(MONDAY + 10 * HOUR + timedelta(minutes=14)) == []
        assert len(shown(MONDAY + 10 * HOUR + timedelta(minutes=15))) == 1

    def test_is_of_the_copy_that_was_read(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        read = propose(case, by=world.admin, at=MONDAY + 9 * HOUR).proposed_at
        newer = propose(
            case, content="Naskah lain.", by=world.admin, at=MONDAY + 10 * HOUR
        )

        with pytest.raises(Conflict, match="diubah"):
            approve(newer, by=world.liaison, at=MONDAY + 11 * HOUR, seen=read)
        out = approve(newer, by=world.liaison, at=LATER, seen=newer.proposed_at)

        assert out.visible_from is not None

    def test_the_database_itself_refuses_one_person(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        publication = propose(case, by=world.admin, at=MONDAY + 9 * HOUR)

        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.filter(pk=publication.pk).update(
                visible_from=LATER, approved_by=publication.proposed_by
            )


class TestSecrecy:
    """A case that becomes secret …"""

    def test_loses_its_public_copy_at_once(self, world: World):
        case = publish(world, make_case(world, State.IN_PROGRESS))
        assert shown()

        cases.protect(case, secret=True, by=world.admin, at=LATER)

        assert shown() == []
        with pytest.raises(NotFound):
            public_case(case.number, at=LATER)

    def test_is_hidden_by_one_person_alone(self, world: World):
        case = publish(world, make_case(world, State.IN_PROGRESS))

        hide(case.publication, by=world.liaison, at=LATER)

        assert shown() == []


def publish(world, case):
    publication = propose(case, by=world.admin, at=MONDAY + 9 * HOUR)
    approve(publication, by=world.liaison, at=MONDAY + 10 * HOUR)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("name", ["admin", "liaison", "national", "leader", "clerk"])
def test_no_order_of_acts_of_one_person_makes_anything_public(world: World, name: str):
    officer = world.officers[name]
    case = make_case(world, State.DISPATCHED)

    def offer(at):
        propose(case, by=officer, at=at)

    def accept(at):
        approve(Publication.objects.get(case=case), by=officer, at=at)

    def write(at):
        cases.follow_up(case, content="Kami ke lokasi.", by=officer, at=at)

    for order in permutations([offer, accept, write, offer, accept]):
        with transaction.atomic():
            at = MONDAY + 5 * HOUR
            for act in order:
                at += HOUR
                try:
                    act(at)
                except (DomainError, Publication.DoesNotExist):
                    continue
            assert shown(at + timedelta(days=9)) == []
            transaction.set_rollback(True)
