"""Officers with mandates."""

from datetime import UTC, datetime
from itertools import count

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.organisations.models import Organisation

PASSWORD = "lapor-demo"
LONG_AGO = datetime(2020, 1, 6, 2, 0, tzinfo=UTC)
_numbers = count(1)


def make_officer(
    role: Role, organisation: Organisation, *, username: str = "", demo: bool = True
) -> User:
    """Return a person with one mandate, valid since long ago."""
    name = username or f"{role}-{next(_numbers)}"
    user = User.objects.create_user(
        name, PASSWORD, name=name.title(), organisation=organisation, is_demo=demo
    )
    actions.give_first(
        user, role=role, organisation=organisation, at=LONG_AGO, legal_basis="SK uji"
    )
    return user
