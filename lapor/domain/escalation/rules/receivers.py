"""From audiences to offices: who is told of a step, worked out from dated rows. Pure.

The tiers are rows of oversight and not code: a ministry climbs to the one that
coordinates it, a regency to its province, a province to Home Affairs (domain §3.2).
Where a tier has no office, the next above stands in: nobody late is heard by nobody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.accounts.rules import Role
from lapor.domain.organisations.rules import (
    LOCAL_KINDS,
    OrganisationKind,
    OversightKind,
)

from .words import MOST_RECEIVERS, Audience, Receiver

#: What the reporter is called among roles; he has no organisation.
REPORTER: Final = "reporter"


class Edge(NamedTuple):
    """One organisation above another: its code and kind, and why it is above."""

    overseer: str
    overseer_kind: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What is known of a case's offices on a day, all by codes.

    ``unit`` is empty before somebody has it. ``accused`` is whom the case is about: it
    is told of nothing. ``has_liaison`` and ``has_head``: somebody holds a valid mandate
    there. ``programme_overseers`` is empty unless the case carries a programme.
    """

    agency: str
    agency_kind: str
    unit: str = ""
    accused: str = ""
    has_liaison: bool = False
    has_head: bool = False
    edges: Sequence[Edge] = ()
    programme_overseers: Sequence[str] = ()
    national: str = "panrb"
    ombudsman: str = "ombudsman"


def receivers(
    audiences: Iterable[Audience], around: Surroundings
) -> tuple[Receiver, ...]:
    """Return the offices that are told, nearest first, each once.

    >>> around = Surroundings(agency="kemenkes", agency_kind="ministry")
    >>> [one.ref for one in receivers([Audience.LEADER, Audience.MESO], around)]
    ['leader@kemenkes', 'national_admin@panrb']
    """
    found: dict[Receiver, None] = {}
    for audience in audiences:
        found.update(dict.fromkeys(_TOLD[Audience(audience)](around)))
    if around.accused:
        found = dict.fromkeys(_without_accused(list(found), around))
    return tuple(found)[:MOST_RECEIVERS]


def _without_accused(
    found: Sequence[Receiver], around: Surroundings
) -> Sequence[Receiver]:
    """Leave the accused out; where nobody is left, the next above is told."""
    kept = [one for one in found if one.organisation != around.accused]
    if kept or not found:
        return kept
    return meso(around) if around.accused == around.agency else _admin(around)


def meso(around: Surroundings) -> list[Receiver]:
    """Return the tier between the agency and the nation; the nation when there is none.

    A regency or city climbs to the admin of its province, a province to Home Affairs,
    everybody else to the coordinating ministry.
    """
    guidance = [
        edge for edge in around.edges if edge.kind == OversightKind.TERRITORIAL_GUIDANCE
    ]
    provinces = [
        Receiver(Role.AGENCY_ADMIN, edge.overseer)
        for edge in guidance
        if edge.overseer_kind == OrganisationKind.PROVINCE
    ]
    ministries = [
        Receiver(Role.COORDINATOR, edge.overseer)
        for edge in guidance
        if edge.overseer_kind != OrganisationKind.PROVINCE
    ]
    coordinators = [
        Receiver(Role.COORDINATOR, edge.overseer)
        for edge in around.edges
        if edge.kind == OversightKind.COORDINATION
    ]
    is_local = around.agency_kind in LOCAL_KINDS
    ways = (provinces, ministries, coordinators) if is_local else (coordinators,)
    return next(filter(None, ways), _national(around))


def _liaison(around: Surroundings) -> list[Receiver]:
    if around.unit and around.has_liaison:
        return [Receiver(Role.LIAISON_OFFICER, around.unit)]
    return _admin(around)


def _admin(around: Surroundings) -> list[Receiver]:
    return [Receiver(Role.AGENCY_ADMIN, around.agency)]


def _head(around: Surroundings) -> list[Receiver]:
    has_head = around.unit and around.has_head
    return [Receiver(Role.LEADER, around.unit if has_head else around.agency)]


def _leader(around: Surroundings) -> list[Receiver]:
    return [Receiver(Role.LEADER, around.agency)]


def _auditor(around: Surroundings) -> list[Receiver]:
    return [Receiver(Role.AUDITOR, around.agency)]


def _programme(around: Surroundings) -> list[Receiver]:
    return [
        Receiver(Role.PROGRAMME_OVERSEER, code) for code in around.programme_overseers
    ]


def _national(around: Surroundings) -> list[Receiver]:
    return [Receiver(Role.NATIONAL_ADMIN, around.national)]


def _reporter(around: Surroundings) -> list[Receiver]:
    return [Receiver(REPORTER, "")]


def _ombudsman(around: Surroundings) -> list[Receiver]:
    return [Receiver(Role.OMBUDSMAN, around.ombudsman)]


_TOLD: Final[Mapping[Audience, Callable[[Surroundings], list[Receiver]]]] = (
    MappingProxyType(
        {
            Audience.LIAISON: _liaison,
            Audience.AGENCY_ADMIN: _admin,
            Audience.UNIT_HEAD: _head,
            Audience.AUDITOR: _auditor,
            Audience.LEADER: _leader,
            Audience.MESO: meso,
            Audience.PROGRAMME_OVERSEER: _programme,
            Audience.NATIONAL: _national,
            Audience.REPORTER: _reporter,
            Audience.OMBUDSMAN: _ombudsman,
        }
    )
)
