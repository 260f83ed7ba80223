"""From which day to which something holds; both are days of validity. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar

ONE_DAY: Final = timedelta(days=1)


class Begun(Protocol):
    """Something that holds from a day on, until something else takes its place."""

    @property
    def valid_from(self) -> date:
        """The first day."""


class Lasting(Begun, Protocol):
    """Something that may also end by itself."""

    @property
    def valid_until(self) -> date | None:
        """The last day; None: open."""


B = TypeVar("B", bound=Begun)


def is_in_force(row: Lasting, on: date) -> bool:
    """Say whether something holds on a day."""
    return row.valid_from <= on and not has_ended(row, on)


def has_ended(row: Lasting, on: date) -> bool:
    """Say whether the last day of something was before a day."""
    return row.valid_until is not None and row.valid_until < on


def last_begun(rows: Iterable[B], on: date) -> B | None:
    """Return what began last by a day, ended or not; None: nothing had begun."""
    begun = [row for row in rows if row.valid_from <= on]
    return max(begun, key=lambda row: row.valid_from, default=None)
