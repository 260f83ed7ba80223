"""Plans with items, recommendations and proof."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from lapor.domain.plans import actions
from lapor.domain.plans.actions import ItemValues
from lapor.domain.plans.models import Item, Plan, Recommendation
from lapor.domain.plans.rules import Aspect
from tests.factories.cases import MONDAY, World
from tests.factories.files import photo, upload

DAY = timedelta(days=1)


def make_recommendation(world: World, **more: Any) -> Recommendation:
    """Return a recommendation of the coordinator to the regency, due in thirty days."""
    given: dict[str, Any] = {
        "giver": world.coordinator_home,
        "subject": world.regency,
        "text": "Jawab pokok persoalan dengan hasil nyata.",
        "due_on": MONDAY.date() + 30 * DAY,
        "by": world.coordinator,
        "at": MONDAY,
    }
    return actions.recommend(**given | more)


def whole_item(world: World, **more: Any) -> ItemValues:
    """Return an item that can be submitted, some of it replaced."""
    given: dict[str, Any] = {
        "aspect": Aspect.PEOPLE,
        "year": 2026,
        "problem": "Pejabat penghubung baru belum dilatih.",
        "activity": "Melatih pejabat penghubung.",
        "indicator": "Pejabat penghubung yang lulus latihan",
        "target_value": Decimal(40),
        "target_unit": "orang",
        "owner": world.unit,
        "owner_person": "Kepala bidang",
        "quarters": [1, 2],
        "budget": 25_000_000,
        "budget_source": "APBD",
        "risk": "Peserta berhalangan.",
        "proof": "Daftar hadir dan hasil ujian.",
        "partners": "BKPSDM",
    }
    return ItemValues(**given | more)


def make_plan(world: World, *, at: datetime = MONDAY, **more: Any) -> Plan:
    """Return a draft of the regency for 2026, without items."""
    given: dict[str, Any] = {
        "year": 2026,
        "until_year": 2026,
        "title": "Rencana aksi 2026",
        "legal_basis": "PermenPANRB 46/2020",
        "team_decree": "SK 12/2026",
        "targets": {"P3": "95"},
        "by": world.admin,
        "at": at,
    }
    return actions.make_plan(world.regency, **given | more)


def add_item(
    world: World, plan: Plan, *recommendations: Recommendation, **more: Any
) -> Item:
    """Return a whole item of a draft."""
    return actions.save_item(
        plan,
        None,
        whole_item(world, **more),
        recommendations=[each.pk for each in recommendations],
        by=world.admin,
        at=MONDAY,
    )


def approved_plan(world: World, **more: Any) -> tuple[Plan, Item]:
    """Return an approved plan with one item, which answers what is open."""
    plan = make_plan(world)
    item = add_item(world, plan, *Recommendation.objects.all(), **more)
    actions.submit_plan(plan, by=world.admin, at=MONDAY)
    plan = actions.approve_plan(plan, by=world.leader, at=MONDAY)
    item.refresh_from_db()
    return plan, item


def proof() -> list[Any]:
    """Return one small photo to upload."""
    return [upload("bukti.jpg", photo())]
