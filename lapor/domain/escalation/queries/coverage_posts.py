"""The packet of a post that changes hands: what is open, promised, noted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action, Role
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.cases.rules import OPEN, Kind
from lapor.domain.escalation.models import PostHandover
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotFound

#: A packet names no more reports than a person can take over.
MOST: Final = 2_000
#: The posts that can be handed over.
POSTS: Final = (Role.LIAISON_OFFICER, Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN)


class Packed(NamedTuple):
    """One report of a packet, as far as the reader may know it. Moments are UTC.

    ``promises`` are those not kept yet, with their days; ``noted_at`` is the last
    internal note.
    """

    number: str
    title: str
    state: str
    due_at: datetime | None
    timer: str
    promises: list[tuple[date, str]]
    noted_at: datetime | None


def open_numbers(role: Role, office: Organisation) -> list[str]:
    """Return the open reports of a post, due first."""
    near = Q(unit=office) if role == Role.LIAISON_OFFICER else Q(agency=office)
    rows = Case.objects.filter(near, state__in=sorted(OPEN)).order_by("due_at", "pk")
    return list(rows.values_list("number", flat=True)[:MOST])


def packet_of(handover: PostHandover, *, reader: User, on: date) -> list[Packed]:
    """Return the reports of a packet that the reader may read and are still open."""
    rows = list(
        seen_by(reader, on=on)
        .filter(number__in=handover.numbers, state__in=sorted(OPEN))
        .annotate(
            noted_at=Max("messages__created_at", filter=Q(messages__kind=Kind.NOTE))
        )
        .prefetch_related("promises")
        .order_by("due_at", "pk")
    )
    return [_packed(case) for case in rows]


def _packed(case: Case) -> Packed:
    promises = sorted(
        (promise.due_on, promise.text)
        for promise in case.promises.all()
        if promise.kept_at is None
    )
    noted_at: datetime | None = getattr(case, "noted_at", None)
    return Packed(
        case.number,
        case.shown_title,
        case.state,
        case.due_at,
        case.due_timer,
        promises,
        noted_at,
    )


def handovers_for(user: User, *, on: date) -> QuerySet[PostHandover]:
    """Return the packets a person gave, takes, or manages; waiting ones first."""
    mine = Q(leaving=user) | Q(successor=user)
    if has_action(user, Action.MANAGE_ACCOUNTS, on=on):
        agencies = [g.organisation.agency_id for g in user.valid_grants(on=on)]
        mine |= Q(organisation__agency__in=agencies)
    return (
        PostHandover.objects.filter(mine)
        .select_related("organisation", "leaving", "successor")
        .order_by("confirmed_at", "-made_at", "-pk")
    )


def handover_for(user: User, key: int, *, on: date) -> PostHandover:
    """Return one of them, or raise NotFound."""
    found = handovers_for(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Serah terima itu tidak ada, atau bukan untuk Anda."))
    return found


def posts_of(user: User, *, on: date) -> list[tuple[Role, Organisation]]:
    """Return the posts of a person that he can hand over."""
    held: Sequence[tuple[Role, Organisation]] = [
        (Role(grant.role), grant.organisation)
        for grant in user.valid_grants(on=on)
        if grant.role in POSTS and grant.leave_id is None
    ]
    return list(dict.fromkeys(held))
