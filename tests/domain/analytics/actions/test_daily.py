"""Daily counts equal a recount, whatever happened in whatever order."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection

from lapor.domain.accounts.models import User
from lapor.domain.analytics.actions import drop_empty, fold_cases, refold_all
from lapor.domain.analytics.actions.daily import forget_daily, recount_daily
from lapor.domain.analytics.models import CaseFact, DailyCount
from lapor.domain.analytics.queries.daily import (
    Days,
    as_of,
    by_agency,
    by_day,
    by_dimension,
)
from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import AnswerResult, ArchiveReason, State
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import DomainError
from tests.factories.cases import (
    ANSWER,
    MONDAY,
    NOT_OURS,
    World,
    classification,
    receive,
)

KEY = (
    *("grain", "agency_id", "day", "event", "unit_id", "classification"),
    *("category_id", "regency", "channel"),
)


def counts() -> Counter[tuple[Any, ...]]:
    rows = DailyCount.objects.values_list(*KEY, "n")
    return Counter({tuple(key): n for *key, n in rows if n})


def total(days: dict[date, dict[str, int]], event: str) -> int:
    return sum(day.get(event, 0) for day in days.values())


def facts() -> list[dict[str, Any]]:
    return list(CaseFact.objects.order_by("case_id", "assignment_id").values())


class Life:
    """Random acts of officers and reporters, whatever the table allows."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.luck, self.at = world, Random(seed), MONDAY

    def who(self, case: Case) -> User:
        """Return who may answer it."""
        return self.world.liaison if case.unit_id else self.world.admin

    def step(self) -> int:
        """Try something on some case; returns its key."""
        self.at += timedelta(hours=self.luck.uniform(0.1, 30))
        keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
        if not keys or self.luck.random() < 0.25:
            return receive(self.world, at=self.at).pk
        case = Case.objects.get(pk=self.luck.choice(keys))
        world, at = self.world, self.at
        reason = "Alasan yang cukup jelas untuk dicatat."
        acts = [
            lambda: actions.hold(
                case, reason=reason, missing=["Alamat"], by=world.admin, at=at
            ),
            lambda: actions.complete(case, content="Di pasar.", at=at),
            lambda: actions.archive(
                case,
                reason=ArchiveReason.UNCLEAR,
                advice=reason,
                by=world.admin,
                at=at,
            ),
            lambda: actions.dispatch(
                case,
                to=self.luck.choice([world.unit, world.regency]),
                classification=classification(),
                category=None,
                by=world.admin,
                at=at,
            ),
            lambda: actions.ask_return(
                case, reason=reason, suggestion=None, by=world.admin, at=at, **NOT_OURS
            ),
            lambda: actions.grant_return(
                case, to=world.other, by=world.national, at=at
            ),
            lambda: actions.follow_up(case, content=ANSWER, by=self.who(case), at=at),
            lambda: actions.ask_reporter(
                case, content=reason, missing=["Foto"], by=world.admin, at=at
            ),
            lambda: actions.supply(case, content="Ini fotonya.", at=at),
            lambda: actions.final_answer(
                case,
                content=ANSWER,
                result=AnswerResult.EXPLAINED,
                by=self.who(case),
                at=at,
            ),
            lambda: actions.reply(case, content="Belum selesai.", at=at),
            lambda: actions.accept(case, at=at),
            lambda: actions.reopen(case, reason=reason, by=REPORTER, at=at),
            lambda: actions.revive(case, reason=reason, by=REPORTER, at=at),
        ]
        self.luck.shuffle(acts)
        rare = [lambda: actions.withdraw(case, reason=reason, at=at)]
        for act in (rare if self.luck.random() < 0.05 else []) + acts:
            try:
                act()
            except DomainError:
                continue
            break
        return case.pk


@pytest.mark.parametrize("seed", range(3))
def test_counts_and_facts_equal_a_recount_whatever_happened(world: World, seed: int):
    life = Life(world, seed)
    touched: set[int] = set()
    for number in range(120):
        touched.add(life.step())
        if number % 7 == 0:
            fold_cases(touched, at=life.at)
            touched.clear()
    fold_cases(touched, at=life.at)

    kept, folded = counts(), facts()

    assert CaseFact.objects.filter(is_present=True).count() == Case.objects.count()
    with connection.cursor() as cursor:
        forget_daily(cursor)
        recount_daily(cursor)
    assert counts() == kept
    refold_all(at=life.at)
    assert counts() == kept
    assert facts() == folded
    assert len({fact["state"] for fact in folded}) > 4


def test_reading_the_counts(world: World):
    life = Life(world, 1)
    for _ in range(60):
        life.step()
    fold_cases(Case.objects.values_list("pk", flat=True), at=life.at)
    days = Days(MONDAY.date(), life.at.date() + timedelta(days=1))

    nation = by_day(days)

    assert as_of() == life.at
    assert total(nation, "received") == Case.objects.count()
    followed_up = CaseFact.objects.exclude(followed_up_at=None)
    assert by_agency(days, "followed_up") == Counter(
        followed_up.values_list("agency_id", flat=True)
    )
    regency = world.regency.pk
    for dimension in ("unit_id", "classification", "category_id", "channel"):
        found = by_dimension(days, "dispatched", dimension, agency_id=regency)
        wanted = CaseFact.objects.filter(agency_id=regency).exclude(dispatched_at=None)
        assert found == Counter(wanted.values_list(dimension, flat=True)), dimension
    one = by_day(days, agency_id=regency)
    assert total(one, "dispatched") == wanted.count()
    early = MONDAY.date() - timedelta(days=9)
    assert by_day(Days(early, early)) == {}


def test_rows_that_came_to_nothing_are_dropped(world: World):
    case = receive(world)
    fold_cases([case.pk], at=MONDAY)
    Case.objects.filter(pk=case.pk).update(channel="email")
    fold_cases([case.pk], at=MONDAY)
    assert DailyCount.objects.filter(n=0).exists()

    before = counts()

    assert drop_empty() > 0
    assert not DailyCount.objects.filter(n=0).exists()
    assert counts() == before


def test_archived_and_closed_are_told_apart(world: World):
    life = Life(world, 2)
    for _ in range(150):
        life.step()
    fold_cases(Case.objects.values_list("pk", flat=True), at=life.at)

    nation = by_day(Days(MONDAY.date(), life.at.date() + timedelta(days=1)))

    for event, state in {"closed": State.CLOSED, "archived": State.ARCHIVED}.items():
        assert total(nation, event) == Case.objects.filter(state=state).count() > 0
