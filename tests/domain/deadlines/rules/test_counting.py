from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.deadlines.rules import (
    Unit,
    WorkCalendar,
    due,
    elapsed_days,
    end_of,
    local_day,
    working_days_between,
)
from tests.factories.deadlines import ZONES, local, national_calendar

HK, HARI = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS
JAKARTA = "Asia/Jakarta"
MOMENTS = st.integers(0, 3100 * 86_400).map(
    lambda seconds: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
LIMITS = st.integers(1, 60)
TICK = timedelta(microseconds=1)


def hk(start, amount, zone=JAKARTA, calendar=None):
    return due(start, amount, HK, zone, calendar or national_calendar())


class TestDue:
    """due() …"""

    def test_follows_the_worked_example_of_lebaran_2025(self):
        found = hk(local("2025-03-28 10:00"), 5)

        assert found.due_on == date(2025, 4, 15)
        assert found.due_at == datetime(2025, 4, 15, 16, 59, 59, 999999, UTC)
        assert found.day_zero == date(2025, 4, 8)
        assert [day.day for day in found.counted] == [9, 10, 11, 14, 15]
        assert [(day.on.isoformat(), day.why) for day in found.skipped] == [
            ("2025-03-28", "Cuti Bersama Hari Suci Nyepi"),
            ("2025-03-29", "Sabtu, Hari Suci Nyepi"),
            ("2025-03-30", "Minggu"),
            ("2025-03-31", "Hari Raya Idul Fitri"),
            ("2025-04-01", "Hari kedua dari Hari Raya Idul Fitri"),
            ("2025-04-02", "Cuti Bersama Hari Raya Idul Fitri"),
            ("2025-04-03", "Cuti Bersama Hari Raya Idul Fitri"),
            ("2025-04-04", "Cuti Bersama Hari Raya Idul Fitri"),
            ("2025-04-05", "Sabtu"),
            ("2025-04-06", "Minggu"),
            ("2025-04-07", "Cuti Bersama Hari Raya Idul Fitri"),
            ("2025-04-12", "Sabtu"),
            ("2025-04-13", "Minggu"),
        ]

    @pytest.mark.parametrize(
        ("start", "zone", "amount", "due_on"),
        [
            # an ordinary week: Monday to Monday
            ("2025-02-03 08:00", JAKARTA, 5, "2025-02-10"),
            # Friday evening, the last microsecond of it, and the one after
            ("2025-02-07 23:59:59.999999", JAKARTA, 1, "2025-02-10"),
            ("2025-02-08 00:00", JAKARTA, 1, "2025-02-11"),
            ("2025-02-09 23:59:59.999999", JAKARTA, 1, "2025-02-11"),
            ("2025-02-10 00:00", JAKARTA, 1, "2025-02-11"),
            # over the year's end: 25 and 26 December and 1 January are off
            ("2025-12-24 09:00", JAKARTA, 5, "2026-01-05"),
            ("2024-12-31 23:30", "Asia/Jayapura", 1, "2025-01-02"),
            ("2025-02-06 09:00", "Asia/Makassar", 14, "2025-02-26"),
        ],
    )
    def test_by_hand(self, start, zone, amount, due_on):
        found = hk(local(start, zone), amount, zone)

        assert found.due_on.isoformat() == due_on

    def test_counts_saturdays_where_they_are_worked(self):
        calendar = national_calendar(six_day=True)

        found = hk(local("2025-02-06 09:00"), 3, calendar=calendar)

        assert found.due_on == date(2025, 2, 10)

    @pytest.mark.parametrize(
        ("zone", "due_at"),
        [
            ("Asia/Jakarta", "2025-02-04T16:59:59.999999+00:00"),
            ("Asia/Makassar", "2025-02-04T15:59:59.999999+00:00"),
            ("Asia/Jayapura", "2025-02-04T14:59:59.999999+00:00"),
        ],
    )
    def test_ends_with_the_local_day_and_is_kept_in_utc(self, zone, due_at):
        found = hk(local("2025-02-03 09:00", zone), 1, zone)

        assert found.due_at.isoformat() == due_at
        assert found.due_at.tzinfo is UTC

    @pytest.mark.parametrize(
        ("start", "zone", "due_on"),
        [
            ("2025-02-03T14:59:59.999999+00:00", "Asia/Jayapura", "2025-02-04"),
            ("2025-02-03T15:00:00+00:00", "Asia/Jayapura", "2025-02-05"),
            ("2025-02-03T15:59:59.999999+00:00", "Asia/Makassar", "2025-02-04"),
            ("2025-02-03T16:00:00+00:00", "Asia/Makassar", "2025-02-05"),
            ("2025-02-03T16:59:59.999999+00:00", "Asia/Jakarta", "2025-02-04"),
            ("2025-02-03T17:00:00+00:00", "Asia/Jakarta", "2025-02-05"),
            ("2025-02-04T00:00:00+00:00", "Asia/Jakarta", "2025-02-05"),
        ],
    )
    def test_day_zero_turns_at_local_midnight_not_at_utc(self, start, zone, due_on):
        found = hk(datetime.fromisoformat(start), 1, zone)

        assert found.due_on.isoformat() == due_on

    def test_calendar_days_leave_nothing_out(self):
        found = due(local("2025-03-28 10:00"), 60, HARI, JAKARTA, national_calendar())

        assert found.due_on == date(2025, 5, 27)
        assert found.day_zero == date(2025, 3, 28)
        assert len(found.counted) == 60
        assert found.counted[0] == date(2025, 3, 29)
        assert found.skipped == ()

    @pytest.mark.parametrize("amount", [0, -1, 3661])
    def test_refuses_what_is_no_limit(self, amount):
        with pytest.raises(ValueError, match="is no limit"):
            hk(local("2025-02-03 09:00"), amount)

    @pytest.mark.parametrize("amount", [1, 3660])
    def test_takes_the_shortest_and_the_longest_limit(self, amount):
        found = due(local("2025-02-03 09:00"), amount, HARI, JAKARTA, WorkCalendar({}))

        assert found.due_on == date(2025, 2, 3) + timedelta(days=amount)

    def test_refuses_a_time_without_zone(self):
        with pytest.raises(ValueError, match="has no time zone"):
            hk(datetime(2025, 3, 28, 10), 5)  # noqa: DTZ001

    @pytest.mark.parametrize("zone", ["Asia/Bandung", "", "../etc/passwd", "Asia"])
    def test_refuses_a_zone_that_does_not_exist(self, zone):
        with pytest.raises(ValueError, match="is not a time zone"):
            hk(local("2025-03-28 10:00"), 5, zone)

    @given(MOMENTS, LIMITS, st.sampled_from(ZONES), st.sampled_from(Unit))
    def test_explains_every_day_up_to_the_last(self, start, amount, zone, unit):
        found = due(start, amount, unit, zone, national_calendar())

        named = {*found.counted, *(day.on for day in found.skipped), found.day_zero}
        first = local_day(start, zone)
        assert len(found.counted) == amount
        assert found.counted[-1] == found.due_on
        assert sorted(named) == [
            first + timedelta(days=n) for n in range((found.due_on - first).days + 1)
        ]

    @given(MOMENTS, LIMITS, st.sampled_from(ZONES))
    def test_a_longer_limit_is_due_later(self, start, amount, zone):
        assert hk(start, amount, zone).due_at < hk(start, amount + 1, zone).due_at

    @given(MOMENTS, LIMITS, st.sampled_from(ZONES), st.integers(0, 200 * 86_400))
    def test_a_later_start_is_never_due_earlier(self, start, amount, zone, more):
        later = start + timedelta(seconds=more)

        assert hk(start, amount, zone).due_at <= hk(later, amount, zone).due_at

    @given(MOMENTS, LIMITS, st.sampled_from(ZONES), st.integers(0, 90))
    def test_one_more_holiday_never_makes_it_earlier(self, start, amount, zone, offset):
        new_day = start.date() + timedelta(days=offset)
        more = WorkCalendar({**national_calendar().holidays, new_day: "Baru"})

        assert hk(start, amount, zone, more).due_at >= hk(start, amount, zone).due_at

    @given(MOMENTS, LIMITS, st.sampled_from(ZONES))
    def test_ends_on_a_working_day_in_the_last_microsecond(self, start, amount, zone):
        found = hk(start, amount, zone)

        wall = found.due_at.astimezone(ZoneInfo(zone))
        assert (wall.date(), wall.time()) == (found.due_on, time.max)
        assert local_day(found.due_at + TICK, zone) > found.due_on
        assert national_calendar().is_working(found.due_on)


class TestIsLate:
    def test_the_last_microsecond_is_in_time_and_the_next_is_not(self):
        found = hk(local("2025-02-03 09:00"), 5)

        assert not found.is_late(found.due_at)
        assert found.is_late(found.due_at + TICK)
        assert found.is_late(local("2025-02-11 00:00"))


class TestWorkingDaysBetween:
    """working_days_between() …"""

    @pytest.mark.parametrize(
        ("start", "end", "taken"),
        [
            ("2025-02-03 09:00", "2025-02-03 09:00", 0),
            ("2025-02-03 00:00", "2025-02-03 23:59:59.999999", 0),
            ("2025-02-03 23:59:59.999999", "2025-02-04 00:00", 1),
            ("2025-02-03 09:00", "2025-02-10 23:59", 5),
            ("2025-02-03 09:00", "2025-02-07 23:59", 4),
            ("2025-02-03 09:00", "2025-02-08 00:00", 5),
            ("2025-02-03 09:00", "2025-02-11 00:00", 6),
            ("2025-02-08 09:00", "2025-02-09 09:00", 0),
            ("2025-02-08 09:00", "2025-02-10 09:00", 0),
            ("2025-02-08 09:00", "2025-02-11 09:00", 1),
            ("2025-03-28 10:00", "2025-04-15 23:59:59.999999", 5),
            ("2025-03-28 10:00", "2025-04-16 00:00", 6),
        ],
    )
    def test_by_hand(self, start, end, taken):
        found = working_days_between(
            local(start), local(end), JAKARTA, national_calendar()
        )

        assert found == taken

    @given(MOMENTS, st.integers(0, 120 * 24 * 60), LIMITS, st.sampled_from(ZONES))
    def test_keeps_a_limit_exactly_when_not_late(self, start, minutes, amount, zone):
        end = start + timedelta(minutes=minutes)
        taken = working_days_between(start, end, zone, national_calendar())

        assert (taken <= amount) is not hk(start, amount, zone).is_late(end)

    def test_refuses_to_go_back_in_time(self):
        with pytest.raises(ValueError, match="is before"):
            working_days_between(
                local("2025-02-03 09:00"),
                local("2025-02-03 09:00") - TICK,
                JAKARTA,
                national_calendar(),
            )


class TestElapsedDays:
    """elapsed_days() …"""

    @pytest.mark.parametrize(
        ("start", "end", "days"),
        [
            ("2025-02-03 09:00", "2025-02-03 09:00", Fraction(0)),
            # Demak's "0.1 day" was 2.4 hours
            ("2025-02-03 09:00", "2025-02-03 11:24", Fraction(1, 10)),
            ("2025-02-03 12:00", "2025-02-04 00:00", Fraction(1, 2)),
            ("2025-02-03 09:00", "2025-02-04 09:00", Fraction(1)),
            ("2025-02-07 12:00", "2025-02-10 12:00", Fraction(1)),
            ("2025-02-08 00:00", "2025-02-09 23:59", Fraction(0)),
            ("2025-02-08 12:00", "2025-02-10 06:00", Fraction(1, 4)),
            ("2025-02-07 18:00", "2025-02-08 12:00", Fraction(1, 4)),
            ("2025-03-27 12:00", "2025-04-08 12:00", Fraction(1)),
            ("2024-12-31 12:00", "2025-01-02 12:00", Fraction(1)),
        ],
    )
    def test_by_hand(self, start, end, days):
        found = elapsed_days(local(start), local(end), JAKARTA, national_calendar())

        assert found == days

    def test_is_exact_to_the_microsecond(self):
        start = local("2025-02-03 09:00")

        found = elapsed_days(start, start + TICK, JAKARTA, national_calendar())

        assert found == Fraction(1, 86_400_000_000)

    @given(
        MOMENTS,
        st.integers(0, 90 * 24 * 3600),
        st.integers(0, 90 * 24 * 3600),
        st.sampled_from(ZONES),
    )
    def test_two_parts_make_the_whole(self, start, first, second, zone):
        middle = start + timedelta(seconds=first)
        end = middle + timedelta(seconds=second)
        calendar = national_calendar()

        parts = elapsed_days(start, middle, zone, calendar) + elapsed_days(
            middle, end, zone, calendar
        )

        assert parts == elapsed_days(start, end, zone, calendar)

    @given(MOMENTS, st.integers(0, 90 * 24 * 3600), st.sampled_from(ZONES))
    def test_is_all_of_the_time_when_every_day_is_worked(self, start, seconds, zone):
        end = start + timedelta(seconds=seconds)
        monday_to_saturday = WorkCalendar({}, six_day=True)
        sundays = sum(
            _overlap(start, end, day, zone)
            for day in (
                local_day(start, zone) + timedelta(days=n)
                for n in range(seconds // 86_400 + 2)
            )
            if day.isoweekday() == 7
        )

        found = elapsed_days(start, end, zone, monday_to_saturday)

        assert found == Fraction(seconds - sundays, 86_400)

    def test_refuses_to_go_back_in_time(self):
        with pytest.raises(ValueError, match="is before"):
            elapsed_days(
                local("2025-02-03 09:00"),
                local("2025-02-03 08:00"),
                JAKARTA,
                national_calendar(),
            )


def _overlap(start, end, day, zone):
    """Seconds of [start, end] that fell on a local day."""
    after = end_of(day, zone) + TICK
    before = after - timedelta(days=1)
    return Fraction(
        max(min(end, after) - max(start, before), timedelta()) // TICK, 10**6
    )


class TestLocalDay:
    @pytest.mark.parametrize(
        ("zone", "day"), list(zip(ZONES, (31, 31, 1), strict=True)), ids=ZONES
    )
    def test_three_zones_may_live_in_two_years(self, zone, day):
        moment = datetime(2024, 12, 31, 15, 30, tzinfo=UTC)

        assert local_day(moment, zone).day == day
