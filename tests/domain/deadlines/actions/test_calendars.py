from datetime import date

import pytest

from lapor.domain.deadlines import actions, queries
from lapor.domain.deadlines.models import Holiday
from lapor.domain.deadlines.rules import HolidayKind
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.deadlines import load_calendar, local

pytestmark = pytest.mark.django_db

BY = Actor("user:7")
AT = local("2025-02-01 08:00")
ELECTION = date(2025, 2, 12)


@pytest.fixture(autouse=True)
def _calendar():
    load_calendar()


def declare(**changes):
    values = {
        "on": ELECTION,
        "name": "Pemungutan suara ulang",
        "kind": HolidayKind.PUBLIC,
        "legal_basis": "Keppres contoh",
        "by": BY,
        "at": AT,
    }
    return actions.add_holiday(**{**values, **changes})


class TestAddHoliday:
    def test_takes_effect_at_once_and_is_a_fact(self):
        assert queries.calendar_for().is_working(ELECTION)

        declare()

        entry = Entry.objects.get(fact="holiday.added")
        assert queries.calendar_for().why_not(ELECTION) == "Pemungutan suara ulang"
        assert (entry.subject, entry.actor) == ("calendar:nasional", "user:7")
        assert entry.data["on"] == "2025-02-12"
        assert entry.data["legal_basis"] == "Keppres contoh"

    @pytest.mark.parametrize("field", ["legal_basis", "name"])
    @pytest.mark.parametrize("empty", ["", "   "])
    def test_refuses_a_day_without_name_or_decree(self, field, empty):
        with pytest.raises(Invalid) as caught:
            declare(**{field: empty})

        assert set(caught.value.fields) == {field}
        assert not Entry.objects.filter(fact="holiday.added").exists()

    def test_refuses_to_cancel(self):
        with pytest.raises(Invalid):
            declare(kind=HolidayKind.WORKING_DAY)

    def test_refuses_a_calendar_nobody_made(self):
        with pytest.raises(NotFound):
            declare(calendar="bulan")


class TestCancelHoliday:
    def test_makes_a_working_day_and_keeps_what_was_said_before(self):
        rows = Holiday.objects.count()

        actions.cancel_holiday(
            on=date(2025, 3, 28), legal_basis="SKB perubahan", by=BY, at=AT
        )

        assert queries.calendar_for().is_working(date(2025, 3, 28))
        assert Holiday.objects.count() == rows + 1
        assert Entry.objects.filter(fact="holiday.cancelled").count() == 1

    def test_and_a_later_decree_may_take_it_back(self):
        actions.cancel_holiday(
            on=date(2025, 3, 28), legal_basis="SKB perubahan", by=BY, at=AT
        )

        declare(on=date(2025, 3, 28), name="Cuti bersama lagi")

        assert queries.calendar_for().why_not(date(2025, 3, 28)) == "Cuti bersama lagi"

    def test_refuses_a_day_that_is_no_holiday(self):
        with pytest.raises(Conflict):
            actions.cancel_holiday(on=ELECTION, legal_basis="SKB", by=BY, at=AT)

    def test_refuses_without_a_decree(self):
        with pytest.raises(Invalid):
            actions.cancel_holiday(on=date(2025, 3, 28), legal_basis=" ", by=BY, at=AT)


class TestMakeCalendar:
    def test_a_regional_calendar_has_the_nations_days_and_its_own(self):
        actions.make_calendar(code="bali", name="Bali", by=BY, at=AT)

        declare(calendar="bali", name="Galungan", kind=HolidayKind.REGIONAL)

        assert queries.calendar_for("bali").why_not(ELECTION) == "Galungan"
        assert not queries.calendar_for("bali").is_working(date(2025, 3, 31))
        assert queries.calendar_for().is_working(ELECTION)

    def test_a_regional_calendar_may_work_on_a_day_of_the_nation(self):
        actions.make_calendar(code="rsud", name="RSUD", six_day=True, by=BY, at=AT)

        actions.cancel_holiday(
            calendar="rsud", on=date(2025, 4, 2), legal_basis="SE", by=BY, at=AT
        )
        declare(on=date(2025, 4, 2), name="Ditetapkan lagi secara nasional")

        assert queries.calendar_for("rsud").is_working(date(2025, 4, 2))
        assert queries.calendar_for("rsud").is_working(date(2025, 4, 5))

    def test_a_calendar_without_base_knows_no_holiday(self):
        actions.make_calendar(code="kosong", name="Kosong", base=None, by=BY, at=AT)

        assert queries.calendar_for("kosong").is_working(date(2025, 3, 31))

    def test_refuses_a_code_that_is_taken(self):
        with pytest.raises(Conflict):
            actions.make_calendar(code="nasional", name="Lagi", by=BY, at=AT)

    def test_refuses_a_base_that_is_not_there(self):
        with pytest.raises(NotFound):
            actions.make_calendar(code="x", name="X", base="bulan", by=BY, at=AT)
