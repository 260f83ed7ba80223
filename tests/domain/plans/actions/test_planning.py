"""A plan from its first line to the leader's approval."""

from decimal import Decimal

import pytest

from lapor.domain.ledger.models import Entry
from lapor.domain.plans import actions
from lapor.domain.plans.models import Item, Plan
from lapor.domain.plans.queries.plans import faults_in
from lapor.domain.plans.rules import PlanState, RecommendationAct
from lapor.domain.plans.rules import RecommendationStatus as S
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import MONDAY
from tests.factories.plans import (
    DAY,
    add_item,
    approved_plan,
    make_plan,
    make_recommendation,
    proof,
    whole_item,
)


class TestMaking:
    """make_plan() …"""

    def test_begins_a_draft_and_asks_for_its_baseline(self, world):
        plan = make_plan(world)

        assert (plan.standing, plan.targets) == (PlanState.DRAFT, {"P3": "95"})
        assert Entry.objects.filter(subject=plan.ref, fact="plan.made").exists()

    def test_makes_one_a_year(self, world):
        make_plan(world)

        with pytest.raises(Conflict, match="2026 sudah ada"):
            make_plan(world)

    @pytest.mark.parametrize("who", ["liaison", "leader", "auditor", "other_admin"])
    def test_is_for_the_admin_of_the_agency(self, world, who):
        with pytest.raises(NotPermitted):
            make_plan(world, by=world.officers[who])

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"title": " "}, "title"),
            ({"year": 26, "until_year": 26}, "year"),
            ({"until_year": 2025}, "until_year"),
            ({"until_year": 2040}, "until_year"),
            ({"targets": {"P3": "banyak"}}, "target_P3"),
            ({"targets": {"P3": "-1"}}, "target_P3"),
            ({"targets": {"X9": "1"}}, "target_X9"),
        ],
    )
    def test_names_what_is_wrong(self, world, more, field):
        with pytest.raises(Invalid) as refusal:
            make_plan(world, **more)

        assert set(refusal.value.fields) == {field}

    def test_reads_last_years_numbers_later(self, world):
        plan = make_plan(world)

        actions.fill_baseline(plan.pk, at=MONDAY)

        plan.refresh_from_db()
        assert isinstance(plan.baseline, dict)
        actions.fill_baseline(0, at=MONDAY)


class TestItems:
    """save_item() …"""

    def test_keeps_a_half_written_item(self, world):
        plan = make_plan(world)

        item = add_item(
            world, plan, target_value=None, owner=None, quarters=[], activity="Melatih."
        )

        assert (item.number, item.activity, item.due_on) == (1, "Melatih.", None)
        assert item.fields_complete == 9

    def test_counts_fields_links_and_the_due_day(self, world):
        asked = make_recommendation(world)

        item = add_item(world, make_plan(world), asked)

        assert (item.fields_complete, str(item.due_on)) == (12, "2026-06-30")
        assert list(item.recommendations.all()) == [asked]

    def test_changes_with_before_and_after_in_the_ledger(self, world):
        plan = make_plan(world)
        item = add_item(world, plan)

        actions.save_item(
            plan,
            item,
            whole_item(world, target_value=Decimal(50), quarters=[4]),
            by=world.admin,
            at=MONDAY,
        )

        entry = Entry.objects.get(fact="plan.item_changed")
        assert entry.data["changes"] == {
            "quarters": [[1, 2], [4]],
            "target_value": ["40.00", "50"],
        }
        assert "Melatih" not in str(entry.data)

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"target_value": Decimal(-1)}, "target_value"),
            ({"target_value": Decimal(10) ** 13}, "target_value"),
            ({"quarters": [5]}, "quarters"),
            ({"weight": 0}, "weight"),
            ({"budget": -5}, "budget"),
            ({"outcome": "ZZ"}, "outcome"),
            ({"year": 2030}, "year"),
        ],
    )
    def test_refuses_what_can_never_be_right(self, world, more, field):
        plan = make_plan(world)
        with pytest.raises(Invalid) as refusal:
            add_item(world, plan, **more)

        assert set(refusal.value.fields) == {field}

    def test_refuses_an_owner_elsewhere(self, world):
        with pytest.raises(Invalid) as refusal:
            add_item(world, make_plan(world), owner=world.other)

        assert set(refusal.value.fields) == {"owner"}

    def test_links_no_recommendation_of_another_agency(self, world):
        foreign = make_recommendation(
            world, giver=world.panrb, subject=world.other, by=world.national
        )

        item = add_item(world, make_plan(world), foreign)

        assert not item.recommendations.exists()

    def test_drops_from_a_first_draft_only(self, world):
        plan = make_plan(world)
        actions.drop_item(add_item(world, plan), by=world.admin, at=MONDAY)

        assert not Item.objects.exists()
        plan = Plan.objects.get()
        plan.delete()
        plan, item = approved_plan(world)
        actions.revise_plan(plan, why="Anggaran berubah.", by=world.admin, at=MONDAY)
        with pytest.raises(NotAllowedNow, match="dibatalkan dengan alasan"):
            actions.drop_item(item, by=world.admin, at=MONDAY)

    def test_cancels_with_a_reason_once(self, world):
        item = add_item(world, make_plan(world))
        with pytest.raises(Invalid):
            actions.cancel_item(item, why="", by=world.admin, at=MONDAY)

        actions.cancel_item(item, why="Tanpa anggaran.", by=world.admin, at=MONDAY)

        with pytest.raises(NotAllowedNow):
            actions.cancel_item(item, why="Lagi.", by=world.admin, at=MONDAY)


class TestSubmitting:
    """submit_plan() …"""

    def test_refuses_an_item_without_measure_owner_or_date_and_loses_nothing(
        self, world
    ):
        plan = make_plan(world)
        item = add_item(world, plan, target_value=None, owner=None, quarters=[])

        with pytest.raises(Invalid, match="1 hal perlu diperbaiki") as refusal:
            actions.submit_plan(plan, by=world.admin, at=MONDAY)

        assert list(refusal.value.fields) == ["item-1"]
        said = refusal.value.fields["item-1"]
        assert "Isi target dengan angka" in said
        assert "Pilih unit yang bertanggung jawab." in said
        assert "supaya ada tanggalnya" in said
        item.refresh_from_db()
        assert item.activity == "Melatih pejabat penghubung."

    def test_refuses_while_a_recommendation_has_no_answer(self, world):
        asked = make_recommendation(world)
        plan = make_plan(world)
        add_item(world, plan)

        with pytest.raises(Invalid, match="belum dijawab satu butir pun") as refusal:
            actions.submit_plan(plan, by=world.admin, at=MONDAY)

        assert list(refusal.value.fields) == [asked.number]

    def test_takes_a_refused_recommendation_for_answered(self, world):
        asked = make_recommendation(world)
        plan = make_plan(world)
        add_item(world, plan)
        actions.act_on(
            asked,
            RecommendationAct.REFUSE,
            text="Bukan tugas kami.",
            by=world.leader,
            at=MONDAY,
        )

        sent = actions.submit_plan(plan, by=world.admin, at=MONDAY)

        assert sent.standing == PlanState.SUBMITTED

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"team_decree": ""}, "team_decree"),
            ({"legal_basis": ""}, "legal_basis"),
            ({"targets": {}}, "targets"),
        ],
    )
    def test_asks_for_a_whole_header(self, world, more, field):
        plan = make_plan(world, **more)
        add_item(world, plan)

        assert set(faults_in(plan).header) == {field}

    def test_asks_for_an_item_that_stands(self, world):
        plan = make_plan(world)
        item = add_item(world, plan)
        actions.cancel_item(item, why="Batal.", by=world.admin, at=MONDAY)

        assert set(faults_in(plan).header) == {"items"}


class TestApproving:
    """approve_plan() …"""

    def test_is_the_leaders_and_accepts_what_the_items_answer(self, world):
        asked = make_recommendation(world)

        plan, _item = approved_plan(world)

        asked.refresh_from_db()
        assert asked.standing == S.ACCEPTED
        assert (plan.standing, plan.approved_on) == (PlanState.APPROVED, MONDAY.date())

    @pytest.mark.parametrize("who", ["admin", "auditor", "coordinator"])
    def test_is_for_nobody_else(self, world, who):
        plan = make_plan(world)
        add_item(world, plan)
        actions.submit_plan(plan, by=world.admin, at=MONDAY)

        with pytest.raises(NotPermitted):
            actions.approve_plan(plan, by=world.officers[who], at=MONDAY)

    def test_may_return_it_with_words(self, world):
        plan = make_plan(world)
        add_item(world, plan)
        actions.submit_plan(plan, by=world.admin, at=MONDAY)

        back = actions.return_plan(
            plan, why="Target terlalu rendah.", by=world.leader, at=MONDAY
        )

        assert (back.standing, back.remark) == (
            PlanState.DRAFT,
            "Target terlalu rendah.",
        )

    def test_keeps_its_first_day_through_a_revision(self, world):
        plan, _item = approved_plan(world)
        actions.revise_plan(plan, why="Anggaran naik.", by=world.admin, at=MONDAY)
        actions.submit_plan(plan, by=world.admin, at=MONDAY + 9 * DAY)

        again = actions.approve_plan(plan, by=world.leader, at=MONDAY + 9 * DAY)

        assert (again.approved_on, again.revision) == (MONDAY.date(), 1)

    def test_closes_it_against_changes(self, world):
        plan, item = approved_plan(world)

        with pytest.raises(NotAllowedNow, match="Disahkan"):
            actions.save_item(plan, item, whole_item(world), by=world.admin, at=MONDAY)


def test_the_signed_document_is_kept(world):
    plan, _item = approved_plan(world)

    kept = actions.add_plan_file(plan, uploads=proof(), by=world.admin, at=MONDAY)

    assert [each.shown_name for each in kept] == ["bukti.jpg"]
    with pytest.raises(Invalid):
        actions.add_plan_file(plan, uploads=[], by=world.admin, at=MONDAY)
