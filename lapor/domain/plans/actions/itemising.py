"""Writing the items of a draft: half-written ones too, so that nothing is lost."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.models import Item, Plan
from lapor.domain.plans.queries.recommendations import open_recommendations
from lapor.domain.plans.rules import Aspect, PlanAct, due_on
from lapor.domain.plans.rules.items import QUARTERS, complete_fields
from lapor.kernel.errors import Invalid, NotAllowedNow

from .planning import MOST_TARGET, begin
from .proving import words

MOST_ITEMS: Final = 200
MOST_MONEY: Final = 10**15  # rupiah
#: What the ledger keeps of an item, before and after; never what people wrote.
KEPT: Final = ("year", "quarters", "target_value", "target_unit", "weight", "outcome")


class ItemValues(NamedTuple):
    """An item as it was typed; any of it may still be missing."""

    aspect: Aspect
    year: int
    problem: str = ""
    activity: str = ""
    indicator: str = ""
    target_value: Decimal | None = None
    target_unit: str = ""
    owner: Organisation | None = None
    owner_person: str = ""
    partners: str = ""
    quarters: Collection[int] = ()
    budget: int | None = None
    budget_source: str = ""
    risk: str = ""
    proof: str = ""
    outcome: str = ""
    weight: int = 1
    note: str = ""


@transaction.atomic
def save_item(
    plan: Plan,
    item: Item | None,
    values: ItemValues,
    *,
    recommendations: Collection[int] = (),
    by: User,
    at: datetime,
) -> Item:
    """Write an item of a draft, also a half-written one: nothing typed is lost.

    Only what can never be right is refused (a target below 0, an owner elsewhere). What
    is missing is said by ``queries.faults_in`` and refused on submitting.
    """
    found = begin(plan, PlanAct.EDIT, by, at)
    _demand_sane(found, values)
    is_new = item is None
    known = Item(plan=found) if item is None else _item(found, item.pk)
    if is_new:
        known.number = _next_number(found)
    before = {name: getattr(known, name) for name in KEPT}
    for name, value in _cleaned(values).items():
        setattr(known, name, value)
    known.due_on = due_on(known.year, known.quarters)
    known.fields_complete = complete_fields(known.values)
    known.changed_at = at
    known.save()
    links = open_recommendations(found.agency_id).filter(pk__in=recommendations)
    known.recommendations.set([*links, *_closed_links(known, recommendations)])
    after = {name: getattr(known, name) for name in KEPT}
    record(
        "plan.item_added" if is_new else "plan.item_changed",
        subject=found.ref,
        actor=by.actor,
        at=at,
        item=known.number,
        changes={
            name: [_plain(before[name]), _plain(after[name])]
            for name in KEPT
            if before[name] != after[name]
        },
        owner=known.owner.code if known.owner else "",
        recommendations=sorted(known.recommendations.values_list("number", flat=True)),
    )
    return known


@transaction.atomic
def drop_item(item: Item, *, by: User, at: datetime) -> None:
    """Take an item out of a draft that was never approved; its number stays unused."""
    plan = begin(item.plan, PlanAct.EDIT, by, at)
    if plan.approved_on is not None:
        raise NotAllowedNow(
            _("Rencana ini pernah disahkan, jadi butirnya dibatalkan dengan alasan.")
        )
    known = _item(plan, item.pk)
    number = known.number
    known.delete()
    record("plan.item_dropped", subject=plan.ref, actor=by.actor, at=at, item=number)


@transaction.atomic
def cancel_item(item: Item, *, why: str, by: User, at: datetime) -> Item:
    """Cancel an item of a draft with a reason; it stays in the plan to be seen."""
    plan = begin(item.plan, PlanAct.EDIT, by, at)
    known = _item(plan, item.pk)
    if known.cancelled_at is not None:
        raise NotAllowedNow(_("Butir ini sudah dibatalkan."))
    known.cancelled_why = words(
        why, field="why", missing=_("Tulis mengapa butir ini dibatalkan.")
    )
    known.cancelled_at = known.changed_at = at
    known.save()
    record(
        "plan.item_cancelled",
        subject=plan.ref,
        actor=by.actor,
        at=at,
        item=known.number,
    )
    return known


def _item(plan: Plan, key: int) -> Item:
    return Item.objects.select_for_update(of=("self",)).get(plan=plan, pk=key)


def _next_number(plan: Plan) -> int:
    last = plan.items.aggregate(last=Max("number"))["last"] or 0
    if plan.items.count() >= MOST_ITEMS:
        raise Invalid(
            _("Paling banyak %(n)d butir dalam satu rencana.") % {"n": MOST_ITEMS}
        )
    return int(last) + 1


def _closed_links(item: Item, chosen: Collection[int]) -> list[Any]:
    """Return links that stood before and have been settled meanwhile: they stay."""
    return list(item.recommendations.filter(pk__in=chosen))


def _demand_sane(plan: Plan, values: ItemValues) -> None:
    wrong = {}
    target = values.target_value
    if target is not None and not 0 <= target <= MOST_TARGET:
        wrong["target_value"] = _("Target harus angka yang tidak di bawah 0.")
    if values.budget is not None and not 0 <= values.budget <= MOST_MONEY:
        wrong["budget"] = _("Anggaran harus angka rupiah yang tidak di bawah 0.")
    if not set(values.quarters) <= set(QUARTERS):
        wrong["quarters"] = _("Triwulan hanya 1 sampai 4.")
    if not 1 <= values.weight <= 100:
        wrong["weight"] = _("Bobot butir 1 sampai 100.")
    if values.owner is not None and values.owner.agency_id != plan.agency_id:
        wrong["owner"] = _("Pilih unit dari instansi ini.")
    if values.outcome and values.outcome not in {one.id for one in CATALOGUE}:
        wrong["outcome"] = _("Pilih indikator dari katalog.")
    if not plan.year <= values.year <= plan.until_year:
        wrong["year"] = _("Pilih tahun dalam masa rencana.")
    if wrong:
        raise Invalid(_("Butir belum dapat disimpan."), fields=wrong)


def _cleaned(values: ItemValues) -> dict[str, Any]:
    lengths = {
        "indicator": 300,
        "target_unit": 60,
        "owner_person": 160,
        "partners": 300,
        "budget_source": 200,
    }
    given = values._asdict()
    for name, value in given.items():
        if isinstance(value, str) and name not in {"aspect", "outcome"}:
            longest = lengths.get(name, 4_000)
            given[name] = words(value, field=name, longest=longest)
    return {**given, "quarters": sorted(set(values.quarters))}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value
