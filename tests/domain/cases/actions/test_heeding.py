"""Reports of harm and of priority programmes, from their receipt on."""

from datetime import date

import pytest

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from lapor.domain.priorities.models import Programme
from lapor.kernel.errors import Invalid, NotFound, NotPermitted
from tests.factories.cases import HOUR, MONDAY, World, dispatch, make_case, receive
from tests.factories.organisations import unit
from tests.factories.priorities import make_programme

TODAY = date(2026, 3, 2)
LATER = MONDAY + HOUR
VIOLENCE = "Satpam itu memukuli pengunjung di depan pasar setiap malam."
EXTORTION = "Petugas loket memeras warga yang mengurus surat pindah."
FIRE = "Kebakaran di gudang dekat pasar, api membesar."


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def mark(*users: User) -> None:
    for user in users:
        user.grants.update(handles_harm=True)


def readers(world: World, case: Case) -> set[str]:
    return {
        name
        for name, user in world.officers.items()
        if case in queries.seen_by(again(user), on=TODAY)
    }


def twins_agree(world: World) -> None:
    """The filter and the question say the same of every officer, act and case."""
    for user in map(again, world.officers.values()):
        for action in (Action.READ_CASE, Action.NOTE, Action.SEE_IDENTITY):
            listed = set(queries.seen_by(user, on=TODAY, action=action))
            asked = {
                case
                for case in Case.objects.select_related("agency", "unit")
                if queries.is_permitted(user, case, action, on=TODAY)
            }
            assert listed == asked, (user, action)


class TestHarm:
    """A report of harm …"""

    def test_is_secret_whatever_its_reporter_ticked(self, world: World):
        case = receive(world, content=VIOLENCE)

        assert (case.harm, case.is_secret) == ("violence", True)
        lines = queries.timeline(case, queries.Eyes.REPORTER)
        assert "dirahasiakan" in lines[-1].sentence

    def test_is_read_by_the_nation_alone_when_nobody_is_marked(self, world: World):
        case = receive(world, content=VIOLENCE)

        assert readers(world, case) == {"national"}
        twins_agree(world)

    def test_is_read_by_marked_officers_of_the_roles_it_names(self, world: World):
        mark(world.admin, world.liaison, world.leader, world.clerk, world.other_admin)
        case = dispatch(world, receive(world, content=VIOLENCE), at=LATER)

        assert readers(world, case) == {"national", "admin", "liaison"}
        twins_agree(world)

    def test_is_not_found_by_others_by_its_number(self, world: World):
        case = receive(world, content=VIOLENCE)

        with pytest.raises(NotFound):
            queries.case_seen_by(again(world.admin), case.number, on=TODAY)

    def test_is_not_given_to_its_programme_overseer(self, world: World):
        mark(world.programme)
        case = receive(world, content=f"{VIOLENCE} Saat mudik.")

        assert case.programme == "mudik"
        assert readers(world, case) == {"national"}

    def test_that_only_needs_help_at_once_stays_open(self, world: World):
        case = receive(world, content=FIRE)

        assert (case.harm, case.is_secret) == ("danger", False)
        assert "admin" in readers(world, case)

    def test_is_a_fact_of_the_ledger_without_a_word_of_it(self, world: World):
        case = receive(world, content=VIOLENCE)

        entry = Entry.objects.get(fact="case.harm_noticed", subject=case.ref)
        assert entry.data == {
            "harm": "violence",
            "is_urgent": True,
            "is_restricted": True,
        }

    def test_leaves_an_ordinary_report_alone(self, world: World):
        case = receive(world)

        assert (case.harm, case.accused, case.is_secret) == ("", None, False)
        assert not Entry.objects.filter(fact="case.harm_noticed").exists()


class TestAccused:
    """The accused unit …"""

    def test_is_the_one_the_reporter_named(self, world: World):
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            case = actions.open_case(
                actions.NewCase(
                    title="Pemerasan di loket",
                    content=EXTORTION,
                    classification=world_class(),
                    channel="web",  # type: ignore[arg-type]
                    agency=world.regency,
                    named=world.unit,
                ),
                code="0123456789ABCDEFGHJKMNPQRS",
                by=world.system.actor,
                at=MONDAY,
            )

        assert case.accused == world.unit

    def test_never_sees_it_marked_or_not(self, world: World):
        mark(world.admin, world.liaison, world.auditor)
        case = accuse(world, receive(world, content=EXTORTION))

        assert readers(world, case) == {"national", "admin", "auditor"}
        twins_agree(world)

    def test_includes_who_only_works_there(self, world: World):
        mark(world.auditor)
        User.objects.filter(pk=world.auditor.pk).update(organisation=world.unit)
        case = accuse(world, receive(world, content=EXTORTION))

        assert "auditor" not in readers(world, case)

    def test_includes_the_units_below_it(self, world: World):
        mark(world.liaison)
        below = unit(world.unit, name="Seksi Loket")
        case = accuse(world, receive(world, content=EXTORTION))
        world.liaison.grants.update(organisation=below)
        User.objects.filter(pk=world.liaison.pk).update(organisation=below)

        assert "liaison" not in readers(world, case)

    def test_never_gets_it(self, world: World):
        mark(world.admin)
        case = accuse(world, receive(world, content=EXTORTION))

        with pytest.raises(Invalid, match="dilaporkan"):
            dispatch(world, case, at=LATER + HOUR)

    def test_loses_it_at_once(self, world: World):
        mark(world.admin, world.liaison)
        case = make_case(world, State.IN_PROGRESS)
        case = accuse(world, case, at=MONDAY + 5 * HOUR)

        assert case.unit is None
        assert not case.assignments.filter(
            organisation=world.unit, ended_at=None
        ).exists()
        assert readers(world, case) == {"national", "admin"}

    def test_may_be_a_whole_agency_before_it_is_dispatched(self, world: World):
        mark(world.admin)
        case = actions.restrict(
            receive(world, content=EXTORTION),
            harm="extortion",
            accused=world.regency,
            reason="Menyangkut pimpinan.",
            by=again(world.national),
            at=LATER,
        )

        assert case.agency == world.panrb
        assert readers(world, case) == {"national"}

    def test_cannot_be_the_national_admin(self, world: World):
        with pytest.raises(Invalid, match="Ombudsman"):
            actions.restrict(
                receive(world),
                harm="extortion",
                accused=world.panrb,
                reason="Menyangkut admin nasional.",
                by=again(world.national),
                at=LATER,
            )


def world_class():
    from tests.factories.cases import classification  # noqa: PLC0415

    return classification("complaint")


def accuse(world: World, case: Case, *, at=LATER) -> Case:
    return actions.restrict(
        case,
        harm="extortion",
        accused=world.unit,
        reason="Menyangkut petugas unit ini.",
        by=again(world.national),
        at=at,
    )


class TestRestricting:
    """Restricting readers by hand …"""

    def test_makes_an_open_report_secret_for_good(self, world: World):
        case = actions.restrict(
            receive(world),
            harm="child",
            accused=None,
            reason="Menyangkut anak.",
            by=again(world.admin),
            at=LATER,
        )
        case = actions.restrict(
            case,
            harm="",
            accused=None,
            reason="Salah baca.",
            by=again(world.national),
            at=LATER + HOUR,
        )

        assert (case.harm, case.is_secret) == ("", True)
        assert "admin" in readers(world, case)

    def test_never_opens_it_to_the_accused_by_a_hand_below_the_nation(
        self, world: World
    ):
        mark(world.admin)
        case = accuse(world, make_case(world, State.IN_PROGRESS), at=MONDAY + 5 * HOUR)
        again_with = {
            "harm": "extortion",
            "accused": None,
            "reason": "Diperbaiki.",
            "at": MONDAY + 6 * HOUR,
        }

        with pytest.raises(NotPermitted):
            actions.restrict(case, by=again(world.admin), **again_with)
        lifted = actions.restrict(case, by=again(world.national), **again_with)

        assert lifted.accused is None

    def test_is_taken_back_by_the_nation_only(self, world: World):
        mark(world.admin)
        case = receive(world, content=VIOLENCE)

        with pytest.raises(NotPermitted):
            actions.restrict(
                case,
                harm="",
                accused=None,
                reason="Tidak perlu.",
                by=again(world.admin),
                at=LATER,
            )


class TestProgrammes:
    """A priority programme …"""

    def test_tags_a_report_by_its_words(self, world: World):
        case = receive(world, content="Arus mudik macet di simpang pasar sejak pagi.")

        assert case.programme == "mudik"
        assert case in queries.seen_by(again(world.programme), on=TODAY)

    def test_is_seen_by_its_own_overseer_only(self, world: World):
        tagged = receive(world, content="Arus mudik macet di simpang pasar.")
        plain = receive(world)
        make_programme("sekolah", overseer=world.coordinator_home)
        foreign = receive(world, content="Atap sekolah bocor sejak musim hujan.")

        assert foreign.programme == "sekolah"
        seen = set(queries.seen_by(again(world.programme), on=TODAY))
        assert seen == {tagged}
        assert plain not in seen
        twins_agree(world)

    def test_changes_its_overseer_from_a_day_on(self, world: World):
        case = receive(world, content="Arus mudik macet di simpang pasar.")
        Programme.objects.filter(code="mudik").update(valid_until=date(2026, 3, 31))
        make_programme(
            "mudik",
            overseer=world.coordinator_home,
            valid_from=date(2026, 4, 1),
        )
        overseer = again(world.programme)

        assert case in queries.seen_by(overseer, on=date(2026, 3, 31))
        assert case not in queries.seen_by(again(world.programme), on=date(2026, 4, 1))

    def test_that_has_ended_keeps_what_was_tagged_and_tags_nothing(self, world: World):
        case = receive(world, content="Arus mudik macet di simpang pasar.")
        Programme.objects.filter(code="mudik").update(valid_until=date(2026, 3, 2))
        after = MONDAY.replace(month=4)

        late = receive(world, at=after, content="Arus mudik macet di simpang pasar.")
        seen = queries.seen_by(again(world.programme), on=after.date())
        assert late.programme == ""
        assert set(seen) == {case}

    def test_is_put_on_and_off_by_hand(self, world: World):
        case = receive(world)
        case = actions.tag(case, programme="mudik", by=again(world.admin), at=LATER)
        assert case in queries.seen_by(again(world.programme), on=TODAY)

        case = actions.tag(
            case, programme="", by=again(world.programme), at=LATER + HOUR
        )
        assert case not in queries.seen_by(again(world.programme), on=TODAY)

    def test_that_does_not_exist_is_refused(self, world: World):
        with pytest.raises(Invalid):
            actions.tag(
                receive(world), programme="khayal", by=again(world.admin), at=LATER
            )

    def test_cannot_be_put_on_by_a_liaison_officer(self, world: World):
        case = make_case(world, State.DISPATCHED)

        with pytest.raises(NotPermitted):
            actions.tag(
                case, programme="mudik", by=again(world.liaison), at=MONDAY + 5 * HOUR
            )


class TestSamples:
    """A report of harm …"""

    def test_is_in_no_sample_of_answers(self, world: World):
        from lapor.domain.cases.queries.restricted import (  # noqa: PLC0415
            closely_held,
        )

        harmful = receive(world, content=VIOLENCE)
        burning = receive(world, content=FIRE)
        accused = accuse(world, receive(world))

        assert set(closely_held()) == {harmful, accused}
        assert burning not in closely_held()
