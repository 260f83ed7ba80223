"""Ministries and other central bodies with their units, as rows."""

from collections.abc import Iterator
from typing import Any, Final

from lapor.domain.organisations.loading import files
from lapor.domain.organisations.loading.rows import OrganisationRow, make_row
from lapor.domain.organisations.rules import OrganisationKind, Zone, zone_of

CENTRAL_FILES: Final = (
    "agencies.csv",
    "central_units.csv",
    "ministries_2024.json",
    "ombudsman_offices.csv",
)
OMBUDSMAN: Final = "ombudsman"
_UMUM: Final = {"flag": "umum", "source": "susunan lazim sekretariat dan pengawasan"}


def central_rows() -> Iterator[OrganisationRow]:
    """Yield central agencies, each followed by its units."""
    evidence = ministry_evidence()
    units = list(files.table("central_units.csv"))
    for line in files.table("agencies.csv"):
        agency = make_row(
            code=line["code"],
            name=line["name"],
            kind=OrganisationKind(line["kind"]),
            zone=Zone.WIB,
            words=line["short"],
            evidence=evidence.get(line["name"])
            or {"flag": line["flag"], "source": line["source"]},
        )
        yield agency
        for unit in units:
            if unit["owner"] in {agency.code, f"style:{line['style']}"}:
                yield make_row(
                    code=f"{agency.code}-{unit['code']}",
                    name=_unit_name(unit["name"], agency.name),
                    kind=OrganisationKind.UNIT,
                    zone=Zone.WIB,
                    parent=agency,
                    duties=unit["duties"],
                    words=line["short"],
                    evidence=_UMUM,
                )
        if agency.code == OMBUDSMAN:
            yield from _ombudsman_offices(agency)


def ministry_evidence() -> dict[str, dict[str, str]]:
    """Return flag and source of each body named in ``ministries_2024.json``."""
    known: dict[str, dict[str, str]] = {}
    for group in coordination_groups():
        about = {"flag": group["evidence"], "source": group["source"]}
        for name in [group["kemenko"], *group["coordinates"]]:
            known[name] = about
    direct = files.document("ministries_2024.json")["directly_under_president"]
    for name in direct["ministries"]:
        known[name] = {
            "flag": "verified" if name.endswith("Keuangan") else "inferred",
            "source": direct["evidence"],
        }
    return known


def coordination_groups() -> list[dict[str, Any]]:
    """Return who coordinates whom since 21 October 2024 (Perpres 139/2024)."""
    groups: list[dict[str, Any]] = files.document("ministries_2024.json")[
        "coordination"
    ]
    return groups


def central_codes() -> dict[str, str]:
    """Return the code of each central agency by its name."""
    return {line["name"]: line["code"] for line in files.table("agencies.csv")}


def ombudsman_offices_of() -> dict[str, str]:
    """Return, of provinces without an office, the province whose office serves them."""
    return {
        served: line["region"]
        for line in files.table("ombudsman_offices.csv")
        for served in line["also"].split()
    }


def _ombudsman_offices(centre: OrganisationRow) -> Iterator[OrganisationRow]:
    for line in files.table("ombudsman_offices.csv"):
        yield make_row(
            code=f"{centre.code}-{line['region']}",
            name=line["name"],
            kind=OrganisationKind.UNIT,
            zone=zone_of(line["region"]),
            parent=centre,
            region=line["region"],
            duties="perwakilan",
            words="ORI",
            evidence={
                "flag": "umum",
                "source": "satu perwakilan per provinsi, keadaan 34 provinsi",
            },
        )


def _unit_name(name: str, agency: str) -> str:
    """Add the agency where the name alone would not say whose it is."""
    generic = ("Sekretariat", "Inspektorat", "Biro")
    if not name.startswith(generic) or agency.split(maxsplit=1)[0] in name:
        return name
    return name if name.endswith(("TNI", "Polri", "Presiden")) else f"{name} {agency}"
