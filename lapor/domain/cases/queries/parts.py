"""Who has which part in a case: the lead, helpers, those asked, those informed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.rules import Relation, Role
from lapor.domain.cases.models import Assignment, Case, Message
from lapor.domain.cases.rules import HELPING, Act, Kind, Part
from lapor.domain.organisations.models import Organisation

PARTS_OF = {Relation.JOINED: HELPING, Relation.COPIED: frozenset({Part.COPY})}


class Share(NamedTuple):
    """One office beside the lead. Moments are UTC.

    ``due_at`` is when its part is due, ``handed_in_at`` when it came.
    """

    key: int
    name: str
    part: Part
    is_compulsory: bool
    task: str
    since: datetime
    due_at: datetime | None
    handed_in_at: datetime | None
    ended_why: str
    is_late: bool


def present_parts(case: Case) -> list[Assignment]:
    """Return who takes part beside the lead now; no query for a case of one office."""
    if not case.is_joint:
        return []
    kept: tuple[int, list[Assignment]] | None = case.__dict__.get("_parts")
    if kept is None or kept[0] != case.version:
        rows = (
            Assignment.objects.filter(case=case, ended_at=None)
            .exclude(part=Part.LEAD)
            .select_related("organisation")
            .order_by("pk")
        )
        kept = (case.version, list(rows))
        case.__dict__["_parts"] = kept
    return kept[1]


def part_of(
    user: User, case: Case, *, on: date, part: Part | None = None
) -> Assignment | None:
    """Return the part that this officer's office has in a case beside the lead.

    ``part`` asks for one of that kind only.
    """
    for grant in user.valid_grants(on=on):
        for row in present_parts(case):
            if is_of(row, grant) and part in (None, row.part):
                return row
    return None


def is_of(row: Assignment, grant: Grant) -> bool:
    """Say whether a part belongs to the office of this mandate."""
    office, home = row.organisation, grant.organisation
    if Role(grant.role) == Role.LIAISON_OFFICER:
        is_above = not home.is_agency and office.parent_id == home.pk
        return office.pk == home.pk or is_above
    return office.agency_id == home.agency_id


def parts_filter(grant: Grant, units: tuple[int, ...], relation: Relation) -> Q:
    """Return the cases in which the office of a mandate has such a part."""
    near = Q(organisation__agency=grant.organisation.agency_id)
    if Role(grant.role) == Role.LIAISON_OFFICER:
        near = Q(organisation__in=units)
    rows = Assignment.objects.filter(
        near, ended_at=None, part__in=sorted(PARTS_OF[relation])
    )
    return Q(is_joint=True, pk__in=rows.values("case"))


def helped_in(grants: Iterable[Grant]) -> Q:
    """Return the cases in which the agencies of these mandates have such a part.

    Wider than ``parts_filter``: it only tells the database where to begin, with the
    few parts and not with all the cases.
    """
    rows = Assignment.objects.filter(
        organisation__agency__in=sorted(
            {g.organisation.agency_id or 0 for g in grants}
        ),
        ended_at=None,
        part__in=sorted(frozenset().union(*PARTS_OF.values())),
    )
    return Q(pk__in=rows.values("case"))


def lacking(case: Case) -> list[str]:
    """Return the names of those without whose part there is no final answer."""
    return [
        row.organisation.name
        for row in present_parts(case)
        if row.part == Part.CONTRIBUTOR and row.is_compulsory and not row.handed_in_at
    ]


def shares(case: Case, *, at: datetime) -> list[Share]:
    """Return everybody who had a part beside the lead, in order of invitation."""
    if not case.is_joint:
        return []
    rows = (
        Assignment.objects.filter(case=case)
        .exclude(part=Part.LEAD)
        .select_related("organisation")
        .order_by("pk")
    )
    return [
        Share(
            key=row.pk,
            name=row.organisation.name,
            part=Part(row.part),
            is_compulsory=row.is_compulsory,
            task=row.note,
            since=row.assigned_at,
            due_at=row.due_at,
            handed_in_at=row.handed_in_at,
            ended_why=row.ended_why,
            is_late=_is_late(row, at),
        )
        for row in rows
    ]


def involved(case: Case) -> list[Organisation]:
    """Return the offices that work on a case, the lead first."""
    helping = [row.organisation for row in present_parts(case) if row.part in HELPING]
    return [case.agency, *(office for office in helping if office.pk != case.agency_id)]


def combined(case: Case) -> str:
    """Return what the helpers handed in, as the draft of one answer."""
    if not case.is_joint:
        return ""
    rows: Iterable[Message] = (
        case.messages.filter(kind=Kind.CONTRIBUTION, template=Act.CONTRIBUTE)
        .select_related("organisation")
        .order_by("pk")
    )
    told = [
        f"{row.parameters.get('organisation') or row.organisation}:\n{row.content}"
        for row in rows
        if row.parameters.get("is_final")
    ]
    return "\n\n".join(told)


def _is_late(row: Assignment, at: datetime) -> bool:
    if row.due_at is None:
        return False
    return (row.handed_in_at or row.ended_at or at) > row.due_at
