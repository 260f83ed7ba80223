"""The rows about agencies: columns, decrees, mandates, log-ins, the period before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from lapor.domain.accounts.actions import note_log_in
from lapor.domain.analytics.actions import fold_cases
from lapor.domain.analytics.queries.members import put_agencies, start_before
from lapor.domain.analytics.rules.indicator import Window
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.analytics.rules.tables import TABLES
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.organisations.actions import add_appointment
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY, World, make_case

HALF = parse_period("2026-S1")
KINDS = {"int64": "bigint", "string": "text", "boolean": "boolean"}


def window(name: str = "2026-S1", *, at: datetime | None = None) -> Window:
    period = parse_period(name)
    return Window(period.start, period.end, at or period.end)


def rows(over: Window, **options) -> dict[tuple[str, str], dict]:
    put_agencies(over, **options)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM evaluation_agencies")
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["agency"], row["unit"]): row for row in found}


def decree(organisation: Organisation, *, since: date = date(2026, 1, 1)) -> None:
    add_appointment(
        organisation=organisation,
        number="060/1/2026",
        signed_on=since,
        signed_by="Bupati",
        valid_from=since,
        by=SYSTEM,
        at=MONDAY,
    )


def test_the_columns_are_those_of_the_table(db):
    put_agencies(window())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
            "WHERE attrelid = 'pg_temp.evaluation_agencies'::regclass AND attnum > 0 "
            "ORDER BY attnum"
        )
        found = cursor.fetchall()

    assert found == [(c.name, KINDS[c.kind]) for c in TABLES["agencies"]]


def test_connected_needs_an_account_and_a_decree(world: World):
    key = (world.regency.code, "")
    assert not rows(window())[key]["is_connected"]

    decree(world.regency)

    found = rows(window())[key]
    assert found["is_connected"]
    assert found["is_decree_valid"]
    assert not rows(window("2025-S2"))[key]["is_decree_valid"]
    assert found["units"] == 1
    assert found["officers"] == 1
    assert found["population"] is None


def test_months_with_a_log_in_of_an_admin(world: World):
    for day in ("2026-02-03", "2026-02-20", "2026-06-15"):
        note_log_in(world.admin, at=datetime.fromisoformat(f"{day}T03:00+00:00"))
    key = (world.regency.code, "")

    found = rows(window())[key]

    assert (found["active_months"], found["months"]) == (2, 6)
    assert found["was_active_lately"]
    early = rows(window(at=datetime(2026, 4, 10, tzinfo=UTC)))[key]
    assert (early["active_months"], early["months"]) == (1, 4)
    assert not early["was_active_lately"]


def test_prompt_officers_and_reports_of_the_period_before(world: World):
    make_case(world, State.CLOSED)
    fold_cases(Case.objects.values_list("pk", flat=True), at=MONDAY + timedelta(days=9))

    agency = rows(window())[world.regency.code, ""]
    unit = rows(window())[world.regency.code, world.unit.code]

    assert (agency["officers"], agency["prompt_officers"]) == (1, 1)
    assert (unit["officers"], unit["prompt_officers"]) == (1, 1)
    later = rows(window("2026-S2"))
    assert later[world.regency.code, ""]["previous_received"] == 1
    assert later[world.regency.code, world.unit.code]["previous_received"] == 1
    assert later[world.regency.code, ""]["prompt_officers"] == 0


def test_a_merged_agency_is_there_while_the_period_has_reports_for_it(world: World):
    make_case(world, State.CLOSED)
    fold_cases(Case.objects.values_list("pk", flat=True), at=MONDAY + timedelta(days=9))
    Organisation.objects.filter(pk=world.regency.pk).update(is_active=False)

    assert (world.regency.code, "") in rows(window())
    assert (world.regency.code, "") not in rows(window("2026-S2"))


def test_only_the_agencies_asked_for(world: World):
    found = rows(window(), agencies=[world.other.code], micro=[world.other.code])

    assert {agency for agency, _unit in found} == {world.other.code}
    assert found[world.other.code, ""]["has_micro_round"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-S1", "2025-07-01"),
        ("2026-03", "2026-02-01"),
        ("2026", "2025-01-01"),
        ("2026-01-10..2026-01-19", "2025-12-31"),
    ],
)
def test_the_period_before_has_as_many_months_or_days(name: str, day: str):
    assert start_before(window(name)).date().isoformat() == day
