"""What makes a tier: the edge it is read from, the roles that act in it, its audience.

The rows say how an oversight row becomes a right to judge. Who oversees whom is data
(``organisations.Oversight``), and so is the tree of units.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.accounts.rules import Relation, Role
from lapor.domain.organisations.rules import OrganisationKind, OversightKind

from .words import Audience, Level, Tier

ANY_KIND: Final[frozenset[OrganisationKind]] = frozenset()


class TierRule(NamedTuple):
    """One tier.

    ``edge`` is the kind of oversight row that puts a subject under an assessor; None
    means the tree: an agency and its units. ``overseers`` narrows the kinds of
    organisation at the upper end (empty: any). ``with_units`` adds the units of the
    subject of the edge. ``roles`` are those that act for the assessor, ``relation``
    the row of the permission table that lets them.
    """

    tier: Tier
    level: Level
    edge: OversightKind | None
    overseers: frozenset[OrganisationKind]
    with_units: bool
    roles: frozenset[Role]
    relation: Relation
    audience: Audience
    short: str


_DESK: Final = frozenset({Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN})
_COORDINATORS: Final = frozenset({Role.COORDINATOR, Role.AGENCY_ADMIN})
_PROVINCE: Final = frozenset({OrganisationKind.PROVINCE})
_MINISTRY: Final = frozenset({OrganisationKind.MINISTRY})
_KEMENKO: Final = frozenset({OrganisationKind.COORDINATING_MINISTRY})
T, L, K = Tier, Level, OversightKind

_ROWS: Final = (
    TierRule(
        T.MICRO_AGENCY,
        L.MICRO,
        None,
        ANY_KIND,
        True,
        _DESK,
        Relation.AGENCY,
        Audience.INTERNAL,
        "mikro1",
    ),
    TierRule(
        T.MICRO_AUDITOR,
        L.MICRO,
        K.INTERNAL_AUDIT,
        ANY_KIND,
        True,
        frozenset({Role.AUDITOR}),
        Relation.AGENCY,
        Audience.INTERNAL,
        "mikro2",
    ),
    TierRule(
        T.MESO_COORDINATION,
        L.MESO,
        K.COORDINATION,
        _KEMENKO,
        False,
        _COORDINATORS,
        Relation.OVERSEEN,
        Audience.TIER,
        "koordinasi",
    ),
    TierRule(
        T.MESO_TERRITORY,
        L.MESO,
        K.TERRITORIAL_GUIDANCE,
        _PROVINCE,
        False,
        _COORDINATORS,
        Relation.OVERSEEN,
        Audience.TIER,
        "wilayah",
    ),
    TierRule(
        T.MESO_HOME_AFFAIRS,
        L.MESO,
        K.TERRITORIAL_GUIDANCE,
        _MINISTRY,
        False,
        _COORDINATORS,
        Relation.OVERSEEN,
        Audience.TIER,
        "pemda",
    ),
    TierRule(
        T.THEMATIC_PROGRAMME,
        L.THEMATIC,
        K.PRIORITY_PROGRAMME,
        ANY_KIND,
        False,
        frozenset({Role.PROGRAMME_OVERSEER}),
        Relation.OVERSEEN,
        Audience.TIER,
        "program",
    ),
    TierRule(
        T.THEMATIC_RESOLUTION,
        L.THEMATIC,
        K.RESOLUTION,
        ANY_KIND,
        False,
        frozenset({Role.OMBUDSMAN}),
        Relation.OVERSEEN,
        Audience.PUBLIC,
        "penyelesaian",
    ),
    TierRule(
        T.MACRO,
        L.MACRO,
        K.NATIONAL,
        ANY_KIND,
        False,
        frozenset({Role.NATIONAL_ADMIN}),
        Relation.ANY,
        Audience.PUBLIC,
        "makro",
    ),
)
TIERS: Final[Mapping[Tier, TierRule]] = MappingProxyType(
    {row.tier: row for row in _ROWS}
)
MICRO: Final = frozenset(row.tier for row in _ROWS if row.level == Level.MICRO)
#: Whose settled results a level takes as input and re-scores in part (domain §12.1).
INPUT_OF: Final[Mapping[Level, frozenset[Tier]]] = MappingProxyType(
    {
        Level.MICRO: frozenset(),
        Level.MESO: frozenset({T.MICRO_AGENCY, T.MICRO_AUDITOR}),
        Level.THEMATIC: frozenset({T.MICRO_AGENCY, T.MICRO_AUDITOR}),
        Level.MACRO: frozenset(
            {T.MESO_COORDINATION, T.MESO_TERRITORY, T.MESO_HOME_AFFAIRS}
        ),
    }
)


def tiers_of(kind: OversightKind, overseer: OrganisationKind) -> tuple[Tier, ...]:
    """Return the tiers an oversight row opens for an overseer of this kind.

    >>> tiers_of(OversightKind.TERRITORIAL_GUIDANCE, OrganisationKind.PROVINCE)
    (<Tier.MESO_TERRITORY: 'meso_territory'>,)
    """
    return tuple(
        row.tier
        for row in _ROWS
        if row.edge == kind and (not row.overseers or overseer in row.overseers)
    )
