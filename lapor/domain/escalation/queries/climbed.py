"""What climbed to me, and the story of one late case."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import names_of
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.deadlines.rules import Timer
from lapor.domain.escalation.models import Climb, Response
from lapor.domain.escalation.rules import ASKED, Opens, Receiver, ResponseKind
from lapor.domain.organisations.models import Organisation
from lapor.kernel.enums import translate
from lapor.kernel.paging import Order, page_of

#: A deputy reads what is sent to the admin.
STANDS_FOR: Final = {Role.DEPUTY_ADMIN: Role.AGENCY_ADMIN}


class Climbed(NamedTuple):
    """One late case in the list of somebody who was told of it.

    ``title`` is empty when the table does not open the case to him: then he reads
    that it is late, and not what it says. ``due_at`` is UTC.
    """

    number: str
    title: str
    agency: str
    unit: str
    step: str
    timer: str
    opens: str
    due_at: datetime
    climbed_at: datetime
    is_readable: bool
    is_answered: bool


class ClimbedPage(NamedTuple):
    """One page of the list; ``next`` is the token of the page after it, or empty."""

    rows: list[Climbed]
    next: str
    is_first: bool


class Rise(NamedTuple):
    """One step of one clock as the page of a case tells it."""

    at: datetime
    timer: str
    name: str
    told: tuple[str, ...]


class Said(NamedTuple):
    """An answer as the page of a case tells it; ``waits``: nobody has explained yet."""

    pk: int
    kind: ResponseKind
    text: str
    due_on: date | None
    by: str
    office: str
    at: datetime
    answers: int | None
    waits: bool


class Story(NamedTuple):
    """The climb of one case, oldest first, and what was answered."""

    rises: list[Rise]
    said: list[Said]


def offices_of(user: User, *, on: date) -> list[Receiver]:
    """Return the offices a person reads for, as receivers are written."""
    found: dict[Receiver, None] = {}
    for grant in user.valid_grants(on=on):
        role = Role(grant.role)
        role = STANDS_FOR.get(role, role)
        home = grant.organisation
        code = home.code
        if role == Role.AUDITOR and home.agency is not None:
            code = home.agency.code  # an inspectorate answers for its agency
        found[Receiver(role, code)] = None
    return list(found)


def climbed_to(user: User, *, on: date, after: str = "", size: int = 50) -> ClimbedPage:
    """Return a page of the open late cases that climbed to this person, newest first.

    Each running clock once, by the highest step that was told to him.
    """
    page = page_of(
        _mine(user, on).select_related("case__agency", "case__unit", "clock", "rung"),
        order=Order("happened_at", descending=True),
        after=after,
        size=size,
    )
    cases = [climb.case_id for climb in page.rows]
    open_to_him = set(
        seen_by(user, on=on).filter(pk__in=cases).values_list("pk", flat=True)
    )
    answered = set(
        Response.objects.filter(case__in=cases, by=user.actor.ref).values_list(
            "case_id", flat=True
        )
    )
    rows = [_row(each, open_to_him, answered) for each in page.rows]
    return ClimbedPage(rows, page.next, page.is_first)


def may_answer(user: User, case: Case, *, on: date) -> bool:
    """Say whether something of this case climbed to him."""
    return _mine(user, on).filter(case=case).exists()


def story(case: Case) -> Story:
    """Return how a case climbed and what was answered. Four queries."""
    climbs = list(
        Climb.objects.filter(case=case).select_related("rung", "clock").order_by("pk")
    )
    codes = {one["organisation"] for climb in climbs for one in climb.receivers}
    names = dict(
        Organisation.objects.filter(code__in=codes).values_list("code", "name")
    )
    rows = list(
        Response.objects.filter(case=case).select_related("organisation").order_by("pk")
    )
    people = names_of(row.by for row in rows)
    explained = {row.answers_id for row in rows if row.answers_id}
    return Story(
        [
            Rise(
                climb.happened_at,
                Timer(climb.clock.timer).label,
                translate(climb.rung.name),
                tuple(_told(climb.receivers, names)),
            )
            for climb in climbs
        ],
        [
            Said(
                row.pk,
                ResponseKind(row.kind),
                row.text,
                row.due_on,
                people.get(row.by, row.by),
                row.organisation.name,
                row.made_at,
                row.answers_id,
                row.kind in ASKED and row.pk not in explained,
            )
            for row in rows
        ],
    )


def _told(receivers: Iterable[dict[str, str]], names: dict[str, str]) -> Iterable[str]:
    for one in receivers:
        role = Role(one["role"]).label if one["role"] in set(Role) else ""
        place = names.get(one["organisation"], "")
        yield ", ".join(filter(None, (role, place)))


def _mine(user: User, on: date) -> QuerySet[Climb]:
    offices = offices_of(user, on=on)
    if not offices:
        return Climb.objects.none()
    told = Q()
    for office in offices:
        told |= Q(receivers__contains=[office.as_json()])
    higher = Climb.objects.filter(
        told, clock=OuterRef("clock"), step__gt=OuterRef("step")
    )
    return Climb.objects.filter(told, ~Exists(higher), clock__stopped_at=None)


def _row(climb: Climb, open_to_him: set[int], answered: set[int]) -> Climbed:
    case: Any = climb.case
    is_readable = case.pk in open_to_him
    return Climbed(
        number=case.number,
        title=case.shown_title if is_readable else "",
        agency=case.agency.name,
        unit=case.unit.name if case.unit else "",
        step=translate(climb.rung.name),
        timer=Timer(climb.clock.timer).label,
        opens=Opens(climb.rung.opens).label if climb.rung.opens else "",
        due_at=climb.clock.due_at,
        climbed_at=climb.happened_at,
        is_readable=is_readable,
        is_answered=case.pk in answered,
    )
