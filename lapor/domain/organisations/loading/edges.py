"""Oversight edges as rows, each with its law.

Where the exact day of a rule of before 2020 is not known to us, the edge begins with
the year after it; ``data/README.md`` lists them.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lapor.domain.organisations.loading.central import (
    OMBUDSMAN,
    central_codes,
    coordination_groups,
    ombudsman_offices_of,
)
from lapor.domain.organisations.loading.rows import OrganisationRow
from lapor.domain.organisations.rules import (
    LOCAL_KINDS,
    OrganisationKind,
    OversightKind,
)

NATIONAL: Final = "panrb"
HOME_AFFAIRS: Final = "kemendagri"
PRESIDENTS_OFFICE: Final = "ksp"


class EdgeRow(NamedTuple):
    """One edge in the order of the staging table; days as ISO texts."""

    overseer: str
    kind: str
    subject: str
    valid_from: str
    legal_basis: str
    evidence: str


def edge_rows(organisations: Sequence[OrganisationRow]) -> Iterator[EdgeRow]:
    """Yield all edges among these organisations."""
    agencies = [row for row in organisations if row.parent is None]
    yield from _coordination()
    yield from _territorial(agencies)
    yield from _internal_audit(organisations)
    yield from _priority_programmes(agencies)
    yield from _resolution(organisations)
    for row in agencies:
        if row.code != NATIONAL:
            yield EdgeRow(
                NATIONAL,
                OversightKind.NATIONAL.value,
                row.code,
                "2014-01-01",
                "Perpres 76/2013 Pasal 18-19; PermenPANRB 5/2025",
                "umum",
            )


def _coordination() -> Iterator[EdgeRow]:
    codes = central_codes()
    for group in coordination_groups():
        for name in group["coordinates"]:
            yield EdgeRow(
                codes[group["kemenko"]],
                OversightKind.COORDINATION.value,
                codes[name],
                "2024-10-21",
                "Perpres 139/2024",
                f"{group['evidence']}: {group['source']}",
            )


def _territorial(agencies: Sequence[OrganisationRow]) -> Iterator[EdgeRow]:
    """The governor guides regencies and cities, the ministry all (UU 23/2014)."""
    guidance = OversightKind.TERRITORIAL_GUIDANCE.value
    for row in agencies:
        if row.kind not in LOCAL_KINDS:
            continue
        yield EdgeRow(
            HOME_AFFAIRS,
            guidance,
            row.code,
            "2014-10-02",
            "UU 23/2014 Pasal 373; Permendagri 8/2023",
            "umum",
        )
        if row.kind != OrganisationKind.PROVINCE:
            province = (row.region or "")[:2]
            yield EdgeRow(
                f"pemda-{province}",
                guidance,
                row.code,
                _PROVINCE_SINCE.get(province, "2014-10-02"),
                "UU 23/2014 Pasal 91; PP 12/2017",
                "umum",
            )


def _internal_audit(organisations: Sequence[OrganisationRow]) -> Iterator[EdgeRow]:
    """Each inspectorate audits the agency it belongs to (PP 60/2008 Pasal 49)."""
    for row in organisations:
        if row.duties == "inspektorat" and row.parent == row.agency:
            yield EdgeRow(
                row.code,
                OversightKind.INTERNAL_AUDIT.value,
                row.agency,
                _PROVINCE_SINCE.get((row.region or "")[:2], "2008-08-28"),
                "PP 60/2008 Pasal 49",
                "umum",
            )


def _priority_programmes(agencies: Sequence[OrganisationRow]) -> Iterator[EdgeRow]:
    for row in agencies:
        if row.kind in {
            OrganisationKind.MINISTRY,
            OrganisationKind.COORDINATING_MINISTRY,
        }:
            yield EdgeRow(
                PRESIDENTS_OFFICE,
                OversightKind.PRIORITY_PROGRAMME.value,
                row.code,
                "2020-01-01",
                "Perpres 83/2019",
                "unverified",
            )


def _resolution(organisations: Sequence[OrganisationRow]) -> Iterator[EdgeRow]:
    """The Ombudsman watches all agencies, its offices those of their provinces.

    Provinces founded since have no office of their own: the one they had goes on.
    """
    resolution = OversightKind.RESOLUTION.value
    offices = {
        (row.region or ""): row.code
        for row in organisations
        if row.agency == OMBUDSMAN and row.region
    }
    younger = {
        province: offices[home] for province, home in ombudsman_offices_of().items()
    }
    for row in organisations:
        if row.parent is not None or row.code == OMBUDSMAN:
            continue
        yield EdgeRow(
            OMBUDSMAN, resolution, row.code, "2008-10-07", "UU 37/2008", "umum"
        )
        province = (row.region or "")[:2]
        if office := offices.get(province) or younger.get(province):
            yield EdgeRow(
                office,
                resolution,
                row.code,
                _PROVINCE_SINCE.get(province, "2011-01-01"),
                "UU 37/2008 Pasal 43; PP 21/2011",
                "unverified" if province in younger else "umum",
            )


#: Provinces younger than the rules: UU 14, 15, 16/2022 and UU 29/2022.
_PROVINCE_SINCE: Final = {
    "93": "2022-07-25",
    "94": "2022-07-25",
    "95": "2022-07-25",
    "96": "2022-12-08",
}
