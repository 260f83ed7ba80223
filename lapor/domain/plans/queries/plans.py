"""Plans and items a person may see, the board, and what a plan still lacks."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.plans.models import Item, Plan, Progress, Recommendation
from lapor.domain.plans.rules import ItemStatus, PlanState, ProgressState, faults_of
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

from .reach import READING, kept_agencies, kept_units, reach
from .recommendations import open_recommendations


class ItemFault(NamedTuple):
    """One item that cannot be submitted, with a sentence for each field."""

    item: Item
    fields: dict[str, str]


class Faults(NamedTuple):
    """What keeps a plan from being submitted; ``header`` maps a field to a sentence."""

    header: dict[str, str]
    items: list[ItemFault]
    unlinked: list[Recommendation]

    @property
    def amount(self) -> int:
        """How many things are to be put right."""
        return len(self.header) + len(self.items) + len(self.unlinked)


def plans_seen_by(user: User, *, on: date) -> QuerySet[Plan]:
    """Return the plans within reach of a person, or in which his unit owns an item.

    A draft is for those who write, sign or check it.
    """
    reading = reach(user, READING, on=on, prefix="agency__")
    writing = reach(
        user,
        [Action.KEEP_PLAN, Action.SIGN_SHEET, Action.VERIFY_PLAN],
        on=on,
        prefix="agency__",
    )
    owned = Item.objects.filter(owner__in=kept_units(user, on=on)).values("plan")
    is_public = Q(approved_on__isnull=False)
    rows = Plan.objects.filter(reading & is_public | writing | Q(pk__in=owned))
    return rows.select_related("agency", "approved_by")


def plan_seen_by(user: User, key: int, *, on: date) -> Plan:
    """Return one plan, or raise NotFound, also when it exists for other eyes."""
    found = plans_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Rencana aksi itu tidak ada atau bukan untuk Anda."))
    return found


def item_seen_by(user: User, key: int, *, on: date) -> Item:
    """Return one item of a plan a person may see, or raise NotFound."""
    seen = plans_seen_by(user, on=on).order_by().values("pk")
    found = (
        Item.objects.filter(pk=key, plan__in=seen)
        .select_related("plan__agency", "owner")
        .first()
    )
    if found is None:
        raise NotFound(_("Butir itu tidak ada atau bukan untuk Anda."))
    return found


def progress_seen_by(user: User, key: int, *, on: date) -> Progress:
    """Return one report of progress a person may see, or raise NotFound."""
    seen = plans_seen_by(user, on=on).order_by().values("pk")
    found = (
        Progress.objects.filter(pk=key, item__plan__in=seen)
        .select_related("item__plan__agency", "item__owner")
        .first()
    )
    if found is None:
        raise NotFound(_("Laporan kemajuan itu tidak ada atau bukan untuk Anda."))
    return found


class BoardChoice(NamedTuple):
    """How the board is narrowed; ``quarter`` 0 and ``status`` empty: not at all."""

    year: int
    quarter: int = 0
    status: str = ""
    plan: int = 0


def board(
    user: User, choice: BoardChoice, *, on: date, after: str = "", size: int = 30
) -> Page[Item]:
    """Return one page of items a person may see, due first."""
    rows = _items(user, choice, on)
    if choice.status in set(ItemStatus):
        rows = rows.filter(item_condition(ItemStatus(choice.status), on))
    rows = rows.select_related("plan__agency", "owner")
    return page_of(rows, order=Order("due_on"), after=after, size=size)


def board_counts(user: User, choice: BoardChoice, *, on: date) -> dict[ItemStatus, int]:
    """Return how many items of each status there are in a year and quarter."""
    rows = _items(user, choice, on)
    return {
        status: rows.filter(item_condition(status, on))[:10_000].count()
        for status in ItemStatus
    }


def _items(user: User, choice: BoardChoice, on: date) -> QuerySet[Item]:
    seen = plans_seen_by(user, on=on).order_by()
    if choice.plan:
        seen = seen.filter(pk=choice.plan)
    rows = Item.objects.filter(plan__in=seen.values("pk"), year=choice.year)
    if choice.quarter:
        rows = rows.filter(quarters__contains=[choice.quarter])
    return rows


def item_condition(status: ItemStatus, on: date) -> Q:
    """Return the condition of a status on a day; the same as ``rules.status_of``."""
    stands = Q(cancelled_at__isnull=True, finished_on__isnull=True)
    late = Q(due_on__isnull=False, due_on__lt=on)
    begun = Q(reported__gt=0) | Q(progress__gt=0)
    return {
        ItemStatus.CANCELLED: Q(cancelled_at__isnull=False),
        ItemStatus.DONE: Q(cancelled_at__isnull=True, finished_on__isnull=False),
        ItemStatus.LATE: stands & late,
        ItemStatus.RUNNING: stands & ~late & begun,
        ItemStatus.NOT_STARTED: stands & ~late & ~begun,
    }[status]


def faults_in(plan: Plan) -> Faults:
    """Return all that keeps a plan from its leader (domain §12.5).

    Header, every item without measurable target, owner or date, and every open
    recommendation that no item answers.
    """
    header = {}
    if not plan.team_decree.strip():
        header["team_decree"] = _("Tulis nomor SK timnya.")
    if not plan.legal_basis.strip():
        header["legal_basis"] = _("Sebutkan dasar hukumnya.")
    if not plan.targets:
        header["targets"] = _("Isi sedikitnya satu sasaran, misalnya PTL.")
    items = list(plan.items.filter(cancelled_at=None).select_related("owner"))
    if not items:
        header["items"] = _("Rencana belum berisi butir kegiatan.")
    wrong = [
        ItemFault(item, found)
        for item in items
        if (found := faults_of(item.values, first=plan.year, last=plan.until_year))
    ]
    return Faults(header, wrong, list(unlinked(plan)))


def unlinked(plan: Plan) -> QuerySet[Recommendation]:
    """Return the open recommendations of an agency that no standing item answers."""
    answered = Item.objects.filter(
        plan__agency=plan.agency_id,
        cancelled_at=None,
        recommendations__isnull=False,
    )
    return open_recommendations(plan.agency_id).exclude(
        pk__in=answered.values("recommendations")
    )


def waiting_for_leader(user: User, *, on: date) -> QuerySet[Plan]:
    """Return the plans that wait for a person's approval."""
    agencies = kept_agencies(user, on=on, action=Action.SIGN_SHEET)
    return Plan.objects.filter(
        agency__in=agencies, state=PlanState.SUBMITTED
    ).select_related("agency")


def waiting_for_check(user: User, *, on: date) -> QuerySet[Progress]:
    """Return the reports that wait for a person's check, but for his own."""
    agencies = kept_agencies(user, on=on, action=Action.VERIFY_PLAN)
    rows = Progress.objects.filter(
        item__plan__agency__in=agencies, state=ProgressState.REPORTED
    ).exclude(reported_by=user.actor.ref)
    return rows.select_related("item__plan__agency", "item__owner").order_by(
        "reported_at", "pk"
    )


def items_to_report(user: User, *, on: date) -> QuerySet[Item]:
    """Return the begun or late items a person reports on, due first."""
    agencies = kept_agencies(user, on=on)
    mine = Q(plan__agency__in=agencies) | Q(owner__in=kept_units(user, on=on))
    rows = Item.objects.filter(
        mine,
        item_condition(ItemStatus.LATE, on),
        plan__approved_on__isnull=False,
        due_on__lt=on,
    )
    return rows.select_related("plan__agency").order_by("due_on", "pk")
