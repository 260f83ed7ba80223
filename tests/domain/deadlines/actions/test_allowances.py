from datetime import date

import pytest

from lapor.domain.deadlines.actions import load_terms, set_allowance
from lapor.domain.deadlines.models import Allowance
from lapor.domain.deadlines.queries import allowance, forget
from lapor.domain.deadlines.rules import Allowed
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Conflict, NotFound
from tests.factories.deadlines import load_law, local

NOW = local("2026-03-02 09:00")


def set_reopening(days: int, valid_from: date) -> Allowance:
    return set_allowance(
        name=Allowed.REOPEN_DAYS,
        amount=days,
        valid_from=valid_from,
        regulation="PermenPANRB 5/2025",
        article="Pasal 9",
        by=SYSTEM,
        at=NOW,
    )


@pytest.mark.django_db
class TestSetAllowance:
    """set_allowance() …"""

    def test_holds_from_its_day_on_and_leaves_the_past_alone(self):
        load_law()
        set_reopening(14, date(2026, 4, 1))
        forget()

        days = [date(2026, 3, 31), date(2026, 4, 1)]

        assert [allowance(Allowed.REOPEN_DAYS, on=day) for day in days] == [30, 14]
        assert Entry.objects.filter(fact="allowance.changed").count() == 1

    def test_refuses_to_slip_in_before_a_later_value(self):
        load_law()
        set_reopening(14, date(2026, 4, 1))

        with pytest.raises(Conflict):
            set_reopening(20, date(2026, 4, 1))


@pytest.mark.django_db
def test_every_name_has_a_value_and_loading_twice_is_once():
    load_law()
    load_terms(by=SYSTEM, at=NOW)

    assert sorted(Allowance.objects.values_list("name", flat=True)) == sorted(Allowed)


@pytest.mark.django_db
def test_before_any_value_it_says_so():
    load_law()

    with pytest.raises(NotFound, match="1999"):
        allowance(Allowed.PAUSE_DAYS, on=date(1999, 1, 1))
