from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.deadlines.rules import WorkCalendar
from lapor.domain.deadlines.rules.calendar import Skipped
from tests.factories.deadlines import national_calendar, oracle_rows

FRIDAY = date(2025, 3, 28)
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


class TestIsWorking:
    @pytest.mark.parametrize(
        ("day", "is_worked"),
        [
            (date(2025, 3, 27), True),
            (date(2025, 3, 28), False),
            (date(2025, 3, 29), False),
            (date(2025, 4, 5), False),
            (date(2025, 4, 6), False),
            (date(2025, 4, 7), False),
            (date(2025, 4, 8), True),
        ],
    )
    def test_knows_the_days_around_lebaran(self, day, is_worked):
        assert national_calendar().is_working(day) is is_worked

    def test_works_on_saturdays_where_the_week_has_six_days(self):
        calendar = WorkCalendar({}, six_day=True)

        assert calendar.is_working(date(2025, 3, 29))
        assert not calendar.is_working(date(2025, 3, 30))

    @given(DAYS)
    def test_a_day_is_worked_or_has_a_reason(self, day):
        calendar = national_calendar()

        assert calendar.is_working(day) is (calendar.why_not(day) == "")


class TestWhyNot:
    def test_names_the_weekend_and_the_holiday(self):
        assert (
            national_calendar().why_not(date(2025, 3, 29)) == "Sabtu, Hari Suci Nyepi"
        )

    def test_names_the_collective_leave(self):
        assert national_calendar().why_not(FRIDAY) == "Cuti Bersama Hari Suci Nyepi"

    def test_sunday_alone(self):
        assert national_calendar().why_not(date(2025, 3, 30)) == "Minggu"

    def test_saturday_of_six_day_offices_is_only_its_holiday(self):
        calendar = national_calendar(six_day=True)

        assert calendar.why_not(date(2025, 3, 29)) == "Hari Suci Nyepi"

    def test_label_is_readable(self):
        assert Skipped(FRIDAY, "Sabtu, Hari Suci Nyepi").label == (
            "Sabtu, Hari Suci Nyepi"
        )


class TestAfter:
    def test_zero_rolls_a_day_off_onto_a_working_day(self):
        assert national_calendar().after(FRIDAY, 0) == date(2025, 4, 8)

    def test_zero_keeps_a_working_day(self):
        assert national_calendar().after(date(2025, 4, 8), 0) == date(2025, 4, 8)

    def test_one_is_the_next_working_day(self):
        assert national_calendar().after(date(2025, 3, 27), 1) == date(2025, 4, 8)

    @given(DAYS, st.integers(0, 70))
    def test_count_undoes_it(self, day, count):
        calendar = national_calendar()
        start = calendar.on_or_after(day)

        assert calendar.count(start, calendar.after(start, count)) == count


class TestCount:
    @given(DAYS, st.integers(-5, 900), st.booleans())
    def test_equals_counting_on_the_fingers(self, day, length, six_day):
        calendar = national_calendar(six_day=six_day)
        fingers = sum(
            calendar.is_working(day + timedelta(days=n)) for n in range(1, length + 1)
        )

        assert calendar.count(day, day + timedelta(days=length)) == fingers

    def test_year_2025_had_as_many_working_days_as_the_decrees_leave(self):
        weekdays_off = {
            day
            for day, _, _ in oracle_rows()
            if day.year == 2025 and day.isoweekday() <= 5
        }

        counted = national_calendar().count(date(2024, 12, 31), date(2025, 12, 31))

        assert counted == 261 - len(weekdays_off)
