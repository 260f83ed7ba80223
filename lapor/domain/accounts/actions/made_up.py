"""Officers of a made-up country, and the note of who logged in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.actions import record, record_many
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import SYSTEM


class MadeUp(NamedTuple):
    """A made-up officer; without a password nobody can log in as him."""

    username: str
    name: str
    role: Role
    organisation: Organisation
    password: str = ""


@transaction.atomic
def note_log_in(user: User, *, at: datetime) -> None:
    """Write down that somebody logged in: activity is an indicator (domain §12.2)."""
    record("account.logged_in", subject=user.actor.ref, actor=user.actor, at=at)


@transaction.atomic
def open_made_up(
    officers: Iterable[MadeUp], *, since: date, legal_basis: str, at: datetime
) -> dict[str, User]:
    """Make made-up officers with their mandates; those that exist stay as they are.

    Returns all of them by user name. Their mandates need no giver: a demonstration
    begins with them.
    """
    wanted = {officer.username: officer for officer in officers}
    found = {u.username: u for u in User.objects.filter(username__in=wanted)}
    fresh = [officer for name, officer in wanted.items() if name not in found]
    made = User.objects.bulk_create([_user(officer) for officer in fresh])
    found |= {user.username: user for user in made}
    Grant.objects.bulk_create(
        Grant(
            user=found[officer.username],
            role=officer.role,
            organisation=officer.organisation,
            valid_from=since,
            legal_basis=legal_basis,
            handles_harm=officer.role == Role.AGENCY_ADMIN,
            given_by=SYSTEM.ref,
        )
        for officer in fresh
    )
    record_many(
        Entry(
            fact="grant.given",
            subject=found[officer.username].actor.ref,
            actor=SYSTEM.ref,
            happened_at=at,
            data={
                "role": str(officer.role),
                "organisation": officer.organisation.code,
            },
        )
        for officer in fresh
    )
    return found


def _user(officer: MadeUp) -> User:
    user = User(
        username=officer.username,
        name=officer.name,
        organisation=officer.organisation,
        is_demo=True,
    )
    user.set_password(officer.password or None)
    return user
