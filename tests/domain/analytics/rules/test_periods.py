"""Periods by name."""

from datetime import UTC, date, datetime

import pytest

from lapor.domain.analytics.rules.periods import parse_period
from lapor.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2020-S1", date(2020, 1, 1), date(2020, 6, 30)),
        ("2020-s2", date(2020, 7, 1), date(2020, 12, 31)),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (" 2025-01-15..2025-02-03 ", date(2025, 1, 15), date(2025, 2, 3)),
    ],
)
def test_names_mean_days(text, first, last):
    period = parse_period(text)

    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2025-S3", "2025-Q5", "2025-13", "25", "2025-02-30..2025-03-01"),
        *("2025-03-01..2025-02-01", "..", "9999-01-01..9999-12-31", "x" * 500),
    ],
)
def test_other_words_are_refused_with_a_sentence(text):
    with pytest.raises(Invalid, match=r"(Masa|masa)"):
        parse_period(text)


def test_a_period_begins_at_midnight_in_jakarta():
    period = parse_period("2025-01")

    assert period.start == datetime(2024, 12, 31, 17, tzinfo=UTC)
    assert period.end == datetime(2025, 1, 31, 17, tzinfo=UTC)


def test_months_are_those_that_have_begun():
    period = parse_period("2025-S1")

    assert len(period.months(until=date(2025, 12, 1))) == 6
    assert period.months(until=date(2025, 2, 28)) == [
        date(2025, 1, 1),
        date(2025, 2, 1),
    ]
    assert period.months(until=date(2024, 2, 28)) == []
