"""The made-up country keeps the rules of real cases."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import demo_accounts
from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.queries import buckets
from lapor.domain.cases.actions.clocks import note_due
from lapor.domain.cases.models import Assignment, Case, Clock, Message, Promise
from lapor.domain.cases.queries import queue_counts
from lapor.domain.cases.queries.clocks import standing_of
from lapor.domain.cases.queries.desk import Filters
from lapor.domain.cases.rules import FACTS, OPEN, Act, Closing, State, step_for
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import elapsed_days
from lapor.domain.feedback.models import Rating
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Appointment
from lapor.domain.publication.models import Publication
from lapor.domain.reporters.queries import has_identity
from lapor.kernel import ids
from lapor.ops import demo
from lapor.ops.demo import making
from tests.factories.country import make_country
from tests.factories.deadlines import local

UNTIL = date(2026, 3, 2)
NOW = local("2026-03-02 10:00")
ACT_OF = {fact: act for act, fact in FACTS.items()}


def build(cases: int = 1_000, seed: int = 1) -> demo.Figures:
    return demo.build(cases=cases, months=14, seed=seed, until=UNTIL, at=NOW)


def told() -> list[Any]:
    """Everything that the same seed must bring again, without keys."""
    cases = Case.objects.order_by("number").values_list(
        *("number", "title", "content", "state", "received_at", "due_at", "closing"),
        *("agency__code", "unit__code", "category__slug", "classification"),
    )
    messages = Message.objects.order_by("case__number", "id").values_list(
        "case__number", "kind", "content", "created_at"
    )
    return [list(cases), list(messages)]


@pytest.fixture
def country(db: None):
    make_country()
    return build()


class TestBuild:
    """build() …"""

    def test_keeps_every_promise_of_real_cases(self, country: demo.Figures):
        assert country.cases == Case.objects.count() > 1_000
        self.clocks_fold_to_the_same_day()
        self.next_steps_are_due_when_the_clocks_say()
        self.steps_follow_the_table()
        self.times_of_answers_are_those_of_the_rule()
        self.ends_have_their_reasons()
        self.what_is_public_was_let_out_by_two()

    def clocks_fold_to_the_same_day(self) -> None:
        clocks = list(Clock.objects.select_related("term", "case"))
        assert len(clocks) > 3_000
        for clock in clocks:
            assert standing_of(clock, limit=None).due_at == clock.due_at, clock
        assert {c.zone for c in clocks} >= {"Asia/Jakarta", "Asia/Makassar"}

    def next_steps_are_due_when_the_clocks_say(self) -> None:
        running: dict[int, list[Clock]] = {}
        for clock in Clock.objects.filter(stopped_at=None):
            running.setdefault(clock.case_id, []).append(clock)
        for case in Case.objects.all():
            before = (case.due_at, case.due_timer)
            note_due(case, running.get(case.pk, []))
            assert (case.due_at, case.due_timer) == before, case
            assert State(case.state) in OPEN or case.pk not in running, case

    def steps_follow_the_table(self) -> None:
        state: dict[str, State] = {}
        at: dict[str, datetime] = {}
        steps = Counter[Act]()
        for entry in Entry.objects.filter(fact__in=ACT_OF).order_by("pk"):
            act = ACT_OF[entry.fact]
            before = state.get(entry.subject, State.DRAFT)
            assert entry.data["before"] == before
            step = step_for(before, act)
            state[entry.subject] = step.target or before
            assert entry.happened_at >= at.get(entry.subject, entry.happened_at)
            at[entry.subject] = entry.happened_at
            steps[act] += 1
        for case in Case.objects.all():
            assert state[case.ref] == case.state
            assert case.updated_at == at[case.ref]
            assert case.updated_at <= NOW
        assert len(steps) > 15

    def times_of_answers_are_those_of_the_rule(self) -> None:
        calendar = calendar_for()
        answered = Case.objects.filter(first_follow_up_at__isnull=False)
        for case in answered.select_related("agency"):
            taken = elapsed_days(
                case.dispatched_at,
                case.first_follow_up_at,
                case.agency.zone,
                calendar,
            )
            assert case.follow_up_microseconds == taken * 86_400_000_000

    def ends_have_their_reasons(self) -> None:
        closed = Case.objects.filter(state=State.CLOSED)
        assert not closed.filter(answered_at=None).exists()
        assert not closed.filter(closing__startswith="archived").exists()
        assert closed.filter(closing=Closing.SILENCE).count() > closed.count() / 2
        present = Assignment.objects.filter(ended_at=None).select_related("case")
        assert all(row.state == row.case.state for row in present)
        with_agency = Case.objects.exclude(dispatched_at=None)
        assert {case.pk for case in with_agency} <= {row.case_id for row in present}
        assert not Rating.objects.filter(case__closing="").exclude(
            case__reopen_count__gt=0
        )
        assert Promise.objects.exists()

    def what_is_public_was_let_out_by_two(self) -> None:
        shown = Publication.objects.select_related("case")
        assert shown.count() > 50
        for row in shown:
            assert not row.case.is_secret
            assert row.case.verified_at
            assert row.approved_by not in ("", row.proposed_by)

    def test_counts_add_up(self, country: demo.Figures):
        counted = buckets()

        assert counted.total == Case.objects.count() == sum(counted.buckets.values())

    def test_looks_like_the_real_thing(self, country: demo.Figures):
        cases = Case.objects.all()
        total = cases.count()
        unclear = cases.filter(state=State.ARCHIVED).count() / total
        other = cases.filter(category__slug__contains="lainnya").count() / total
        anonymous = cases.filter(is_anonymous=True).count() / total

        assert 0.15 < unclear < 0.40
        assert 0.18 < other < 0.28
        assert 0.55 < anonymous < 0.80

    def test_twice_is_once(self, country: demo.Figures):
        again = build()

        assert again.cases == 0
        assert Case.objects.count() == country.cases

    def test_gives_a_code_to_follow_a_case_with(self, country: demo.Figures):
        case = Case.objects.order_by("pk").first()

        digest = ids.digest(demo.code_of(case.number), "access")
        assert bytes(case.code_digest) == digest

    def test_keeps_a_few_identities_in_the_vault(self, country: demo.Figures):
        known = [case for case in Case.objects.all() if has_identity(case.number)]

        assert len(known) == country.identities > 0
        assert not any(case.is_anonymous for case in known)

    def test_puts_decrees_and_log_ins_on_record(self, country: demo.Figures):
        assert Appointment.objects.exists()
        assert Entry.objects.filter(fact="account.logged_in").count() > 10


class TestOfficers:
    """The demo officers …"""

    def test_are_at_least_one_of_each_role(self, country: demo.Figures):
        shown = demo_accounts()
        names = [account.username for account in shown]

        assert {account.role for account in shown} == {role.label for role in Role}
        assert User.objects.filter(username__in=names, is_demo=True).count() == 14

    def test_find_work_on_their_desks(self, country: demo.Figures):
        for username in (
            *("admin-nasional", "admin-instansi", "wakil-admin"),
            *("pejabat-penghubung", "ombudsman", "pengawas-program"),
        ):
            user = User.objects.get(username=username)
            counts = queue_counts(user, Filters(), at=NOW, on=UNTIL)

            assert counts["todo"] > 0, username

    def test_have_cases_in_every_state(self, country: demo.Figures):
        home = User.objects.get(username="admin-instansi").organisation

        states = set(Case.objects.filter(agency=home).values_list("state", flat=True))

        assert states == set(State) - {State.DRAFT}


@pytest.mark.django_db
def test_the_same_seed_tells_the_same_story():
    make_country()
    stories = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            build(cases=150, seed=seed)
            stories.append(told())
            transaction.set_rollback(True)

    assert stories[0] == stories[1]
    assert stories[0] != stories[2]


@pytest.mark.django_db(transaction=True)
def test_a_huge_country_is_made_by_two_and_counted_anew(monkeypatch):
    make_country()
    monkeypatch.setattr(making, "HUGE", 1)

    figures = build(cases=300)

    counted = buckets()
    assert counted.total == Case.objects.count() == figures.cases > 300
    assert sum(counted.buckets.values()) == counted.total
