"""Accounts and mandates as tables, each as far as its manager reaches."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.actions import mandates, people
from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.policies import may_appoint, may_manage
from lapor.domain.accounts.queries import accounts_under
from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.actions.editing import organisation_named
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.errors import Invalid
from lapor.kernel.lists import Column, ListSpec, Values


def accounts_list(manager: User | None = None, *, on: date | None = None) -> ListSpec:
    """Return the list of accounts a manager reaches; of all for the machine (None).

    New rows open accounts without password: each gets one afterwards, by hand.
    """

    def current() -> Iterator[Values]:
        found = _reached(manager, on).values_list(
            "username", "name", "email", "organisation__code", "is_active"
        )
        for cells in found:
            yield dict(zip([c.name for c in ACCOUNT_COLUMNS], cells, strict=True))

    def write(values: Values, by: Actor, at: datetime) -> None:
        _write_account(values, manager, by, at)

    return ListSpec(
        "accounts",
        noop("Akun petugas"),
        ACCOUNT_COLUMNS,
        ("username",),
        current,
        write,
    )


def grants_list(manager: User | None = None, *, on: date | None = None) -> ListSpec:
    """Return the list of mandates not revoked of the accounts a manager reaches."""

    def current() -> Iterator[Values]:
        found = (
            Grant.objects.filter(user__in=_reached(manager, on), revoked_at=None)
            .order_by("user__username", "role", "organisation__code", "valid_from")
            .values_list(
                "user__username",
                "role",
                "organisation__code",
                "valid_from",
                "valid_until",
                "legal_basis",
                "handles_harm",
            )
        )
        for cells in found:
            yield dict(zip([c.name for c in GRANT_COLUMNS], cells, strict=True))

    def write(values: Values, by: Actor, at: datetime) -> None:
        _write_grant(values, manager, by, at)

    return ListSpec(
        "grants",
        noop("Mandat petugas"),
        GRANT_COLUMNS,
        ("username", "role", "organisation", "valid_from"),
        current,
        write,
    )


@transaction.atomic
def note_export(name: str, *, by: Actor, at: datetime) -> None:
    """Record that somebody took a list out; lists hold names and addresses."""
    record("list.exported", subject=f"list:{name}", actor=by, at=at)


def register() -> None:
    """Make the lists known to the machine's commands; twice is once."""
    for spec in (accounts_list(), grants_list()):
        lists.REGISTRY.setdefault(spec.name, spec)


ACCOUNT_COLUMNS = (
    Column("username", required=True, note=noop("Huruf kecil, angka, titik, hubung")),
    Column("name", required=True),
    Column("email"),
    Column("organisation", required=True, note=noop("Kode instansi atau unit")),
    lists.flag("is_active"),
)


def _as_role(value: tables.Cell) -> str:
    plain = tables.text(value)
    for role in Role:
        if plain.casefold() in {role.value, role.label.casefold()}:
            return role.value
    raise ValueError(
        _("Peran tidak dikenal. Yang ada: %(all)s.") % {"all": ", ".join(Role)}
    )


GRANT_COLUMNS = (
    Column("username", required=True),
    Column("role", read=_as_role, required=True, note=noop("liaison_officer, ...")),
    Column("organisation", required=True, note=noop("Kode instansi atau unit")),
    lists.VALID_FROM,
    lists.VALID_UNTIL,
    Column("legal_basis", required=True, note=noop("Nomor SK")),
    lists.flag("handles_harm", noop("Boleh membaca laporan terbatas: ya atau tidak")),
)


def _reached(manager: User | None, on: date | None) -> QuerySet[User]:
    if manager is None or on is None:
        return User.objects.order_by("username")
    return accounts_under(manager, on=on).order_by("username")


def _write_account(
    values: Values, manager: User | None, by: Actor, at: datetime
) -> None:
    organisation = organisation_named("organisation", values["organisation"])
    if manager:
        may_manage(manager, organisation, on=at.date())
    user = User.objects.filter(username=values["username"]).first()
    name, email = values["name"], values.get("email", "")
    if user is None:
        people.open_for(
            username=values["username"],
            name=name,
            email=email,
            organisation=organisation,
            password="",
            actor=by,
            at=at,
        )
        return
    if manager is None:
        raise Invalid(_("Akun ini sudah ada; ubah di halaman Kelola."))
    people.change_account(
        user, name=name, email=email, organisation=organisation, by=manager, at=at
    )
    if "is_active" in values and values["is_active"] != user.is_active:
        people.switch_account(user, active=values["is_active"], by=manager, at=at)


def _write_grant(values: Values, manager: User | None, by: Actor, at: datetime) -> None:
    user = User.objects.filter(username=values["username"]).first()
    if user is None:
        sentence = _("Tidak ada akun dengan nama ini.")
        raise Invalid(sentence, fields={"username": sentence})
    organisation = organisation_named("organisation", values["organisation"])
    key = {
        "role": values["role"],
        "organisation": organisation,
        "valid_from": values["valid_from"],
    }
    if Grant.objects.filter(user=user, revoked_at=None, **key).exists():
        raise Invalid(_("Mandat ini sudah ada; cabut dahulu untuk mengubahnya."))
    if manager:
        may_appoint(manager, user, Role(values["role"]), organisation, on=at.date())
    mandates.enter(
        user,
        role=Role(values["role"]),
        organisation=organisation,
        valid_from=values["valid_from"],
        valid_until=values.get("valid_until"),
        legal_basis=values.get("legal_basis", ""),
        handles_harm=values.get("handles_harm", False),
        actor=by,
        at=at,
    )
