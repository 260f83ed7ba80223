"""When people write: by month, weekday and hour, and what about in which season."""

from bisect import bisect_right
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from lapor.domain.deadlines.rules import WorkCalendar
from lapor.ops.demo.days import day_of
from lapor.ops.demo.topics import Topic

#: Shares of the hours of a day in UTC, and of the days of a week from Monday: from
#: the times of arrival in one city's real complaints, in ten-thousandths.
HOURS: Final = (
    *(423, 654, 746, 806, 747, 621, 571, 583, 535, 521, 493, 490),
    *(486, 496, 393, 321, 232, 155, 105, 76, 63, 80, 160, 245),
)
WEEK: Final = (1615, 1653, 1646, 1553, 1512, 1091, 931)
BEFORE, AFTER = timedelta(days=14), timedelta(days=7)  # around Lebaran
SWELL: Final = {"flood": 4.0, "school": 4.5, "lebaran": 3.5}
"""How much more often a topic comes up in its season."""
_HOURS: Final = list(accumulate(HOURS))


class Seasons:
    """Weights of days and topics; Lebaran moves, so the calendar is asked."""

    def __init__(
        self, calendar: WorkCalendar, matters: list[tuple[Topic, list[int]]]
    ) -> None:
        """``matters`` are topics with the keys of their categories."""
        self.matters = [pair for pair in matters if pair[1]]
        self.by_key = {topic.key: (topic, keys) for topic, keys in self.matters}
        self.feasts = [
            day
            for day, name in calendar.holidays.items()
            if "Idulfitri" in name.replace(" ", "") and "Cuti" not in name
        ]
        self._cumulative: dict[frozenset[str], list[float]] = {}

    def of(self, day: date) -> frozenset[str]:
        """Return the seasons in which a day lies."""
        found = set()
        if day.month in (1, 2):
            found.add("flood")
        if day.month in (6, 7):
            found.add("school")
        if any(feast - BEFORE <= day <= feast + AFTER for feast in self.feasts):
            found.add("lebaran")
        return frozenset(found)

    def weight(self, day: int) -> float:
        """Return how many people write on a day, against an average Monday."""
        on = day_of(day)
        return WEEK[on.weekday()] / WEEK[0] * self._topics(self.of(on))[-1]

    def topic(self, day: int, luck: Random, key: str = "") -> tuple[Topic, list[int]]:
        """Draw a topic for a day, or return the one that is named."""
        if key:
            return self.by_key[key]
        cumulative = self._topics(self.of(day_of(day)))
        spot = bisect_right(cumulative, luck.random() * cumulative[-1])
        return self.matters[min(spot, len(self.matters) - 1)]

    def _topics(self, season: frozenset[str]) -> list[float]:
        if season not in self._cumulative:
            self._cumulative[season] = list(
                accumulate(
                    topic.weight * (SWELL[topic.peak] if topic.peak in season else 1)
                    for topic, _keys in self.matters
                )
            )
        return self._cumulative[season]


def second_of_day(luck: Random) -> int:
    """Draw a second of the day (UTC) by the shares of the hours."""
    hour = bisect_right(_HOURS, luck.random() * _HOURS[-1])
    return min(hour, 23) * 3_600 + luck.randrange(3_600)
