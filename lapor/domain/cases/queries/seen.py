"""What a person may see: the permission table as a filter, and as a yes or no.

``seen_by`` is the only way to a case for an officer. Both forms are made from the same
rows of the table; a test holds them against each other.
"""

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.rules import (
    Action,
    Protection,
    Relation,
    Role,
    Rule,
    rules_for,
)
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import overseen_by
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.domain.priorities.queries import watched_by
from lapor.kernel import ids
from lapor.kernel.errors import NotFound

from .parts import PARTS_OF, helped_in, is_of, parts_filter, present_parts
from .restricted import harm_filter, is_of_accused, may_know_harm, not_accused

#: What an office has to handle itself: the queues are made of it, by index alone.
HELD = frozenset(Relation) - PARTS_OF.keys()
#: What it helps with or may read along.
SHARED = frozenset(PARTS_OF)


def seen_by(
    user: User,
    *,
    on: date,
    action: Action = Action.READ_CASE,
    relations: Collection[Relation] = tuple(Relation),
) -> QuerySet[Case]:
    """Return the cases to which this user may do ``action``; none without a grant.

    ``relations`` narrows it to what an office holds itself, or only helps with.
    """
    allowed = [
        _relation_filter(user, grant, rule, on)
        & _protection_filter(rule)
        & harm_filter(grant, on)
        for grant, rule in rules_of(user, action, on=on)
        if rule.relation in relations
    ]
    if not allowed:
        return Case.objects.none()
    either = allowed[0]
    for condition in allowed[1:]:
        either |= condition
    cases = Case.objects.filter(either, not_accused(user, on))
    cases = cases.exclude(state=State.DRAFT)
    if SHARED.issuperset(relations):
        cases = cases.filter(helped_in(user.valid_grants(on=on)))
    return cases.select_related("agency", "unit", "classification")


def case_seen_by(user: User, number: str, *, on: date) -> Case:
    """Return one case, or raise NotFound, also when it exists for other eyes."""
    found = ids.normalise_number(number)
    case = seen_by(user, on=on).filter(number=found).first() if found else None
    if case is None:
        raise NotFound(_("Laporan tidak ditemukan. Periksa kembali nomornya."))
    return case


def is_permitted(user: User, case: Case, action: Action, *, on: date) -> bool:
    """Say whether the table lets this user do this to this case."""
    protections = protections_of(case)
    if is_of_accused(user, case, on):
        return False
    return any(
        rule.covers(protections)
        and may_know_harm(grant, case, on)
        and _stands(user, grant, rule.relation, case, on)
        for grant, rule in rules_of(user, action, on=on)
    )


def rules_of(user: User, action: Action, *, on: date) -> list[tuple[Grant, Rule]]:
    """Return the rows of the table that the user's valid grants bring to bear."""
    return [
        (grant, rule)
        for grant in user.valid_grants(on=on)
        for rule in rules_for(Role(grant.role), action)
    ]


def protections_of(case: Case) -> frozenset[Protection]:
    """Return what the reporter asked for."""
    found = set()
    if case.is_anonymous:
        found.add(Protection.ANONYMOUS)
    if case.is_secret:
        found.add(Protection.SECRET)
    return frozenset(found)


def overseen_ids(user: User, grant: Grant, *, on: date) -> frozenset[int]:
    """Return the agencies a grant's organisation watches, read once for a user."""
    cache: dict[tuple[int, date], frozenset[int]] = user.__dict__.setdefault(
        "_overseen", {}
    )
    key = (grant.organisation_id, on)
    if key not in cache:
        cache[key] = frozenset(
            overseen_by(grant.organisation_id, None, on).values_list("pk", flat=True)
        )
    return cache[key]


def guided_ids(user: User, grant: Grant, *, on: date) -> frozenset[int]:
    """Return the regencies and cities of a grant's province; of no other office any.

    Read once for a user.
    """
    if grant.organisation.kind != OrganisationKind.PROVINCE:
        return frozenset()
    cache: dict[tuple[int, date], frozenset[int]] = user.__dict__.setdefault(
        "_guided", {}
    )
    key = (grant.organisation_id, on)
    if key not in cache:
        guidance = OversightKind.TERRITORIAL_GUIDANCE
        below = overseen_by(grant.organisation_id, guidance, on).filter(
            kind__in=(OrganisationKind.REGENCY, OrganisationKind.CITY)
        )
        cache[key] = frozenset(below.values_list("pk", flat=True))
    return cache[key]


def _relation_filter(user: User, grant: Grant, rule: Rule, on: date) -> Q:
    near: dict[Relation, Callable[[], Q]] = {
        Relation.OWN: lambda: Q(entered_by=user.actor.ref),
        Relation.UNIT: lambda: Q(unit__in=_units(user, grant)),
        Relation.AGENCY: lambda: Q(agency=grant.organisation.agency_id),
        Relation.OVERSEEN: lambda: Q(agency__in=overseen_ids(user, grant, on=on)),
        Relation.GUIDED: lambda: Q(agency__in=guided_ids(user, grant, on=on)),
        Relation.TAGGED: lambda: Q(programme__in=_watched(grant, on)),
        Relation.CONSENTED: lambda: Q(escalated_at__isnull=False),
        Relation.ANY: lambda: Q(pk__isnull=False),
        Relation.JOINED: lambda: _parts_filter(user, grant, Relation.JOINED),
        Relation.COPIED: lambda: _parts_filter(user, grant, Relation.COPIED),
    }
    return near[rule.relation]()


def _stands(user: User, grant: Grant, relation: Relation, case: Case, on: date) -> bool:
    near: dict[Relation, Callable[[], bool]] = {
        Relation.OWN: lambda: case.entered_by == user.actor.ref,
        Relation.UNIT: lambda: case.unit_id in _units(user, grant),
        Relation.AGENCY: lambda: case.agency_id == grant.organisation.agency_id,
        Relation.OVERSEEN: lambda: case.agency_id in overseen_ids(user, grant, on=on),
        Relation.GUIDED: lambda: case.agency_id in guided_ids(user, grant, on=on),
        Relation.TAGGED: lambda: case.programme in _watched(grant, on),
        Relation.CONSENTED: lambda: case.escalated_at is not None,
        Relation.ANY: lambda: True,
        Relation.JOINED: lambda: _takes_part(grant, case, Relation.JOINED),
        Relation.COPIED: lambda: _takes_part(grant, case, Relation.COPIED),
    }
    return near[relation]()


def _parts_filter(user: User, grant: Grant, relation: Relation) -> Q:
    return parts_filter(grant, _units(user, grant), relation)


def _takes_part(grant: Grant, case: Case, relation: Relation) -> bool:
    return any(
        row.part in PARTS_OF[relation] and is_of(row, grant)
        for row in present_parts(case)
    )


def _watched(grant: Grant, on: date) -> list[str]:
    """The programmes that the organisation of a mandate watches; sorted for SQL."""
    return sorted(watched_by(grant.organisation_id, on))


def _units(user: User, grant: Grant) -> tuple[int, ...]:
    """The unit of a liaison officer and what lies directly below it."""
    cache: dict[int, tuple[int, ...]] = user.__dict__.setdefault("_units", {})
    here = grant.organisation_id
    if here not in cache:
        below: tuple[int, ...] = ()
        if not grant.organisation.is_agency:
            below = tuple(
                Organisation.objects.filter(parent=here).values_list("pk", flat=True)
            )
        cache[here] = (here, *below)
    return cache[here]


def _protection_filter(rule: Rule) -> Q:
    condition = Q()
    if Protection.ANONYMOUS not in rule.under:
        condition &= Q(is_anonymous=False)
    if Protection.SECRET not in rule.under:
        condition &= Q(is_secret=False)
    return condition
