"""The officers of the made-up country: leads to log in as, and two for each agency."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction

from lapor.domain.accounts.actions import MadeUp, open_made_up
from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.actions import copy_entries
from lapor.domain.organisations.actions import add_appointments
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import (
    agencies,
    inspectorate_of,
    organisation_by_code,
    units_of,
)
from lapor.kernel.actor import SYSTEM
from lapor.ops.demo.country import HOME, HOME_DUTIES, PROVINCE
from lapor.ops.demo.topics import FIRST_NAMES, LAST_NAMES

PASSWORD: Final = "lapor-demo"  # noqa: S105 - told to everybody, demonstrations only
SK: Final = "SK contoh nomor 060/{number}/{year} tentang pengelola pengaduan"
LED: Final = (HOME, PROVINCE, "panrb")  # whose admins have names of their own
CONNECTED: Final = 0.9  # share of agencies that have an admin and a decree
ACTIVE: Final = 0.85  # share of months in which an admin logs in

#: User name, role, and where: a code, or what kind of unit of the home agency.
LEADS: Final = (
    ("admin-nasional", Role.NATIONAL_ADMIN, "panrb"),
    ("admin-instansi", Role.AGENCY_ADMIN, HOME),
    ("wakil-admin", Role.DEPUTY_ADMIN, HOME),
    ("pejabat-penghubung", Role.LIAISON_OFFICER, HOME_DUTIES),
    ("pimpinan", Role.LEADER, HOME),
    ("auditor", Role.AUDITOR, "inspektorat"),
    ("petugas-loket", Role.CLERK, HOME),
    ("auditor-kedua", Role.AUDITOR, "inspektorat"),
    ("pengawas-binaan", Role.COORDINATOR, "kemenko-pmk"),
    ("penilai-binaan", Role.COORDINATOR, "kemenko-pmk"),
    ("pengawas-daerah", Role.COORDINATOR, "kemendagri"),
    ("admin-provinsi", Role.AGENCY_ADMIN, PROVINCE),
    ("pengawas-program", Role.PROGRAMME_OVERSEER, "ksp"),
    ("ombudsman", Role.OMBUDSMAN, "ombudsman"),
    ("pengembang", Role.DEVELOPER, HOME),
    ("pengelola-sistem", Role.SYSTEM_ADMIN, "panrb"),
)
OPTIONAL: Final = ("kemendagri", PROVINCE)  # a small country has none


def invite(seed: int, *, since: date, at: datetime) -> dict[str, User]:
    """Open all accounts; returns users by the code of where they act.

    The deputy stands under "CODE deputy", the clerk under "CODE clerk".
    """
    luck = Random(f"people {seed}")  # noqa: S311 - a story, no secret
    home = organisation_by_code(HOME)
    leads = [
        MadeUp(name, _name(luck), role, _place(home, where), PASSWORD)
        for name, role, where in LEADS
        if where not in OPTIONAL or agencies().filter(code=where).exists()
    ]
    others = [
        MadeUp(f"admin-{agency.code}", _name(luck), Role.AGENCY_ADMIN, agency)
        for agency in agencies().exclude(code__in=LED).order_by("code")
        if luck.random() < CONNECTED
    ]
    leaders = [
        MadeUp(
            f"pimpinan-{one.organisation.code}",
            _name(luck),
            Role.LEADER,
            one.organisation,
        )
        for one in others
    ]
    basis = SK.format(number=luck.randrange(100, 999), year=since.year)
    users = open_made_up(
        [*leads, *others, *leaders], since=since, legal_basis=basis, at=at
    )
    found = {account.organisation.code: users[account.username] for account in others}
    for account in leads:
        found.setdefault(account.organisation.code, users[account.username])
    found[f"{HOME} deputy"] = users["wakil-admin"]
    found[f"{HOME} clerk"] = users["petugas-loket"]
    return found


def appoint(seed: int, *, since: date, at: datetime) -> int:
    """Give most agencies a decree (SK); returns how many are new."""
    luck = Random(f"decrees {seed}")  # noqa: S311 - a story, no secret
    rows = [
        (agency, f"060/{luck.randrange(100, 999)}/{since.year}", since, "Kepala")
        for agency in agencies().order_by("code")
        if agency.code in (HOME, "panrb") or luck.random() < CONNECTED
    ]
    return add_appointments(rows, by=SYSTEM, at=at)


def log_ins(
    seed: int, users: Iterable[User], *, since: date, until: datetime
) -> Iterator[tuple[Any, ...]]:
    """Yield the log-ins of officers, some months without, as rows of the ledger."""
    luck = Random(f"log-ins {seed}")  # noqa: S311 - a story, no secret
    for user in sorted(users, key=lambda user: user.username):
        diligence = min(1.0, ACTIVE + luck.uniform(-0.35, 0.2))
        month = since.replace(day=1)
        while month <= until.date():
            moment = datetime.combine(
                month + timedelta(days=luck.randrange(28)),
                time(luck.randrange(1, 9), luck.randrange(60)),
                UTC,
            )
            if luck.random() < diligence and moment <= until:
                ref = user.actor.ref
                yield moment, "account.logged_in", ref, ref, {}
            month = (month + timedelta(days=32)).replace(day=1)


@transaction.atomic
def keep_log_ins(rows: Iterable[tuple[Any, ...]]) -> int:
    """Write log-ins to the ledger, oldest first; returns how many."""
    in_order = sorted(rows, key=lambda row: row[0])
    return copy_entries(in_order)


def _place(home: Organisation, where: str) -> Organisation:
    if where == "inspektorat":
        return inspectorate_of(home) or home
    if where == HOME_DUTIES:
        return units_of(home).filter(duties=where).order_by("code").first() or home
    return organisation_by_code(where)


def _name(luck: Random) -> str:
    return f"{luck.choice(FIRST_NAMES)} {luck.choice(LAST_NAMES)}"
