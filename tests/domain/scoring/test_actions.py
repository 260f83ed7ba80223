"""A version of the weights is proposed by one national admin, approved by another."""

import copy
from datetime import date, timedelta

import pytest

from lapor.domain.ledger.models import Entry
from lapor.domain.scoring import actions
from lapor.domain.scoring.models import Instrument
from lapor.domain.scoring.queries import instrument_on, waiting
from lapor.domain.scoring.rules import Category, InstrumentState, first_version
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound, NotPermitted
from tests.factories.cases import MONDAY

TODAY = MONDAY.date()
DAY = timedelta(days=1)


def data(**parts: int) -> dict:
    """Return the first version with other weights of the kinds."""
    found = copy.deepcopy(dict(first_version()["data"]))
    found["parts"].update(parts)
    return found


def propose(by, **more):
    given = {
        "data": data(performance=30, quality=40),
        "valid_from": TODAY + 30 * DAY,
        "legal_basis": "Keputusan contoh 1/2026",
        "reason": "Mutu jawaban lebih penting.",
        "by": by,
        "at": MONDAY,
    }
    return actions.propose(**given | more)


@pytest.fixture
def first(db):
    actions.load_instrument(by=SYSTEM, at=MONDAY)
    return Instrument.objects.get()


class TestLoading:
    """load_instrument() …"""

    def test_puts_the_dated_assumption_in_force_once(self, first):
        assert actions.load_instrument(by=SYSTEM, at=MONDAY) == 0
        assert (first.version, first.evidence) == (1, "[A]")
        assert instrument_on(date(2025, 1, 1)) == first
        assert instrument_on(TODAY).weights.steps[Category.GOOD] == 75

    def test_has_nothing_before_its_day(self, first):
        with pytest.raises(NotFound, match="2024-12-31"):
            instrument_on(date(2024, 12, 31))


class TestProposing:
    """propose() …"""

    def test_waits_and_changes_nothing_yet(self, first, officers):
        made = propose(officers[0])

        assert (made.version, made.standing) == (2, InstrumentState.PROPOSED)
        assert instrument_on(TODAY + 60 * DAY) == first
        assert list(waiting()) == [made]

    def test_refuses_weights_that_do_not_add_up_and_stores_nothing(self, officers):
        with pytest.raises(Invalid, match="berjumlah 110, seharusnya 100") as refusal:
            propose(officers[0], data=data(quality=40))

        assert set(refusal.value.fields) == {"parts"}
        assert not Instrument.objects.exists()

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"valid_from": TODAY - DAY}, "valid_from"),
            ({"legal_basis": "  "}, "legal_basis"),
            ({"reason": ""}, "reason"),
        ],
    )
    def test_names_what_is_missing(self, officers, more, field):
        with pytest.raises(Invalid) as refusal:
            propose(officers[0], **more)

        assert set(refusal.value.fields) == {field}

    def test_is_for_national_admins(self, officers):
        with pytest.raises(NotPermitted):
            propose(officers[2])

    def test_may_be_revised_while_it_waits(self, officers):
        made = propose(officers[0])

        again = propose(officers[1], replaces=made, reason="Diperbaiki.")

        assert (again.pk, again.reason) == (made.pk, "Diperbaiki.")
        assert again.proposed_by == officers[1]


class TestDeciding:
    """approve() and refuse() …"""

    def test_put_it_in_force_from_its_day(self, first, officers):
        made = actions.approve(propose(officers[0]), by=officers[1], at=MONDAY)

        assert instrument_on(TODAY) == first
        assert instrument_on(TODAY + 30 * DAY) == made
        assert Entry.objects.filter(fact="instrument.approved").count() == 1

    def test_are_not_for_the_one_who_proposed_it(self, officers):
        made = propose(officers[0])

        with pytest.raises(NotPermitted, match="admin nasional lain"):
            actions.approve(made, by=officers[0], at=MONDAY)
        with pytest.raises(NotPermitted):
            actions.refuse(made, remark="x", by=officers[2], at=MONDAY)

    def test_do_not_reach_back(self, officers):
        made = propose(officers[0])

        with pytest.raises(NotAllowedNow, match="sudah lewat"):
            actions.approve(made, by=officers[1], at=MONDAY + 31 * DAY)

    def test_happen_once(self, officers):
        made = propose(officers[0])
        actions.refuse(made, remark="Belum dibahas.", by=officers[1], at=MONDAY)

        with pytest.raises(NotAllowedNow, match="sudah diputuskan"):
            actions.approve(made, by=officers[1], at=MONDAY)

    def test_need_a_reason_to_refuse(self, officers):
        made = propose(officers[0])

        with pytest.raises(Invalid) as refusal:
            actions.refuse(made, remark=" ", by=officers[1], at=MONDAY)

        assert set(refusal.value.fields) == {"remark"}
