"""The tables that evaluation reads, and what they say."""

from decimal import Decimal

import pytest
from django.db import connection

from lapor.domain.analytics.rules.tables import TABLES
from lapor.domain.plans import actions
from lapor.domain.plans.rules import FIELDS, RecommendationAct
from tests.factories.cases import MONDAY
from tests.factories.plans import (
    DAY,
    add_item,
    approved_plan,
    make_plan,
    make_recommendation,
    proof,
)

KINDS = {"bigint": "int64", "text": "string", "boolean": "boolean", "date": "date"}


def rows(name: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM evaluation_{name}")
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("name", ["recommendations", "plans", "items"])
def test_each_view_has_exactly_the_columns_of_its_table(db, name):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = %s ORDER BY ordinal_position",
            [f"evaluation_{name}"],
        )
        found = [(column, KINDS[kind]) for column, kind in cursor.fetchall()]

    assert found == [(column.name, column.kind) for column in TABLES[name]]


def test_a_recommendation_is_linked_once_an_approved_plan_answers_it(world):
    make_recommendation(world)
    assert [row["is_linked"] for row in rows("recommendations")] == [False]

    approved_plan(world)

    row = rows("recommendations")[0]
    assert (row["agency"], row["unit"]) == (world.regency.code, "")
    assert (row["status"], row["is_open"], row["is_linked"]) == (
        "accepted",
        True,
        True,
    )


def test_a_refusal_links_and_closes_it(world):
    asked = make_recommendation(world)
    actions.act_on(
        asked, RecommendationAct.REFUSE, text="Bukan.", by=world.leader, at=MONDAY
    )

    row = rows("recommendations")[0]
    assert (row["status"], row["is_open"], row["is_linked"]) == (
        "refused",
        False,
        True,
    )


def test_what_passed_its_day_says_so_and_a_unit_is_named(world):
    make_recommendation(world, giver=world.regency, subject=world.unit, by=world.admin)
    actions.sweep_overdue(at=MONDAY + 90 * DAY)

    row = rows("recommendations")[0]
    assert (row["agency"], row["unit"]) == (world.regency.code, world.unit.code)
    assert row["status"] == "overdue"


def test_a_plan_of_three_years_is_three_rows(world):
    make_plan(world, until_year=2028)

    found = rows("plans")
    assert [row["year"] for row in found] == [2026, 2027, 2028]
    assert str(found[0]["approval_due_on"]) == "2026-02-28"
    assert {row["approved_on"] for row in found} == {None}


def test_items_of_a_draft_are_not_counted(world):
    add_item(world, make_plan(world))

    assert rows("items") == []


def test_an_item_shows_verified_progress_and_its_fields(world):
    _plan, item = approved_plan(world, outcome="P3", partners="")
    made = actions.report_progress(
        item,
        year=2026,
        quarter=1,
        value=Decimal(40),
        uploads=proof(),
        by=world.admin,
        at=MONDAY,
    )
    assert rows("items")[0]["progress_hundredths"] == 0

    actions.check_progress(made, is_good=True, by=world.auditor, at=MONDAY)

    row = rows("items")[0]
    assert (row["fields_complete"], row["fields_all"]) == (11, len(FIELDS))
    assert (row["is_outcome"], row["is_outcome_reached"]) == (True, True)
    assert (row["progress_hundredths"], row["finished_on"]) == (10_000, MONDAY.date())
