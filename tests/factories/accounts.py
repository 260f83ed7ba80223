"""Officers with mandates."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from django.contrib.auth.hashers import make_password

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import Grant, User
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


def make_officers(places: Sequence[tuple[Role, Organisation]]) -> list[User]:
    """Return one person for each mandate, in the same order, with few statements."""
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            username=(name := f"{role}-{next(_numbers)}"),
            name=name.title(),
            password=password,
            organisation=organisation,
            is_demo=True,
        )
        for role, organisation in places
    )
    Grant.objects.bulk_create(
        Grant(
            user=user,
            role=role,
            organisation=organisation,
            valid_from=LONG_AGO.date(),
            legal_basis="SK uji",
            given_by="system",
        )
        for user, (role, organisation) in zip(users, places, strict=True)
    )
    return users
