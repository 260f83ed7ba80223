import csv
from datetime import date

import pytest

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.monev.rules.items import DATA
from lapor.domain.monev.rules.schedule import Row, due_round, due_rounds, every_of
from lapor.domain.monev.rules.words import Every, Tier


def rows() -> list[Row]:
    """The matrix as it comes with the program."""
    with (DATA / "schedule.csv").open(newline="") as file:
        return [
            Row(
                Tier(row["tier"]),
                Part(row["part"]),
                Every(row["every"]),
                row["subject_kinds"],
                row["sample"],
                row["is_automatic"] == "ya",
                int(row["opens_after"]),
                int(row["fill_days"]),
                int(row["verify_days"]),
                int(row["clarify_days"]),
                row["legal_basis"],
                date.fromisoformat(row["valid_from"]),
                None,
                date.fromisoformat(row["valid_from"]),
            )
            for row in csv.DictReader(file)
        ]


#: Domain §12.1, read by hand: months between two looks.
MATRIX = {
    Tier.MICRO_AGENCY: (1, 3, 1, 1),
    Tier.MICRO_AUDITOR: (3, 6, 3, 3),
    Tier.MESO_COORDINATION: (3, 6, 6, 6),
    Tier.MESO_TERRITORY: (3, 6, 6, 6),
    Tier.MESO_HOME_AFFAIRS: (3, 6, 6, 6),
    Tier.THEMATIC_PROGRAMME: (1, 6, 6, 12),
    Tier.THEMATIC_RESOLUTION: (1, 12, 6, 12),
    Tier.MACRO: (6, 12, 12, 12),
}
LENGTH = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


@pytest.mark.parametrize("tier", Tier)
def test_the_matrix_is_that_of_the_domain(tier: Tier):
    shortest = tuple(
        min(LENGTH[r.every] for r in rows() if (r.tier, r.part) == (tier, part))
        for part in Part
    )

    assert shortest == MATRIX[tier]


def test_every_row_names_its_law_and_that_it_is_an_assumption():
    with (DATA / "schedule.csv").open(newline="") as file:
        found = list(csv.DictReader(file))

    assert all(r["legal_basis"] and r["evidence"].startswith("[A]") for r in found)


def test_a_half_year_takes_up_what_is_looked_at_more_often():
    due = due_round(rows(), Tier.MESO_TERRITORY, Every.HALF, parse_period("2026-S1"))

    assert due is not None
    assert due.parts == tuple(Part)
    assert due.lead.every == Every.HALF
    assert not due.is_automatic
    assert due.samples == {"quality": "margin:10"}


def test_the_national_half_year_is_opened_in_august_and_january():
    found = due_rounds(rows(), since=date(2026, 6, 30), upto=date(2027, 2, 1))
    opened = [d.opens_on for d in found if (d.tier, d.every) == (Tier.MACRO, "half")]

    assert opened == [date(2026, 7, 31), date(2027, 1, 31)]


def test_months_of_the_micro_tier_are_automatic():
    due = due_round(rows(), Tier.MICRO_AGENCY, Every.MONTH, parse_period("2026-07"))

    assert due is not None
    assert due.is_automatic
    assert due.parts == (Part.PERFORMANCE, Part.QUALITY, Part.PLAN)


def test_a_row_that_ended_opens_nothing_more():
    ended = [r._replace(valid_until=date(2026, 6, 29)) for r in rows()]

    assert due_rounds(ended, since=date(2026, 6, 30), upto=date(2026, 12, 31)) == []


def test_looking_twice_over_half_the_time_finds_the_same():
    days = (date(2026, 1, 1), date(2026, 7, 15), date(2027, 3, 1))
    once = due_rounds(rows(), since=days[0], upto=days[2])
    first = due_rounds(rows(), since=days[0], upto=days[1])
    second = due_rounds(rows(), since=days[1], upto=days[2])

    assert [*first, *second] == once


def test_no_period_is_due_before_it_has_ended():
    found = due_rounds(rows(), since=date(2025, 12, 31), upto=date(2026, 12, 31))

    assert found
    assert all(due.opens_on > due.period.last for due in found)


def test_a_custom_period_has_no_length():
    assert every_of(parse_period("2026-01-01..2026-02-03")) is None
