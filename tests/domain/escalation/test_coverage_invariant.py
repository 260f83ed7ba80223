"""No open report is ever without somebody who answers: over random histories.

Ten thousand short histories run through the pure rules, some through the database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest

from lapor.domain.accounts import actions as accounts
from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.queries import on_duty
from lapor.domain.accounts.rules import (
    Absence,
    Held,
    MailboxState,
    Role,
    somebody_stays,
)
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.cases.rules import State
from lapor.domain.escalation.actions import check_coverage
from lapor.domain.escalation.models import CoverageAlarm
from lapor.domain.escalation.queries import answering_for
from lapor.domain.escalation.rules.coverage import (
    AlarmKind,
    Level,
    Place,
    Post,
    answering,
)
from lapor.kernel.errors import DomainError
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World, make_case, receive

HISTORIES = 10_000
STEPS = 10
IN_DATABASE = 6
NATION, AGENCY, UNIT, UPPER, OVERSEER = 1, 2, 21, 20, 4
PLACES = (
    Place((), NATION, (), NATION),
    Place((), AGENCY, (OVERSEER,), NATION),
    Place((UNIT, UPPER), AGENCY, (OVERSEER,), NATION),
)
POSTS = (
    Post(Role.LIAISON_OFFICER, UNIT),
    Post(Role.LIAISON_OFFICER, UPPER),
    Post(Role.AGENCY_ADMIN, AGENCY),
    Post(Role.DEPUTY_ADMIN, AGENCY),
    Post(Role.COORDINATOR, OVERSEER),
    Post(Role.NATIONAL_ADMIN, NATION),
)


@dataclass
class Mandate:
    user: int
    post: Post
    since: date
    until: date | None
    is_revoked: bool = False

    def is_valid(self, on: date) -> bool:
        ended = self.until is not None and self.until < on
        return not self.is_revoked and self.since <= on and not ended


@dataclass
class Office:
    """A country of eight officers, as the rules see it."""

    day: date = date(2026, 3, 2)
    closed: set[int] = field(default_factory=set)
    bounced: set[int] = field(default_factory=set)
    marked: set[int] = field(default_factory=lambda: {2})
    mandates: list[Mandate] = field(default_factory=list)
    leaves: list[tuple[int, Absence]] = field(default_factory=list)

    def absences(self, user: int) -> tuple[Absence, ...]:
        return tuple(absence for who, absence in self.leaves if who == user)

    def is_away(self, user: int) -> bool:
        return any(a.first_on <= self.day <= a.last_on for a in self.absences(user))

    def holders(self, post: Post) -> list[int]:
        return [
            m.user
            for m in self.mandates
            if m.post == post and m.is_valid(self.day) and m.user not in self.closed
        ]

    def on_duty(self, post: Post) -> list[int]:
        return [
            user
            for user in self.holders(post)
            if user not in self.bounced and not self.is_away(user)
        ]

    def may_go(self, user: int, until: date = date.max) -> bool:
        """The guard of the program, on this country."""
        national = [
            m
            for m in self.mandates
            if m.post.role == Role.NATIONAL_ADMIN
            and not m.is_revoked
            and (m.until is None or m.until >= self.day)
        ]
        if user not in {m.user for m in national}:
            return True
        held = [
            Held(m.user, m.until, m.user not in self.closed, self.absences(m.user))
            for m in national
            if m.since <= self.day
        ]
        return somebody_stays(held, without=user, on=self.day, until=until)


def start() -> Office:
    office = Office()
    for user, post in enumerate((POSTS[5], POSTS[5], POSTS[2], POSTS[0], POSTS[4])):
        office.mandates.append(Mandate(user, post, date(2026, 1, 1), None))
    return office


def step(office: Office, luck: Random) -> None:
    """Let one thing happen, if the program allows it."""
    user, what = luck.randrange(8), luck.randrange(8)
    if what == 0:
        until = (
            None if luck.random() < 0.5 else office.day + timedelta(luck.randrange(30))
        )
        office.mandates.append(Mandate(user, luck.choice(POSTS), office.day, until))
    elif what == 1:
        mandate = luck.choice(office.mandates)
        is_national = mandate.post.role == Role.NATIONAL_ADMIN
        if not is_national or office.may_go(mandate.user):
            mandate.is_revoked = True
    elif what == 2:
        if office.may_go(user):
            office.closed.add(user)
    elif what == 3:
        office.closed.discard(user)
    elif what in {4, 5}:
        take_leave(office, user, luck)
    elif what == 6:
        (office.bounced.add if luck.random() < 0.7 else office.bounced.discard)(user)
    else:
        office.day += timedelta(days=luck.randrange(1, 20))


def take_leave(office: Office, user: int, luck: Random) -> None:
    first = office.day + timedelta(days=luck.randrange(5))
    last = first + timedelta(days=luck.randrange(12))
    deputy = luck.choice([None, luck.randrange(8)])
    if deputy is None or deputy == user or deputy in office.closed:
        if office.may_go(user, until=last):
            office.leaves.append((user, Absence(first, last, None)))
        return
    office.leaves.append((user, Absence(first, last, deputy)))
    for mandate in list(office.mandates):
        since = max(mandate.since, first)
        until = min(mandate.until or last, last)
        if mandate.user == user and not mandate.is_revoked and since <= until:
            office.mandates.append(Mandate(deputy, mandate.post, since, until))


def readers(office: Office, *, is_restricted: bool) -> Callable[[int], bool]:
    """Who may read: everybody, or for a report of harm the marked and the nation."""
    nation = set(office.holders(POSTS[5]))
    return lambda user: not is_restricted or user in office.marked | nation


def test_somebody_answers_after_every_step_of_ten_thousand_histories():
    alone = 0
    for seed in range(HISTORIES):
        luck, office = Random(seed), start()
        for _ in range(STEPS):
            step(office, luck)
            place = luck.choice(PLACES)
            may_read = readers(office, is_restricted=luck.random() < 0.3)
            covered, people = answering(
                place,
                on_duty=office.on_duty,
                holders=office.holders,
                may_read=may_read,
            )
            assert people, (seed, office)
            assert not set(people) & office.closed, (seed, office)
            assert all(may_read(person) for person in people)
            if covered.is_reachable:
                away = [p for p in people if office.is_away(p) or p in office.bounced]
                assert not away, (seed, office)
            alone += not covered.is_reachable

    # Reachable but for the rare day on which all of the nation are away.
    assert alone / (HISTORIES * STEPS) < 0.05


def test_the_nearest_post_answers():
    office = start()

    def level(place: Place) -> Level:
        covered, _people = answering(
            place,
            on_duty=office.on_duty,
            holders=office.holders,
            may_read=lambda user: True,
        )
        return covered.level

    assert level(PLACES[2]) == Level.UNIT
    office.bounced.add(3)
    assert level(PLACES[2]) == Level.AGENCY
    office.closed.add(2)
    assert level(PLACES[2]) == Level.MESO
    office.leaves.append((4, Absence(office.day, office.day, None)))
    assert level(PLACES[2]) == Level.NATIONAL


# The same through the database


def random_act(world: World, luck: Random, officers: list[User], on: date) -> None:
    """Do one of the real acts; a refusal changes nothing."""
    user, at = luck.choice(officers), MONDAY + timedelta(days=(on - MONDAY.date()).days)
    user = User.objects.get(pk=user.pk)
    by = User.objects.get(pk=world.national.pk)
    acts: list[Callable[[], object]] = [
        lambda: accounts.take_leave(
            user,
            first_on=on,
            last_on=on + timedelta(days=luck.randrange(9)),
            deputy=luck.choice([None, luck.choice(officers)]),
            reason="",
            by=by if luck.random() < 0.5 else user,
            at=at,
        ),
        lambda: accounts.mark_mailbox(user, luck.choice(list(MailboxState)), at=at),
        lambda: accounts.switch_account(user, active=luck.random() < 0.4, by=by, at=at),
        lambda: accounts.revoke(luck.choice(list(Grant.objects.all())), by=by, at=at),
        lambda: accounts.give(
            user,
            role=Role.LIAISON_OFFICER,
            organisation=world.unit,
            valid_from=on,
            valid_until=luck.choice([None, on + timedelta(days=4)]),
            legal_basis="SK uji",
            handles_harm=luck.random() < 0.5,
            by=by,
            at=at,
        ),
        lambda: cases.restrict(
            luck.choice(list(Case.objects.all())),
            harm="extortion",
            accused=luck.choice([None, world.unit]),
            reason="Menyangkut petugas unit ini.",
            by=by,
            at=at,
        ),
    ]
    try:
        luck.choice(acts)()
    except DomainError:
        return


def someone_answers_every_case(on: date) -> None:
    for case in Case.objects.select_related("agency", "unit"):
        found = answering_for(case, on)
        assert found.people, case.number
        for person in found.people:
            fresh = User.objects.get(pk=person.pk)
            assert fresh.is_active
            assert seen_by(fresh, on=on).filter(pk=case.pk).exists()
        if found.level != Level.UNIT and case.unit and not case.harm:
            assert not on_duty(Role.LIAISON_OFFICER, case.unit.pk, on)
            assert CoverageAlarm.objects.filter(
                organisation=case.unit, kind=AlarmKind.NO_LIAISON, ended_at=None
            ).exists()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(IN_DATABASE))
def test_somebody_answers_in_the_database(world: World, seed: int):
    luck = Random(seed)
    second = make_officer(Role.NATIONAL_ADMIN, world.panrb)
    receive(world)
    make_case(world, State.DISPATCHED)
    make_case(world, State.IN_PROGRESS, secret=True)
    receive(world, agency=world.other, content="Petugas memeras saya di loket itu.")
    officers = [world.liaison, world.admin, world.national, second, world.coordinator]
    on = MONDAY.date() + timedelta(days=1)
    for _ in range(10):
        random_act(world, luck, officers, on)
        on += timedelta(days=luck.randrange(3))
        check_coverage(at=MONDAY + (on - MONDAY.date()))
        someone_answers_every_case(on)
