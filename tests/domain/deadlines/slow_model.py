"""A second opinion: walk day by day with a pencil, as a clerk would.

Shares no code and no structure with the rules: no arithmetic on indices, only a
state that is carried from one evening to the next.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta, timezone

HOURS = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}


def is_worked(day: date, days_off: Collection[date], six_day: bool) -> bool:
    """Look at the wall calendar."""
    name = day.strftime("%a")
    if name == "Sun" or (name == "Sat" and not six_day):
        return False
    return day not in days_off


def next_day(
    day: date, days_off: Collection[date], six_day: bool, every_day: bool
) -> tuple[date, bool]:
    """Turn pages until one counts; tell whether the office works on it."""
    while True:
        day += timedelta(days=1)
        works = is_worked(day, days_off, six_day)
        if works or every_day:
            return day, works


def due_by_walking(
    events: Sequence[tuple[str, datetime]],
    amount: int,
    zone: str,
    days_off: Collection[date],
    *,
    six_day: bool = False,
    every_day: bool = False,
    pauses: int = 2,
    pause_days: int = 20,
) -> tuple[datetime, list[date]]:
    """Return the due instant and the days counted."""
    wall = timezone(timedelta(hours=HOURS[zone]))
    waiting = [(kind, at.astimezone(wall).date()) for kind, at in events]
    day = waiting[0][1] - timedelta(days=1)
    is_begun = is_paused = False
    counted: list[date] = []
    while True:
        day, works = next_day(day, days_off, six_day, every_day)
        if is_begun and is_paused:
            pause_days -= works
        elif is_begun:
            counted.append(day)
        if is_paused and pause_days == 0:
            is_paused = False
        while waiting and waiting[0][1] <= day:
            kind, _ = waiting.pop(0)
            if kind == "started":
                is_begun = True
            elif kind == "paused" and not is_paused and pauses and pause_days:
                pauses -= 1
                is_paused = True
            elif kind == "resumed":
                is_paused = False
        if len(counted) == amount and not is_paused:
            evening = datetime(day.year, day.month, day.day, 23, 59, 59, 999999, wall)
            return evening, counted
