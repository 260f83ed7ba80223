from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.deadlines.rules import Unit, WorkCalendar, end_of, local_day
from lapor.domain.escalation.rules import (
    Line,
    Measure,
    offset_of,
    reached_until,
    steps_reached,
)
from lapor.domain.escalation.rules.moments import Offset, last_due, next_steps
from tests.factories.deadlines import ZONES, local, national_calendar

JAKARTA = "Asia/Jakarta"
WORKING, CALENDAR = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS
DAYS, SHARE = Measure.WORKING_DAYS, Measure.SHARE
LADDER = [
    Line(10, SHARE, 75),
    Line(20, SHARE, 90),
    Line(30, DAYS, -1),
    Line(40, DAYS, 0),
    Line(50, DAYS, 3),
    Line(60, DAYS, 5),
    Line(70, DAYS, 10),
    Line(80, DAYS, 20),
]


class TestOffset:
    """offset_of() …"""

    @pytest.mark.parametrize(
        ("percent", "amount", "days"),
        [
            (75, 14, -3),  # 10.5 of 14: on the eleventh day
            (90, 14, -1),  # 12.6: on the thirteenth
            (75, 60, -14),  # 45: passed at the start of the 46th
            (90, 60, -5),
            (75, 5, -1),
            (90, 5, 0),  # 4.5: on the last day, when it begins
            (75, 1, 0),
            (100, 14, 0),
        ],
    )
    def test_of_a_share_is_the_day_on_which_it_is_passed(self, percent, amount, days):
        found = offset_of(Line(1, SHARE, percent), amount, WORKING)

        assert found == Offset(days, WORKING, is_early=True)

    def test_before_the_due_day_is_early_and_from_it_on_late(self):
        assert offset_of(Line(1, DAYS, -1), 5, WORKING).is_early
        assert not offset_of(Line(1, DAYS, 0), 5, WORKING).is_early
        assert not offset_of(Line(1, DAYS, 3), 5, WORKING).is_early

    def test_counts_what_the_measure_says_and_not_the_term(self):
        measure = Measure.CALENDAR_DAYS
        assert offset_of(Line(1, measure, 0), 60, WORKING).unit == CALENDAR


def due_at(day, zone=JAKARTA):
    return end_of(date.fromisoformat(day), zone)


class TestLastDue:
    """last_due() …"""

    @pytest.mark.parametrize(
        ("days", "first"),
        [  # due on Tuesday 15 April 2025; 18 April is Good Friday
            (0, "2025-04-16"),
            (3, "2025-04-22"),  # 16, 17, 21 have passed
            (5, "2025-04-24"),
            (10, "2025-05-01"),
        ],
    )
    def test_after_the_due_day_waits_until_so_many_days_have_ended(self, days, first):
        calendar, offset = national_calendar(), Offset(days, WORKING, is_early=False)
        due = due_at("2025-04-15")
        morning = local(f"{first} 00:00")

        assert last_due(offset, JAKARTA, calendar, morning) >= due
        just_before = morning - timedelta(microseconds=1)
        assert last_due(offset, JAKARTA, calendar, just_before) < due

    def test_before_it_begins_with_the_day(self):
        calendar = national_calendar()
        offset = Offset(-1, WORKING, is_early=True)
        monday = due_at("2025-04-21")  # the working day before is Thursday 17

        assert last_due(offset, JAKARTA, calendar, local("2025-04-17 00:00")) >= monday
        evening = local("2025-04-16 23:59")
        assert last_due(offset, JAKARTA, calendar, evening) < monday

    def test_counts_calendar_days_plainly(self):
        calendar = national_calendar()
        offset = Offset(2, CALENDAR, is_early=False)
        due = due_at("2025-04-17")

        assert last_due(offset, JAKARTA, calendar, local("2025-04-20 00:00")) == due

    @given(
        st.integers(0, 400),
        st.integers(0, 25),
        st.sampled_from(ZONES),
        st.integers(0, 24 * 60),
    )
    def test_agrees_with_counting_forward_day_by_day(self, start, days, zone, minute):
        """A clock is late by n working days when the n-th day after it has ended."""
        calendar = national_calendar()
        on = date(2025, 1, 1) + timedelta(days=start)
        ends = end_of(calendar.after(on, days) if days else on, zone)
        offset = Offset(days, WORKING, is_early=False)
        tick = timedelta(microseconds=1)
        for at in (ends, ends + tick, ends + timedelta(minutes=minute)):
            is_reached = end_of(on, zone) <= last_due(offset, zone, calendar, at)
            assert is_reached == (at > ends)

    @given(st.integers(0, 400), st.integers(1, 25), st.sampled_from(ZONES))
    def test_agrees_with_counting_backward_day_by_day(self, start, days, zone):
        calendar = national_calendar()
        due_on = calendar.on_or_after(date(2025, 1, 1) + timedelta(days=start))
        day = due_on
        for _ in range(days):
            day -= timedelta(days=1)
            while not calendar.is_working(day):
                day -= timedelta(days=1)
        begins = end_of(day - timedelta(days=1), zone) + timedelta(microseconds=1)
        offset = Offset(-days, WORKING, is_early=True)
        due = end_of(due_on, zone)

        assert last_due(offset, zone, calendar, begins) >= due
        early = begins - timedelta(microseconds=1)
        assert last_due(offset, zone, calendar, early) < due


class TestReached:
    """reached_until() and steps_reached() …"""

    def test_let_no_step_wait_behind_a_later_one(self):
        """Of five days, 90 percent falls on the due day: told the day before."""
        plain = WorkCalendar({})
        at = local("2026-03-05 08:00")  # Thursday, due on Friday
        until = reached_until(LADDER, (5, WORKING), JAKARTA, plain, at)

        assert steps_reached(until, due_at("2026-03-06"), 0) == [10, 20, 30]

    def test_give_each_step_once(self):
        plain = WorkCalendar({})
        at = local("2026-03-20 08:00")
        until = reached_until(LADDER, (5, WORKING), JAKARTA, plain, at)

        assert steps_reached(until, due_at("2026-03-06"), 0)[-1] == 60
        assert steps_reached(until, due_at("2026-03-06"), 50) == [60]
        assert steps_reached(until, due_at("2026-03-06"), 60) == []

    @given(
        st.integers(0, 500),
        st.integers(1, 60),
        st.sampled_from(ZONES),
        st.integers(0, 60 * 24),
    )
    def test_climb_in_order_as_time_passes(self, start, amount, zone, minutes):
        """More time never takes a step away, and steps come from below."""
        calendar = national_calendar()
        due = end_of(date(2025, 1, 1) + timedelta(days=start), zone)
        at = due - timedelta(days=30)
        before: list[int] = []
        while at < due + timedelta(days=60):
            until = reached_until(LADDER, (amount, WORKING), zone, calendar, at)
            now = steps_reached(until, due, 0)
            assert now[: len(before)] == before
            assert now == [line.step for line in LADDER][: len(now)]
            before = now
            at += timedelta(days=3, minutes=minutes)
        assert before == [line.step for line in LADDER]


@pytest.mark.slow
def test_ten_thousand_histories_climb_every_step_once():
    """Due days move, sweeps come late or doubled: no step is told twice or skipped."""
    luck = Random(20260302)
    calendar = national_calendar()
    every = [line.step for line in LADDER]
    for _ in range(10_000):
        zone = luck.choice(ZONES)
        amount = luck.choice((1, 2, 3, 5, 14, 60))
        at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(
            minutes=luck.randrange(500_000)
        )
        due = end_of(local_day(at, zone) + timedelta(days=luck.randrange(40)), zone)
        climbed, told = 0, []
        for _sweep in range(luck.randrange(1, 7)):
            at += timedelta(minutes=luck.choice((0, 1, 1_440, 4_320, 20_000, 60_000)))
            until = reached_until(LADDER, (amount, WORKING), zone, calendar, at)
            for _twice in range(2):
                steps = steps_reached(until, due, climbed)
                told += steps
                climbed = max([climbed, *steps])
            if luck.random() < 0.2:  # an extension, a pause, a new day off
                due += timedelta(days=luck.randrange(1, 15))
        assert told == every[: len(told)]


def test_next_steps_begin_on_the_ground():
    assert list(next_steps([40, 10, 90])) == [(0, 10), (10, 40), (40, 90)]


def test_a_day_is_that_of_the_office():
    moment = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert local_day(moment, "Asia/Jayapura") != local_day(moment, JAKARTA)
