from datetime import date

import pytest

from lapor.domain.deadlines import actions, queries
from lapor.domain.deadlines.rules import HolidayKind
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import NotFound
from tests.factories.deadlines import load_calendar, local, national_calendar

pytestmark = pytest.mark.django_db

DECLARED = local("2025-02-01 08:00")
ELECTION = date(2025, 2, 12)


def declare(at=DECLARED, on=ELECTION, **changes):
    return actions.add_holiday(
        on=on,
        name="Pemungutan suara ulang",
        kind=HolidayKind.PUBLIC,
        legal_basis="Keppres contoh",
        by=SYSTEM,
        at=at,
        **changes,
    )


class TestCalendarFor:
    def test_is_the_national_calendar(self):
        load_calendar()

        assert queries.calendar_for() == national_calendar()

    def test_is_one_object_until_something_changes(self):
        load_calendar()

        assert queries.calendar_for() is queries.calendar_for("nasional")

    def test_falls_back_to_the_nation_and_warns(self, caplog):
        load_calendar()

        found = queries.calendar_for("salah-ketik")

        assert found == national_calendar()
        assert "salah-ketik" in caplog.text

    def test_says_what_to_do_when_nothing_was_loaded(self):
        with pytest.raises(NotFound, match="belum dimuat"):
            queries.calendar_for()

    @pytest.mark.parametrize(
        ("as_of", "is_known"),
        [
            ("2018-01-01 00:00", False),
            ("2025-02-01 07:59:59.999999", False),
            ("2025-02-01 08:00", True),
            ("2025-06-01 08:00", True),
        ],
    )
    def test_can_be_read_as_it_was_known(self, as_of, is_known):
        load_calendar()
        declare()

        found = queries.calendar_for(as_of=local(as_of))

        assert found.is_working(ELECTION) is not is_known
        assert not found.is_working(date(2025, 3, 28))

    def test_as_known_then_follows_the_base_too(self):
        load_calendar()
        actions.make_calendar(code="bali", name="Bali", by=SYSTEM, at=DECLARED)
        declare(at=local("2025-02-03 08:00"), on=date(2025, 2, 14), calendar="bali")
        declare(at=local("2025-02-05 08:00"))

        known = [
            [
                queries.calendar_for(
                    "bali", as_of=local(f"2025-02-0{day} 09:00")
                ).count(date(2025, 2, 9), date(2025, 2, 14))
                for day in days
            ]
            for days in ((2, 3, 4, 5), (5, 4, 3, 2))
        ]

        assert known == [[5, 4, 4, 3], [3, 4, 4, 5]]


class TestCalendars:
    def test_lists_them_with_their_base(self):
        load_calendar()
        actions.make_calendar(code="bali", name="Bali", by=SYSTEM, at=DECLARED)

        found = [(str(c), str(c.base or "")) for c in queries.calendars()]

        assert found == [("Bali", "Kalender nasional"), ("Kalender nasional", "")]


class TestRows:
    def test_every_decision_about_a_day_can_be_shown(self):
        load_calendar()
        actions.cancel_holiday(
            on=date(2025, 3, 28), legal_basis="SKB", by=SYSTEM, at=DECLARED
        )

        kinds = [
            day.kind
            for day in queries.days_of("nasional", year=2025)
            if day.on == date(2025, 3, 28)
        ]

        assert kinds == [HolidayKind.COLLECTIVE, HolidayKind.WORKING_DAY]

    def test_has_days_looks_at_the_database(self):
        assert not queries.has_days()

        load_calendar()

        assert queries.has_days()
        assert not queries.has_days("bali")
