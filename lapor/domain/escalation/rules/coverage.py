"""Who is responsible for a report, and when nobody where he should be. Pure.

Posts are asked from near to far: the liaison officer of the unit, then of the units
above it, the admins of the agency, the overseers of the agency, the national admin.
The first post with somebody who can be reached and may read the report answers.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from lapor.domain.accounts.rules import Role
from lapor.kernel.enums import Labelled, noop

T = TypeVar("T")


class Level(Labelled):
    """How far up the responsible person was found."""

    UNIT = "unit", noop("unit kerja")
    AGENCY = "agency", noop("admin instansi")
    MESO = "meso", noop("tingkat koordinasi")
    NATIONAL = "national", noop("admin nasional")


class AlarmKind(Labelled):
    """Why a post is not covered, or soon will not be."""

    NO_LIAISON = "no_liaison", noop("Tidak ada pejabat penghubung yang bertugas")
    NO_ADMIN = "no_admin", noop("Tidak ada admin yang bertugas")
    NO_HANDLER = "no_handler", noop("Tidak ada yang boleh membaca laporan terbatas")
    MAILBOX = "mailbox", noop("Pesan kepada petugas ditolak")
    ENDING = "ending", noop("Mandat segera berakhir tanpa pengganti")
    HANDING = "handing", noop("Serah terima belum dikonfirmasi")


class Post(NamedTuple):
    """A role at an organisation, by its key."""

    role: Role
    organisation: int


class Place(NamedTuple):
    """Where a report stands. ``units``: its unit, then those above it in the agency."""

    units: tuple[int, ...]
    agency: int
    overseers: tuple[int, ...]
    nation: int


class Covered(NamedTuple):
    """Who answers for a report and how far up that is."""

    level: Level
    is_reachable: bool


def chain(place: Place) -> Iterator[tuple[Level, Post]]:
    """Yield the posts that answer for a report, the nearest first."""
    for unit in place.units:
        yield Level.UNIT, Post(Role.LIAISON_OFFICER, unit)
    for role in (Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN):
        yield Level.AGENCY, Post(role, place.agency)
    for role in (Role.COORDINATOR, Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN):
        for overseer in place.overseers:
            yield Level.MESO, Post(role, overseer)
    yield Level.NATIONAL, Post(Role.NATIONAL_ADMIN, place.nation)


def answering(
    place: Place,
    *,
    on_duty: Callable[[Post], Iterable[T]],
    holders: Callable[[Post], Iterable[T]],
    may_read: Callable[[T], bool],
) -> tuple[Covered, list[T]]:
    """Return who answers for a report: the first post with anybody reachable.

    If there is none up to the nation, whoever holds the national post answers, away or
    with a bouncing mailbox: the program never lets the last of them go.
    """
    for level, post in chain(place):
        found = [person for person in on_duty(post) if may_read(person)]
        if found:
            return Covered(level, True), found
    last = Post(Role.NATIONAL_ADMIN, place.nation)
    held = [person for person in holders(last) if may_read(person)]
    return Covered(Level.NATIONAL, False), held
