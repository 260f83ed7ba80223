"""One edition from registration to its public list; practices."""

from datetime import timedelta

import pytest

from lapor.domain.competition import actions
from lapor.domain.competition.models import Edition, Entry, Juror
from lapor.domain.competition.policies import watched_by
from lapor.domain.competition.queries import (
    page_of_practices,
    published_edition,
    stage_now,
    to_judge,
)
from lapor.domain.competition.rules import StageKind
from lapor.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowedNow,
    NotFound,
    NotPermitted,
)
from tests.factories.cases import MONDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REGISTRATION, JUDGING, AFTER = MONDAY, MONDAY + 10 * DAY, MONDAY + 20 * DAY


def planned() -> list[actions.Planned]:
    first = MONDAY.date()
    return [
        actions.Planned(StageKind.REGISTRATION, first, first + 5 * DAY),
        actions.Planned(StageKind.DOCUMENTS, first + 6 * DAY, first + 15 * DAY, 1),
    ]


@pytest.fixture
def edition(world: World) -> Edition:
    return actions.make_edition(
        name="Kompetisi pengelolaan pengaduan 2025",
        year=2025,
        legal_basis="Keputusan contoh 1/2025",
        groups=["Umum", " Umum ", "UPP"],
        stages=planned(),
        by=world.national,
        at=REGISTRATION,
    )


def enter(edition: Edition, world: World, **changes) -> Entry:
    given = {
        "group": edition.groups.get(name="Umum"),
        "title": "Meja cepat",
        "summary": "Semua laporan dijawab di meja yang sama.",
        "self_score": 80,
        "by": world.admin,
        "at": REGISTRATION,
    } | changes
    return actions.enter(edition, given.pop("agency", world.regency), **given)


def close_registration(edition: Edition, world: World) -> None:
    stage = edition.stages.get(kind=StageKind.REGISTRATION)
    actions.decide_stage(stage, minutes="Dua peserta.", by=world.national, at=JUDGING)


def juror(edition: Edition, world: World, user) -> Juror:
    return actions.name_juror(edition, user, by=world.national, at=REGISTRATION)


class TestEdition:
    """An edition …"""

    def test_runs_from_registration_to_its_list(self, edition, world: World):
        ours = enter(edition, world)
        theirs = enter(edition, world, agency=world.other, by=world.other_admin)
        jury = [juror(edition, world, u) for u in (world.ombudsman, world.programme)]
        close_registration(edition, world)
        for judge, marks in zip(jury, ((90, 60), (70, 50)), strict=True):
            for entry, points in zip((ours, theirs), marks, strict=True):
                actions.give_points(
                    judge, entry, points=points, note="", by=judge.user, at=JUDGING
                )
        stage = edition.stages.get(kind=StageKind.DOCUMENTS)

        stays = actions.decide_stage(
            stage, minutes="Juri sepakat.", by=world.national, at=AFTER
        )
        actions.publish(edition, by=world.national, at=AFTER)

        assert stays == [ours]
        theirs.refresh_from_db()
        assert theirs.out_at == StageKind.DOCUMENTS
        assert published_edition(edition.pk) == edition

    def test_names_what_is_wrong_with_a_plan(self, world: World):
        with pytest.raises(Invalid) as refused:
            actions.make_edition(
                name="",
                year=2025,
                legal_basis="",
                groups=[""],
                stages=planned()[::-1],
                by=world.national,
                at=REGISTRATION,
            )

        assert set(refused.value.fields) == {"name", "legal_basis", "groups", "stages"}

    def test_is_made_by_the_national_admin(self, edition, world: World):
        assert edition.groups.count() == 2
        with pytest.raises(NotPermitted):
            actions.name_juror(edition, world.clerk, by=world.admin, at=MONDAY)

    def test_is_not_public_before_it_is_published(self, edition, world: World):
        with pytest.raises(NotFound):
            published_edition(edition.pk)
        with pytest.raises(NotAllowedNow):
            actions.publish(edition, by=world.national, at=AFTER)


class TestEnter:
    """enter() …"""

    def test_is_for_the_own_agency_once_and_in_time(self, edition, world: World):
        enter(edition, world)

        with pytest.raises(Conflict):
            enter(edition, world)
        with pytest.raises(NotPermitted):
            enter(edition, world, agency=world.other)
        with pytest.raises(NotAllowedNow):
            enter(edition, world, at=JUDGING)

    def test_names_what_is_missing(self, edition, world: World):
        with pytest.raises(Invalid) as refused:
            enter(edition, world, title=" ", summary="", self_score=101)

        assert set(refused.value.fields) == {"title", "summary", "self_score"}


class TestJudging:
    """A juror …"""

    def test_stays_away_from_his_own_agency(self, edition, world: World):
        ours = enter(edition, world)
        enter(edition, world, agency=world.other, by=world.other_admin)
        home = juror(edition, world, world.leader)
        close_registration(edition, world)
        stage = stage_now(edition, on=JUDGING.date())
        conflict = watched_by(home, on=JUDGING.date())

        judged = [entry for entry, _points in to_judge(home, stage, conflict)]

        assert [entry.organisation for entry in judged] == [world.other]
        with pytest.raises(NotPermitted):
            actions.give_points(
                home, ours, points=100, note="", by=world.leader, at=JUDGING
            )

    def test_stays_away_from_those_his_agency_watches(self, edition, world: World):
        ours = enter(edition, world)
        overseer = juror(edition, world, world.coordinator)
        close_registration(edition, world)

        with pytest.raises(NotPermitted):
            actions.give_points(
                overseer, ours, points=10, note="", by=world.coordinator, at=JUDGING
            )

    def test_gives_0_to_100(self, edition, world: World):
        ours = enter(edition, world)
        judge = juror(edition, world, world.ombudsman)
        close_registration(edition, world)

        with pytest.raises(Invalid):
            actions.give_points(
                judge, ours, points=101, note="", by=world.ombudsman, at=JUDGING
            )

    def test_is_not_enough_alone(self, edition, world: World):
        ours = enter(edition, world)
        judge = juror(edition, world, world.ombudsman)
        close_registration(edition, world)
        actions.give_points(
            judge, ours, points=90, note="", by=world.ombudsman, at=JUDGING
        )
        stage = edition.stages.get(kind=StageKind.DOCUMENTS)

        with pytest.raises(NotAllowedNow, match="dua juri"):
            actions.decide_stage(stage, minutes="x", by=world.national, at=AFTER)


class TestPractice:
    """A good practice …"""

    WORDS = {"title": "Meja cepat", "problem": "a", "solution": "b", "effect": "c"}

    def test_is_shared_and_taken_over_once(self, world: World):
        shared = actions.share(world.regency, **self.WORDS, by=world.admin, at=MONDAY)

        taken = [
            actions.adopt(shared, world.other, by=world.other_admin, at=MONDAY)
            for _ in range(2)
        ]

        assert taken == [True, False]
        (row,) = page_of_practices(kind=world.regency.kind).rows
        assert (row, row.taken) == (shared, 1)

    def test_needs_all_its_parts(self, world: World):
        with pytest.raises(Invalid) as refused:
            actions.share(
                world.regency,
                **self.WORDS | {"effect": " "},
                by=world.admin,
                at=MONDAY,
            )

        assert set(refused.value.fields) == {"effect"}
