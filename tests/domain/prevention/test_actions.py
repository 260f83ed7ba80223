"""Detecting, registering, acting, testing: on a small country."""

from datetime import timedelta

import pytest
from django.db import connection

from lapor.domain.analytics.rules.tables import TABLES
from lapor.domain.ledger.queries import history_of
from lapor.domain.prevention.actions import (
    close_issue,
    detect,
    detect_all,
    dismiss_issue,
    finish_measure,
    judge_effects,
    register_issue,
    scan_measure_proofs,
)
from lapor.domain.prevention.models import Issue
from lapor.domain.prevention.queries import (
    Filters,
    counts_by_month,
    issues_seen_by,
    page_of_issues,
)
from lapor.domain.prevention.rules.words import IssueState, Sign
from lapor.kernel import scanner
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import MONDAY, World
from tests.factories.files import photo, upload
from tests.factories.prevention import (
    LATER,
    finish,
    make_issue,
    make_measure,
    repeat,
)

pytestmark = pytest.mark.django_db
ON = LATER.date()
KINDS = {
    "bigint": "int64",
    "text": "string",
    "boolean": "boolean",
    "date": "date",
}


@pytest.mark.parametrize("name", ["issues", "measures"])
def test_the_views_have_exactly_the_columns_of_the_tables(db, name: str):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = %s ORDER BY ordinal_position",
            [f"evaluation_{name}"],
        )
        found = [(column, KINDS[kind]) for column, kind in cursor.fetchall()]

    assert found == [(column.name, column.kind) for column in TABLES[name]]


class TestDetect:
    """detect() …"""

    def test_finds_what_five_persons_complain_of(self, world: World):
        repeat(world, 6)
        repeat(world, 2, "Sampah menumpuk di Kali Mas")

        assert detect_all(at=LATER) == 1

        issue = Issue.objects.get()
        assert issue.signs == [Sign.MANY_REPORTERS]
        assert issue.cases.count() == 6
        assert "lampu" in issue.words
        assert [e.fact for e in history_of(issue.ref)] == ["issue.detected"]
        assert sum(n for _month, n in counts_by_month(issue)) == 6

    def test_does_not_find_it_twice(self, world: World):
        issue = make_issue(world)
        repeat(world, 1, since=LATER - timedelta(days=3))

        assert detect(world.regency, at=LATER) == 0
        assert issue.cases.count() == 7

    def test_is_quiet_where_complaints_differ(self, world: World):
        for number, word in enumerate(("lampu", "sampah", "pajak", "banjir", "parkir")):
            repeat(world, 1, f"{word.title()} {number}", since=MONDAY)

        assert detect(world.regency, at=LATER) == 0

    def test_counts_a_comeback(self, world: World):
        issue = make_issue(world)
        make_measure(world, issue)
        close_issue(issue, why="Kabel diganti.", by=world.admin, at=LATER)
        back = LATER + timedelta(days=5)
        repeat(world, 5, since=back)

        detect(world.regency, at=back + timedelta(days=30))

        with connection.cursor() as cursor:
            cursor.execute("SELECT cases, cases_after_close FROM evaluation_issues")
            assert cursor.fetchall() == [(11, 5)]


class TestRegister:
    """register_issue() …"""

    def test_names_what_is_missing(self, world: World):
        issue = make_issue(world)

        with pytest.raises(Invalid) as refused:
            register_issue(
                issue,
                cause="",
                whys=[" "],
                owner=world.other,
                likelihood=6,
                impact=None,
                by=world.admin,
                at=LATER,
            )

        wanted = {"cause", "whys", "owner", "likelihood", "impact"}
        assert set(refused.value.fields) == wanted

    def test_is_for_the_agency(self, world: World):
        issue = make_issue(world)

        for somebody in (world.national, world.auditor, world.other_admin):
            with pytest.raises(NotPermitted):
                dismiss_issue(issue, why="x", by=somebody, at=LATER)
        dismissed = dismiss_issue(issue, why="Kebetulan.", by=world.admin, at=LATER)
        assert dismissed.state == IssueState.DISMISSED

    def test_comes_before_closing(self, world: World):
        with pytest.raises(NotAllowedNow):
            close_issue(make_issue(world), why="x", by=world.admin, at=LATER)


class TestMeasures:
    """Preventive actions …"""

    def test_are_finished_with_proof(self, world: World):
        measure = make_measure(world, make_issue(world))
        done = LATER + timedelta(days=10)

        with pytest.raises(Invalid) as refused:
            finish_measure(
                measure, on=done.date(), uploads=[], by=world.admin, at=LATER
            )
        assert set(refused.value.fields) == {"uploads", "on"}
        finish_measure(
            measure,
            on=done.date(),
            uploads=[upload("bukti.jpg", photo(60, 40))],
            by=world.admin,
            at=done,
        )

        measure.refresh_from_db()
        assert measure.finished_on == done.date()
        assert measure.proofs.count() == 1

    def test_are_tested_when_their_window_is_over(self, world: World):
        measure = make_measure(world, make_issue(world))
        done = LATER + timedelta(days=10)
        finish_measure(
            measure,
            on=done.date(),
            uploads=[upload("bukti.jpg", photo(60, 40))],
            by=world.admin,
            at=done,
        )

        assert judge_effects(at=done + timedelta(days=100)) == 0
        assert judge_effects(at=done + timedelta(days=125)) == 1

        measure.refresh_from_db()
        assert measure.effect == "unproven"
        assert measure.test["after"] == 0
        assert measure.test["before"] > 0

    def test_are_not_compared_with_a_year_in_which_the_issue_was_not(
        self, world: World
    ):
        repeat(world, 1, "Sampah di Kali Mas", since=MONDAY - timedelta(days=500))
        measure = make_measure(world, make_issue(world))
        finish(world, measure)

        assert judge_effects(at=LATER + timedelta(days=125)) == 1

        measure.refresh_from_db()
        assert not measure.test["same_season"]
        assert measure.test["before"] == 6


class TestScan:
    """scan_measure_proofs() …"""

    def test_judges_what_waits(self, world: World, monkeypatch: pytest.MonkeyPatch):
        proof = finish(world, make_measure(world, make_issue(world)))
        proof.scan = "waiting"
        proof.save()

        assert scan_measure_proofs(at=LATER) == 0
        monkeypatch.setattr(scanner, "is_configured", lambda: True)
        monkeypatch.setattr(scanner, "scan", lambda key: scanner.Verdict.UNKNOWN)
        assert scan_measure_proofs(at=LATER) == 0
        monkeypatch.setattr(scanner, "scan", lambda key: scanner.Verdict.INFECTED)
        assert scan_measure_proofs(at=LATER) == 1

        proof.refresh_from_db()
        assert not proof.is_open
        facts = [e.fact for e in history_of(proof.measure.ref)]
        assert facts[-1] == "measure.proof_scanned"


class TestSeen:
    """issues_seen_by() …"""

    def test_reaches_as_far_as_oversight(self, world: World):
        issue = make_issue(world)

        for person in (world.admin, world.auditor, world.coordinator, world.national):
            assert issue in issues_seen_by(person, on=ON)
        assert issue not in issues_seen_by(world.other_admin, on=ON)
        (row,) = page_of_issues(world.admin, Filters(), on=ON).rows
        assert row.n == 6
