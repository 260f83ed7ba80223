from datetime import date

import pytest

from lapor.domain.deadlines import actions, queries
from lapor.domain.deadlines.models import Term
from lapor.domain.deadlines.rules import Timer, Unit
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.deadlines import load_law, local, term_row
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db

BY = Actor("user:7")
AT = local("2025-12-01 08:00")


@pytest.fixture(autouse=True)
def _law():
    load_law()


@pytest.fixture
def ministry():
    return agency()


def set_term(**changes):
    return actions.set_term(term_row(**changes), by=BY, at=AT)


def limit(day, organisation=None, classification="information"):
    return queries.term_for(
        Timer.COMPLETION,
        classification=classification,
        organisation_id=organisation.pk if organisation else None,
        on=day,
    )


class TestSetTerm:
    def test_holds_from_its_day_and_not_before(self):
        before = limit(date(2025, 12, 31))

        made = set_term(amount=3)

        assert limit(date(2025, 12, 31)) == before._replace(
            valid_until=date(2025, 12, 31)
        )
        assert limit(date(2026, 1, 1)).id == made.pk
        assert limit(date(2026, 1, 1)).legal_text == "PermenPANRB 5/2025, Pasal 9"

    def test_is_a_fact(self):
        set_term(amount=3)

        data = Entry.objects.get(fact="term.changed").data
        assert (data["timer"], data["amount"]) == ("completion", 3)
        assert data["valid_from"] == "2026-01-01"

    def test_a_limit_of_short_life_lets_the_old_one_go_on(self):
        set_term(amount=2, valid_until=date(2026, 1, 31))

        amounts = [
            limit(day).amount
            for day in (
                date(2025, 12, 31),
                date(2026, 1, 1),
                date(2026, 1, 31),
                date(2026, 2, 1),
            )
        ]
        assert amounts == [5, 2, 2, 5]

    def test_refuses_a_period_into_which_another_limit_begins(self):
        set_term(amount=3)

        with pytest.raises(Conflict, match="2026-01-01"):
            set_term(amount=2, valid_from=date(2025, 12, 1))
        with pytest.raises(Conflict):
            set_term(amount=2)

        assert limit(date(2025, 12, 31)).amount == 5

    def test_refuses_a_decree_that_is_not_listed(self):
        with pytest.raises(NotFound):
            set_term(regulation="PermenPANRB 99/2099")


class TestAgencyTerm:
    def test_may_be_shorter(self, ministry):
        set_term(organisation=ministry.code, amount=4)

        assert limit(date(2026, 1, 1), ministry).amount == 4
        assert limit(date(2026, 1, 1)).amount == 5
        assert limit(date(2025, 12, 31), ministry).amount == 5

    @pytest.mark.parametrize("amount", [5, 6])
    def test_may_not_be_as_long_or_longer(self, ministry, amount):
        with pytest.raises(Invalid, match="kurang dari 5 hari"):
            set_term(organisation=ministry.code, amount=amount)

        assert not Term.objects.filter(organisation=ministry).exists()

    def test_is_compared_with_every_national_limit_of_its_time(self, ministry):
        set_term(amount=3, valid_from=date(2027, 1, 1))

        with pytest.raises(Invalid, match="kurang dari 3 hari"):
            set_term(organisation=ministry.code, amount=4)

    def test_counts_in_the_same_unit(self, ministry):
        with pytest.raises(Invalid) as caught:
            set_term(organisation=ministry.code, amount=2, unit=Unit.CALENDAR_DAYS)

        assert set(caught.value.fields) == {"unit"}

    def test_needs_a_national_limit(self, ministry):
        with pytest.raises(Invalid, match="Belum ada"):
            set_term(
                organisation=ministry.code,
                amount=2,
                valid_from=date(2010, 1, 1),
                valid_until=date(2010, 12, 31),
            )

    def test_of_a_class_without_own_national_limit_is_compared_with_the_general(
        self, ministry
    ):
        row = {"organisation": ministry.code, "classification": "complaint"}

        with pytest.raises(Invalid, match="kurang dari 14 hari"):
            set_term(**row, amount=14)
        set_term(**row, amount=13)

        assert limit(date(2026, 1, 1), ministry, "complaint").amount == 13

    def test_no_longer_holds_once_the_nation_is_faster(self, ministry):
        set_term(organisation=ministry.code, amount=4)

        set_term(amount=3, valid_from=date(2027, 1, 1))

        assert limit(date(2026, 12, 31), ministry).amount == 4
        assert limit(date(2027, 1, 1), ministry).amount == 3

    def test_of_an_agency_nobody_knows_is_refused(self):
        with pytest.raises(NotFound):
            set_term(organisation="kementerian-bulan", amount=1)


class TestAddRegulation:
    def add(self, **changes):
        values = {
            "code": "PermenPANRB 7/2027",
            "title": "Contoh",
            "valid_from": date(2027, 3, 1),
            "by": BY,
            "at": AT,
        }
        return actions.add_regulation(**{**values, **changes})

    def test_lets_limits_cite_it(self):
        self.add()

        set_term(regulation="PermenPANRB 7/2027", valid_from=date(2027, 3, 1))

        assert limit(date(2027, 3, 1)).regulation == "PermenPANRB 7/2027"
        assert limit(date(2027, 2, 28)).regulation == "PermenPANRB 5/2025"
        assert Entry.objects.filter(fact="regulation.added").count() == 1

    def test_refuses_a_decree_that_is_listed(self):
        with pytest.raises(Conflict):
            self.add(code="PermenPANRB 5/2025")

    @pytest.mark.parametrize(
        "changes",
        [{"code": " "}, {"title": ""}, {"valid_until": date(2027, 2, 28)}],
    )
    def test_refuses_what_is_incomplete(self, changes):
        with pytest.raises(Invalid):
            self.add(**changes)

    def test_may_hold_for_one_day(self):
        assert self.add(valid_until=date(2027, 3, 1)).valid_until == date(2027, 3, 1)
