"""Looking whether every post is filled, and raising an alarm where it is not."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, QuerySet

from lapor.domain.accounts.models import Grant
from lapor.domain.accounts.queries import (
    Filled,
    filled_posts,
    held_on,
    held_posts,
)
from lapor.domain.accounts.rules import MailboxState, Role
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import OPEN
from lapor.domain.escalation.models import CoverageAlarm, PostHandover
from lapor.domain.escalation.queries.coverage import level_above
from lapor.domain.escalation.rules.coverage import AlarmKind, Level
from lapor.domain.ledger.actions import record_many
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import national_admin
from lapor.domain.priorities.queries import harm_rows
from lapor.kernel.actor import SYSTEM

#: A mandate that ends within so many days without a successor is an alarm.
AHEAD: Final = timedelta(days=14)
#: A packet waits so long for its successor.
PATIENCE: Final = timedelta(days=3)
BATCH: Final = 2_000
#: Mandates begin and end with the day of the capital.
HOME_ZONE: Final = ZoneInfo("Asia/Jakarta")
ADMINS: Final = (Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN)
WATCHED: Final = (Role.LIAISON_OFFICER, *ADMINS, Role.NATIONAL_ADMIN)

Key = tuple[int, AlarmKind, int | None]


class Found(NamedTuple):
    """What an alarm says now."""

    level: Level
    open_cases: int


class Country(NamedTuple):
    """What the look is made from, read once."""

    filled: set[Filled]
    posts: set[tuple[Role, int]]
    by_unit: dict[int, int]
    by_agency: dict[int, int]
    restricted: dict[int, int]
    offices: dict[int, Organisation]
    nation: int


@transaction.atomic
def check_coverage(*, at: datetime) -> int:
    """Raise and end alarms; returns how many changed. Level-triggered.

    Some ten statements for the whole country, however many reports are open.
    """
    on = at.astimezone(HOME_ZONE).date()
    country = _read(on)
    found = {
        **_empty_posts(country),
        **_no_handlers(country),
        **_mailboxes(country, on),
        **_endings(country, on),
        **_unconfirmed(country, at),
    }
    standing = {
        (row.organisation_id, AlarmKind(row.kind), row.person_id): row
        for row in CoverageAlarm.objects.select_for_update().filter(ended_at=None)
    }
    fresh = sorted(found.keys() - standing.keys(), key=str)
    CoverageAlarm.objects.bulk_create(_alarm(key, found[key], at) for key in fresh)
    for key, row in standing.items():
        if key in found:
            row.level, row.open_cases = found[key]
            row.checked_at = at
        else:
            row.ended_at = row.checked_at = at
    CoverageAlarm.objects.bulk_update(
        standing.values(),
        ["level", "open_cases", "checked_at", "ended_at"],
        batch_size=BATCH,
    )
    ended = sorted(standing.keys() - found.keys(), key=str)
    record_many(_entries("coverage.alarmed", fresh, country, at))
    record_many(_entries("coverage.restored", ended, country, at))
    return len(fresh) + len(ended)


def _read(on: date) -> Country:
    opened = Case.objects.filter(state__in=sorted(OPEN)).order_by()
    restricted = [row.code for row in harm_rows() if row.is_restricted]
    filled = filled_posts(on)
    held = held_posts(WATCHED)
    by_unit = _counted(opened.exclude(unit=None), "unit_id")
    by_agency = _counted(opened, "agency_id")
    keys = {where for _role, where in held} | by_unit.keys() | by_agency.keys()
    nation = national_admin().pk
    return Country(
        filled,
        {(post.role, post.organisation_id) for post in filled},
        by_unit,
        by_agency,
        _counted(opened.filter(harm__in=restricted), "agency_id"),
        Organisation.objects.in_bulk(keys | {nation}),
        nation,
    )


def _counted(cases: QuerySet[Case], name: str) -> dict[int, int]:
    return dict(cases.values_list(name).annotate(n=Count("pk")))


def _empty_posts(country: Country) -> dict[Key, Found]:
    """Units without a liaison officer at work, agencies without an admin."""
    found: dict[Key, Found] = {}
    held = held_posts(WATCHED)
    units = country.by_unit.keys() | {
        where for role, where in held if role == Role.LIAISON_OFFICER
    }
    agencies = country.by_agency.keys() | {
        where for role, where in held if role in {*ADMINS, Role.NATIONAL_ADMIN}
    }
    for where in units:
        office = country.offices[where]
        waiting = country.by_unit.get(where, 0)
        is_filled = (Role.LIAISON_OFFICER, where) in country.posts
        if not is_filled and (office.is_active or waiting):
            found[where, AlarmKind.NO_LIAISON, None] = _at(office, waiting, country)
    for where in agencies:
        office = country.offices[where]
        waiting = country.by_agency.get(where, 0)
        roles = (Role.NATIONAL_ADMIN,) if where == country.nation else ADMINS
        is_filled = any((role, where) in country.posts for role in roles)
        if not is_filled and (office.is_active or waiting):
            found[where, AlarmKind.NO_ADMIN, None] = _at(office, waiting, country)
    return found


def _no_handlers(country: Country) -> dict[Key, Found]:
    """Agencies with restricted reports that nobody of them may read."""
    marked = {post.organisation_id for post in country.filled if post.handles_harm}
    homes = set(
        Organisation.objects.filter(pk__in=marked).values_list("agency_id", flat=True)
    )
    return {
        (where, AlarmKind.NO_HANDLER, None): Found(Level.NATIONAL, waiting)
        for where, waiting in country.restricted.items()
        if where not in homes and where != country.nation
    }


def _mailboxes(country: Country, on: date) -> dict[Key, Found]:
    rows = _grants(on).filter(user__mailbox=MailboxState.BOUNCED)
    return {
        (grant.organisation_id, AlarmKind.MAILBOX, grant.user_id): _at(
            grant.organisation, _waiting(grant, country), country
        )
        for grant in rows
    }


def _endings(country: Country, on: date) -> dict[Key, Found]:
    """The last mandate of a post that ends soon."""
    lasting: dict[tuple[str, int], date] = defaultdict(lambda: date.min)
    rows = list(_grants(on).filter(leave=None))
    for grant in rows:
        post = (grant.role, grant.organisation_id)
        lasting[post] = max(lasting[post], grant.valid_until or date.max)
    return {
        (grant.organisation_id, AlarmKind.ENDING, grant.user_id): _at(
            grant.organisation, _waiting(grant, country), country
        )
        for grant in rows
        if grant.valid_until is not None
        and lasting[grant.role, grant.organisation_id] == grant.valid_until
        and grant.valid_until <= on + AHEAD
    }


def _unconfirmed(country: Country, at: datetime) -> dict[Key, Found]:
    rows = PostHandover.objects.filter(
        confirmed_at=None, made_at__lt=at - PATIENCE
    ).select_related("organisation")
    return {
        (row.organisation_id, AlarmKind.HANDING, row.successor_id): _at(
            row.organisation, len(row.numbers), country
        )
        for row in rows
    }


def _grants(on: date) -> QuerySet[Grant]:
    held = Grant.objects.filter(held_on(on), role__in=WATCHED, user__is_active=True)
    return held.select_related("organisation", "user")


def _waiting(grant: Grant, country: Country) -> int:
    counts = (
        country.by_unit if grant.role == Role.LIAISON_OFFICER else country.by_agency
    )
    return counts.get(grant.organisation_id, 0)


def _at(office: Organisation, waiting: int, country: Country) -> Found:
    return Found(level_above(office, country.posts, country.nation), waiting)


def _alarm(key: Key, found: Found, at: datetime) -> CoverageAlarm:
    where, kind, person = key
    return CoverageAlarm(
        organisation_id=where,
        kind=kind,
        person_id=person,
        level=found.level,
        open_cases=found.open_cases,
        raised_at=at,
        checked_at=at,
    )


def _entries(
    fact: str, keys: Iterable[Key], country: Country, at: datetime
) -> list[Entry]:
    """Return the facts of some alarms; an office not read yet is read now."""
    keys = list(keys)
    unread = {where for where, *_rest in keys} - country.offices.keys()
    offices = country.offices | Organisation.objects.in_bulk(unread)
    return [
        Entry(
            fact=fact,
            subject=offices[where].ref,
            actor=SYSTEM.ref,
            happened_at=at,
            data={"kind": str(kind), "person": f"user:{person}" if person else ""},
        )
        for where, kind, person in keys
    ]
