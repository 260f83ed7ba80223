"""What was done each quarter, with proof, and the auditor's look at it."""

from datetime import date
from decimal import Decimal

import pytest

from lapor.domain.ledger.models import Entry
from lapor.domain.plans import actions
from lapor.domain.plans.models import Proof
from lapor.domain.plans.rules import ItemStatus, ProgressState
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import MONDAY
from tests.factories.plans import DAY, add_item, approved_plan, make_plan, proof

IN_APRIL = MONDAY + 45 * DAY


def report(world, item, value=10, **more):
    given = {
        "year": 2026,
        "quarter": 1,
        "value": Decimal(value),
        "note": "Kelas pertama.",
        "uploads": proof(),
        "by": world.liaison,
        "at": MONDAY,
    }
    return actions.report_progress(item, **given | more)


@pytest.fixture
def item(world):
    return approved_plan(world)[1]


class TestReporting:
    """report_progress() …"""

    def test_is_said_but_counts_only_when_verified(self, world, item):
        made = report(world, item)

        item.refresh_from_db()
        assert (made.share, item.reported, item.progress) == (2500, 2500, 0)
        assert item.status(MONDAY.date()) == ItemStatus.RUNNING
        assert made.proofs.count() == 1

    def test_needs_proof_for_anything_above_nothing(self, world, item):
        with pytest.raises(Invalid) as refusal:
            report(world, item, uploads=[])

        assert set(refusal.value.fields) == {"uploads"}
        assert report(world, item, 0, uploads=[]).share == 0

    def test_may_be_corrected_until_it_was_looked_at(self, world, item):
        report(world, item)

        again = report(world, item, 20, uploads=[], by=world.admin)

        item.refresh_from_db()
        assert (again.share, item.reported) == (5000, 5000)
        actions.check_progress(again, is_good=True, by=world.auditor, at=MONDAY)
        with pytest.raises(NotAllowedNow, match="sudah diperiksa"):
            report(world, item, 30)

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"quarter": 5}, "quarter"),
            ({"quarter": 2}, "quarter"),
            ({"year": 2025, "quarter": 4}, "quarter"),
            ({"year": 20265}, "quarter"),
            ({"value": Decimal(-1)}, "value"),
            ({"value": Decimal(10) ** 14}, "value"),
        ],
    )
    def test_names_what_is_wrong_and_keeps_no_file(self, world, item, more, field):
        with pytest.raises(Invalid) as refusal:
            report(world, item, **more)

        assert set(refusal.value.fields) == {field}
        assert not Proof.objects.exists()

    @pytest.mark.parametrize("who", ["auditor", "leader", "other_admin", "coordinator"])
    def test_is_for_the_owner_or_the_admin(self, world, item, who):
        with pytest.raises(NotPermitted):
            report(world, item, by=world.officers[who])

    def test_waits_for_the_approval_of_the_plan(self, world):
        draft = add_item(world, make_plan(world))

        with pytest.raises(NotAllowedNow, match="belum disahkan"):
            report(world, draft)

    def test_takes_at_most_five_files_of_a_quarter(self, world, item):
        report(world, item, uploads=proof() * 4)

        with pytest.raises(Invalid, match="sudah ada 4"):
            report(world, item, uploads=proof() * 2)


class TestChecking:
    """check_progress() …"""

    def test_carries_it_into_the_item(self, world, item):
        made = report(world, item, 40)

        actions.check_progress(made, is_good=True, by=world.auditor, at=IN_APRIL)

        item.refresh_from_db()
        assert (item.progress, item.finished_on) == (10_000, MONDAY.date())
        assert item.status(date(2026, 12, 1)) == ItemStatus.DONE

    def test_rejects_with_a_reason_and_takes_it_back(self, world, item):
        made = report(world, item)
        with pytest.raises(Invalid) as refusal:
            actions.check_progress(made, is_good=False, by=world.auditor, at=MONDAY)
        assert set(refusal.value.fields) == {"remark"}

        done = actions.check_progress(
            made, is_good=False, remark="Tanpa daftar.", by=world.auditor, at=MONDAY
        )

        item.refresh_from_db()
        assert (done.standing, item.reported) == (ProgressState.REJECTED, 0)
        assert report(world, item).standing == ProgressState.REPORTED

    def test_happens_once(self, world, item):
        made = report(world, item)
        actions.check_progress(made, is_good=True, by=world.auditor, at=MONDAY)

        with pytest.raises(NotAllowedNow):
            actions.check_progress(made, is_good=True, by=world.auditor, at=MONDAY)

    @pytest.mark.parametrize("who", ["admin", "leader", "coordinator", "national"])
    def test_is_for_the_auditor(self, world, item, who):
        with pytest.raises(NotPermitted):
            actions.check_progress(
                report(world, item), is_good=True, by=world.officers[who], at=MONDAY
            )

    def test_of_a_later_quarter_counts_more(self, world, item):
        first, second = report(world, item, 40), None
        actions.check_progress(first, is_good=True, by=world.auditor, at=MONDAY)
        second = report(world, item, 10, quarter=2, at=IN_APRIL)
        actions.check_progress(second, is_good=True, by=world.auditor, at=IN_APRIL)

        item.refresh_from_db()
        assert (item.progress, item.finished_on) == (2500, None)

    def test_leaves_facts_without_words(self, world, item):
        made = report(world, item)
        actions.check_progress(made, is_good=True, by=world.auditor, at=MONDAY)

        found = Entry.objects.filter(fact__startswith="plan.progress")
        assert found.count() == 2
        assert "Kelas" not in str([entry.data for entry in found])


def test_without_a_scanner_nothing_waits(world, item):
    report(world, item)

    assert actions.scan_proofs(at=MONDAY) == 0
    assert Proof.objects.get().is_open
