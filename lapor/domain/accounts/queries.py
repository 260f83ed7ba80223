"""Reading accounts and mandates."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from .models import Grant, User
from .rules import Action, Role, rules_for


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


class DemoAccount(NamedTuple):
    """A made-up account that may be shown."""

    username: str
    name: str
    role: str
    organisation: str


def demo_accounts() -> list[DemoAccount]:
    """Return one demo account for each role, in the order of the roles."""
    order = {role: position for position, role in enumerate(Role)}
    grants = Grant.objects.filter(user__is_demo=True).select_related(
        "user", "organisation"
    )
    shown: dict[str, Grant] = {}
    for grant in sorted(grants, key=lambda g: (order[Role(g.role)], g.pk)):
        shown.setdefault(grant.role, grant)
    return [
        DemoAccount(
            g.user.username, g.user.name, Role(g.role).label, g.organisation.name
        )
        for g in shown.values()
    ]
