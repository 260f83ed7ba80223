"""What holds on a day: both ends count, and an open end never comes."""

from datetime import date
from typing import NamedTuple

import pytest

from lapor.kernel.validity import has_ended, is_in_force, last_begun


class Held(NamedTuple):
    valid_from: date
    valid_until: date | None = None


MARCH = Held(date(2025, 3, 1), date(2025, 3, 31))
SINCE_APRIL = Held(date(2025, 4, 1))


@pytest.mark.parametrize(
    ("row", "on", "holds"),
    [
        (MARCH, date(2025, 2, 28), False),
        (MARCH, date(2025, 3, 1), True),
        (MARCH, date(2025, 3, 31), True),
        (MARCH, date(2025, 4, 1), False),
        (SINCE_APRIL, date(2025, 3, 31), False),
        (SINCE_APRIL, date(2099, 1, 1), True),
    ],
)
def test_holds_from_the_first_day_to_the_last(row: Held, on: date, holds: bool) -> None:
    assert is_in_force(row, on) is holds


def test_has_ended_only_after_its_last_day() -> None:
    assert not has_ended(MARCH, date(2025, 3, 31))
    assert has_ended(MARCH, date(2025, 4, 1))
    assert not has_ended(SINCE_APRIL, date.max)


def test_the_last_begun_counts_even_when_it_has_ended() -> None:
    rows = [SINCE_APRIL, MARCH]
    assert last_begun(rows, date(2025, 3, 15)) == MARCH
    assert last_begun([MARCH], date(2025, 6, 1)) == MARCH
    assert last_begun(rows, date(2025, 6, 1)) == SINCE_APRIL
    assert last_begun(rows, date(2025, 1, 1)) is None
