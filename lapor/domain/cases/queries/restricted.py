"""Reports of harm: few may read them, and never the accused office (domain §9.9).

Both forms stand here, the filter and the question, as in ``seen``. What the filters
name stands in the indexes of the queues, which go on being counted from these alone.
"""

from datetime import date

from django.db.models import Q, QuerySet

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Case
from lapor.domain.organisations.models import Organisation
from lapor.domain.priorities.queries import closed_harms, harm_named, harm_rows


def closely_held() -> QuerySet[Case]:
    """Return the reports that few may read: no sample and no list may hold them."""
    kinds = sorted({row.code for row in harm_rows() if row.is_restricted})
    return Case.objects.filter(Q(accused__isnull=False) | Q(harm__in=kinds))


def harm_filter(grant: Grant, on: date) -> Q:
    """Return the condition "not a report of harm that is closed to this mandate"."""
    closed = closed_harms(Role(grant.role), grant.handles_harm, on)
    if closed is None:
        return Q()
    open_codes = {row.code for row in harm_rows()} - closed
    return Q(harm__in=["", *sorted(open_codes)])


def may_know_harm(grant: Grant, case: Case, on: date) -> bool:
    """Say whether a report's harm is open to this mandate; the twin of the filter."""
    if not case.harm:
        return True
    closed = closed_harms(Role(grant.role), grant.handles_harm, on)
    if closed is None:
        return True
    return harm_named(case.harm, on) is not None and case.harm not in closed


def not_accused(user: User, on: date) -> Q:
    """Return the condition "no report about an office this person belongs to"."""
    return ~Q(accused__in=sorted(offices_of(user, on)))


def is_of_accused(user: User, case: Case, on: date) -> bool:
    """Say whether this person belongs to the accused office; twin of the filter."""
    return case.accused_id is not None and case.accused_id in offices_of(user, on)


def offices_of(user: User, on: date) -> frozenset[int]:
    """Return where a person belongs: his offices and all above them. Read once."""
    cache: dict[date, frozenset[int]] = user.__dict__.setdefault("_belongs", {})
    if on not in cache:
        offices = {g.organisation_id: g.organisation for g in user.valid_grants(on=on)}
        if user.organisation_id not in offices and user.organisation:
            offices[user.organisation.pk] = user.organisation
        cache[on] = frozenset(
            key for office in offices.values() for key in _upwards(office)
        )
    return cache[on]


def is_within_accused(case: Case, organisation: Organisation) -> bool:
    """Say whether an office is the accused one, or lies below it."""
    return case.accused_id is not None and case.accused_id in _upwards(organisation)


def _upwards(office: Organisation) -> set[int]:
    """Return the keys of an office and of all above it; asks only for deep trees."""
    found = {office.pk, office.agency_id or office.pk}
    above = office.parent_id
    while above is not None and above not in found:
        found.add(above)
        above = (
            Organisation.objects.filter(pk=above)
            .values_list("parent_id", flat=True)
            .first()
        )
    return found
