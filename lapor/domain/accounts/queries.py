"""Reading accounts and mandates."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX as UNUSABLE
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import region_words
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

from .models import Grant, Leave, User
from .rules import APPOINTS, Action, MailboxState, Relation, Role, rules_for

BY_NAME: Final = Order("name", is_text=True)


def has_action(user: User, action: Action, *, on: date) -> bool:
    """Say whether some grant of this user carries the action at all."""
    return any(rules_for(Role(g.role), action) for g in user.valid_grants(on=on))


def accounts_under(user: User, *, on: date) -> QuerySet[User]:
    """Return the accounts this user manages, by name."""
    users = User.objects.select_related("organisation").order_by("name", "pk")
    grants = [
        g
        for g in user.valid_grants(on=on)
        if rules_for(Role(g.role), Action.MANAGE_ACCOUNTS)
    ]
    if any(g.role == Role.NATIONAL_ADMIN for g in grants):
        return users
    return users.filter(
        organisation__agency__in=[g.organisation.agency_id for g in grants]
    )


def accounts_page(
    manager: User,
    *,
    on: date,
    text: str = "",
    role: str = "",
    active: bool | None = None,
    after: str = "",
    size: int = 50,
) -> Page[User]:
    """Return the accounts a manager reaches, by name, with their mandates.

    ``text`` is part of a name, a username or the name of an organisation.
    """
    rows = accounts_under(manager, on=on).prefetch_related("grants__organisation")
    for word in text.split()[:6]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(username__icontains=word)
            | Q(organisation__name__icontains=word)
        )
    if role:
        held = Grant.objects.filter(held_on(on), role=role)
        rows = rows.filter(pk__in=held.values("user"))
    if active is not None:
        rows = rows.filter(is_active=active)
    return page_of(rows, order=BY_NAME, after=after, size=size)


def account_under(manager: User, key: int, *, on: date) -> User:
    """Return one account the manager reaches, or raise NotFound."""
    found = accounts_under(manager, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Akun itu tidak ada, atau di luar wewenang Anda."))
    return found


def account_named(username: str) -> User:
    """Return one account by its name, for who runs the machine; raises NotFound."""
    found = User.objects.filter(username=username).first()
    if found is None:
        raise NotFound(_("Tidak ada akun dengan nama ini."))
    return found


def grant_under(manager: User, key: int, *, on: date) -> Grant:
    """Return one mandate of an account the manager reaches, or raise NotFound."""
    found = (
        Grant.objects.filter(pk=key, user__in=accounts_under(manager, on=on))
        .select_related("user", "organisation")
        .first()
    )
    if found is None:
        raise NotFound(_("Mandat itu tidak ada, atau di luar wewenang Anda."))
    return found


def appointable_roles(manager: User, *, on: date) -> list[Role]:
    """Return the roles this person may give to others, in the order of the roles."""
    given = {
        role
        for grant in manager.valid_grants(on=on)
        for role in APPOINTS.get(Role(grant.role), ())
    }
    return [role for role in Role if role in given]


def organisations_under(user: User, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations this person may edit, closed ones included, by name."""
    rows = Organisation.objects.select_related("agency", "parent")
    agencies = set()
    for grant in user.valid_grants(on=on):
        for rule in rules_for(Role(grant.role), Action.MANAGE_ORGANISATION):
            if rule.relation == Relation.ANY:
                return rows
            agencies.add(grant.organisation.agency_id)
    return rows.filter(agency__in=agencies)


def organisation_under(user: User, code: str, *, on: date) -> Organisation:
    """Return one organisation this person may edit, or raise NotFound."""
    found = organisations_under(user, on=on).filter(code=code).first()
    if found is None:
        raise NotFound(_("Instansi itu tidak ada, atau di luar wewenang Anda."))
    return found


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of those actors of the ledger that are persons."""
    keys = {
        int(actor.removeprefix("user:")): actor
        for actor in actors
        if actor.startswith("user:") and actor.removeprefix("user:").isdigit()
    }
    users = User.objects.filter(pk__in=keys)
    return {keys[user.pk]: str(user) for user in users}


def organisations_page(
    user: User,
    *,
    on: date,
    text: str = "",
    kind: str = "",
    active: bool | None = None,
    after: str = "",
    size: int = 50,
) -> Page[Organisation]:
    """Return the organisations this person may edit, by name, narrowed.

    Every word of ``text`` must begin a word of the name, code or agency.
    """
    rows = organisations_under(user, on=on)
    for word in region_words(text) if text.strip() else []:
        rows = rows.filter(Q(search__contains=f" {word}") | Q(code__startswith=word))
    if kind:
        rows = rows.filter(kind=kind)
    if active is not None:
        rows = rows.filter(is_active=active)
    return page_of(rows, order=BY_NAME, after=after, size=size)


class DemoAccount(NamedTuple):
    """A made-up account that may be shown."""

    username: str
    name: str
    role: str
    organisation: str


def demo_accounts() -> list[DemoAccount]:
    """Return the demo accounts one can log in with, in the order of the roles."""
    grants = (
        Grant.objects.filter(user__is_demo=True, user__is_active=True, revoked_at=None)
        .exclude(Q(user__password="") | Q(user__password__startswith=UNUSABLE))
        .select_related("user", "organisation")
        .order_by("pk")
    )
    order = list(Role)
    return [
        DemoAccount(
            g.user.username, g.user.name, Role(g.role).label, g.organisation.name
        )
        for g in sorted(grants, key=lambda grant: order.index(Role(grant.role)))
    ]


def held_on(on: date) -> Q:
    """Return the condition on mandates "in force on this day"."""
    return Q(revoked_at=None) & in_force(on)


def _reachable(on: date) -> Q:
    """Return the condition on mandates "its holder works on this day"."""
    away = Leave.objects.filter(first_on__lte=on, last_on__gte=on, cancelled_at=None)
    works = Q(user__is_active=True) & ~Q(user__mailbox=MailboxState.BOUNCED)
    return works & ~Q(user__in=away.values("user"))


def at_work(on: date) -> Q:
    """Return the condition on mandates "in force on this day, its holder not away".

    A bounced mailbox is no hindrance here: he still reads in the program.
    """
    away = Leave.objects.filter(first_on__lte=on, last_on__gte=on, cancelled_at=None)
    present = Q(user__is_active=True) & ~Q(user__in=away.values("user"))
    return held_on(on) & present


def on_duty(role: Role, organisation_id: int, on: date) -> list[User]:
    """Return who fills a post on a day and can be reached, longest in it first.

    Mandate in force, account open, not on leave, mailbox not bouncing. Deputies hold
    dated mandates of their own while they stand in, so they are here too.
    """
    held = Grant.objects.filter(
        held_on(on), _reachable(on), role=role, organisation=organisation_id
    )
    found = held.select_related("user__organisation").order_by("valid_from", "pk")
    return list(dict.fromkeys(grant.user for grant in found))


def holders(role: Role, organisation_id: int, on: date) -> list[User]:
    """Return who holds a post on a day with an open account, reachable or not."""
    held = Grant.objects.filter(
        held_on(on), role=role, organisation=organisation_id, user__is_active=True
    )
    found = held.select_related("user__organisation").order_by("valid_from", "pk")
    return list(dict.fromkeys(grant.user for grant in found))


class Filled(NamedTuple):
    """A post that somebody reachable fills; who of them may read reports of harm."""

    role: Role
    organisation_id: int
    handles_harm: bool


def filled_posts(on: date) -> set[Filled]:
    """Return every post of the country that somebody reachable fills on a day."""
    held = Grant.objects.filter(held_on(on), _reachable(on))
    rows = held.values_list("role", "organisation_id", "handles_harm").distinct()
    return {Filled(Role(role), where, harm) for role, where, harm in rows}


def held_posts(roles: Iterable[Role]) -> set[tuple[Role, int]]:
    """Return the posts that anybody has ever been given, of some roles."""
    rows = Grant.objects.filter(role__in=list(roles)).values_list(
        "role", "organisation_id"
    )
    return {(Role(role), where) for role, where in rows.distinct()}


def leaves_of(user: User, *, on: date) -> list[Leave]:
    """Return the present and coming absences of a person, the next first."""
    rows = user.leaves.filter(last_on__gte=on, cancelled_at=None)
    return list(rows.select_related("deputy").order_by("first_on", "pk"))


def leave_of(user: User, key: int) -> Leave:
    """Return one absence of a person, or raise NotFound."""
    found = user.leaves.filter(pk=key, cancelled_at=None).first()
    if found is None:
        raise NotFound(_("Cuti itu tidak ada atau sudah dibatalkan."))
    return found


def possible_deputies(user: User, *, on: date) -> list[User]:
    """Return the colleagues who may stand in: officers of the same agency, by name."""
    if user.organisation is None:
        return []
    held = Grant.objects.filter(held_on(on), _reachable(on))
    return list(
        User.objects.filter(
            organisation__agency=user.organisation.agency_id,
            pk__in=held.values("user"),
        )
        .exclude(pk=user.pk)
        .select_related("organisation")
        .order_by("name", "pk")
    )
