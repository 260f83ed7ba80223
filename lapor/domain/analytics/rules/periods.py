"""Periods of evaluation: years, halves, quarters, months, or any days."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import Invalid

#: A nation-wide period begins and ends by the clock of the capital.
HOME_ZONE: Final = ZoneInfo("Asia/Jakarta")
ODD: Final = noop(
    "Masa “{text}” tidak dikenal. Tulis seperti 2025, 2025-S1, 2025-Q3, 2025-03, "
    "atau 2025-01-01..2025-03-31."
)
BACKWARDS: Final = noop("Hari terakhir masa ini mendahului hari pertamanya.")
_NAMED: Final = re.compile(r"(2[0-9]{3})(?:-(?:S([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included, by the clock of Jakarta."""

    name: str
    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The first moment of it, UTC."""
        return datetime.combine(self.first, time.min, HOME_ZONE).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it, UTC."""
        day = self.last + timedelta(days=1)
        return datetime.combine(day, time.min, HOME_ZONE).astimezone(UTC)

    def months(self, *, until: date) -> list[date]:
        """Return the first days of its months that have begun by ``until``."""
        found, month = [], self.first.replace(day=1)
        while month <= min(self.last, until):
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found


def parse_period(text: str) -> Period:
    """Return the period a word means, or raise Invalid.

    >>> parse_period("2020-S1").last, parse_period("2025-Q4").first
    (datetime.date(2020, 6, 30), datetime.date(2025, 10, 1))
    >>> parse_period("2024-02").last
    datetime.date(2024, 2, 29)
    """
    word = text.strip().upper()
    if ".." in word:
        return _between(text, *word.split("..", 1))
    found = _NAMED.fullmatch(word)
    if not found:
        raise Invalid(translate(ODD).format(text=text[:40]))
    year, half, quarter, month = (int(part or 0) for part in found.groups())
    if half:
        first, length = 6 * half - 5, 6
    elif quarter:
        first, length = 3 * quarter - 2, 3
    else:
        first, length = (month, 1) if month else (1, 12)
    last = first + length - 1
    days = calendar.monthrange(year, last)[1]
    return Period(word, date(year, first, 1), date(year, last, days))


def _between(text: str, start: str, end: str) -> Period:
    try:
        first, last = date.fromisoformat(start.strip()), date.fromisoformat(end.strip())
    except ValueError:
        raise Invalid(translate(ODD).format(text=text[:40])) from None
    if last < first:
        raise Invalid(translate(BACKWARDS))
    if first.year < 2000 or last.year > 2999:
        raise Invalid(translate(ODD).format(text=text[:40]))
    return Period(f"{first}..{last}", first, last)
