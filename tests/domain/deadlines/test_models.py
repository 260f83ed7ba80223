from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lapor.domain.deadlines.models import Calendar, Change, Holiday, Regulation, Term
from tests.factories.deadlines import load_calendar, load_law, local
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db


def new_term(**changes):
    values = {
        "timer": "completion",
        "classification": "information",
        "amount": 3,
        "unit": "working_days",
        "starts_at": "dispatch",
        "regulation": Regulation.objects.get(code="PermenPANRB 5/2025"),
        "evidence": "assumption",
        "valid_from": date(2040, 1, 1),
        "valid_until": date(2040, 12, 31),
    }
    return Term(**{**values, **changes})


def refused(thing):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        thing.save()
    return str(caught.value)


class TestTerm:
    @pytest.fixture(autouse=True)
    def _law(self):
        load_law()
        Term.objects.filter(valid_until=None).update(valid_until=date(2039, 12, 31))

    @pytest.mark.parametrize("amount", [0, 3661])
    def test_refuses_an_impossible_amount(self, amount):
        assert "term_amount_1_to_3660" in refused(new_term(amount=amount))

    def test_refuses_to_end_before_it_begins(self):
        term = new_term(valid_until=date(2039, 12, 31))

        assert "term_dates_in_order" in refused(term) or "range" in refused(term)

    def test_may_last_one_day(self):
        new_term(valid_until=date(2040, 1, 1)).save()

        assert Term.objects.filter(valid_from=date(2040, 1, 1)).count() == 1

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date(2040, 12, 31), None),
            (date(2039, 12, 31), date(2040, 1, 1)),
            (date(2040, 6, 1), date(2040, 6, 2)),
        ],
    )
    def test_refuses_two_limits_for_one_day(self, first, last):
        new_term().save()

        overlap = new_term(valid_from=first, valid_until=last)

        assert "term_no_two_at_once" in refused(overlap)

    def test_takes_a_limit_that_begins_the_day_after(self):
        new_term().save()

        new_term(valid_from=date(2041, 1, 1), valid_until=None).save()

        assert Term.objects.filter(valid_from__gte=date(2040, 1, 1)).count() == 2

    def test_takes_a_limit_of_an_agency_beside_that_of_the_nation(self):
        new_term().save()

        new_term(organisation=agency()).save()

        assert Term.objects.filter(valid_from=date(2040, 1, 1)).count() == 2

    def test_is_named_by_what_it_limits(self):
        assert str(new_term()) == "completion/information 3 working_days"


class TestHoliday:
    def new(self, **changes):
        values = {
            "calendar": Calendar.objects.get(),
            "on": date(2026, 6, 1),
            "name": "Hari Lahir Pancasila",
            "kind": "public",
            "legal_basis": "SKB",
            "added_at": local("2026-01-01 08:00"),
            "added_by": "system",
            "version": 99,
        }
        return Holiday(**{**values, **changes})

    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"legal_basis": ""}, "holiday_names_its_decree"),
            ({"name": ""}, "holiday_has_a_name"),
        ],
    )
    def test_refuses_a_day_without_name_or_decree(self, changes, constraint):
        load_calendar()

        assert constraint in refused(self.new(**changes))

    def test_refuses_two_decisions_in_one_change(self):
        load_calendar()
        self.new().save()

        assert "holiday_decided_once_at_a_time" in refused(self.new(name="Lain"))

    def test_is_named_by_its_day(self):
        load_calendar()

        assert str(self.new()) == "2026-06-01 Hari Lahir Pancasila"


class TestCalendar:
    def test_cannot_be_its_own_base(self):
        calendar = load_calendar()
        calendar.base = calendar

        assert "calendar_is_not_its_own_base" in refused(calendar)


class TestChange:
    def test_is_one_row(self):
        load_calendar()
        second = Change(pk=2, token=Change.objects.get().token)

        assert "change_is_one_row" in refused(second)


class TestRegulation:
    def test_refuses_to_end_before_it_begins(self):
        decree = Regulation(
            code="X",
            title="X",
            valid_from=date(2025, 1, 2),
            valid_until=date(2025, 1, 1),
        )

        assert "regulation_dates_in_order" in refused(decree)
        assert str(decree) == "X"
