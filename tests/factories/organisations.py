"""Small organisations and regions for tests; each call makes a new one."""

from datetime import date
from itertools import count

from lapor.domain.organisations.models import Organisation, Oversight, Region
from lapor.domain.organisations.rules import (
    OrganisationKind,
    OversightKind,
    level_of,
    normalise,
    parent_of,
    slugify,
    zone_of,
)

_numbers = count(1)


def region(code: str = "32.04", name: str = "Kabupaten Bandung") -> Region:
    """Make a region, and bare ancestors where they are missing."""
    parent = parent_of(code)
    above = None
    if parent:
        above = Region.objects.filter(pk=parent).first() or region(
            parent, f"Wilayah {parent}"
        )
    key = f" {normalise(name)}"
    search = key + (above.search if above else "")
    made, _ = Region.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "level": level_of(code),
            "parent": above,
            "key": key,
            "search": search,
        },
    )
    return made


def agency(
    code: str = "",
    name: str = "",
    kind: OrganisationKind = OrganisationKind.REGENCY,
    **fields: object,
) -> Organisation:
    """Make an agency (instansi); ``fields`` go to the model as they are."""
    number = next(_numbers)
    code = code or f"instansi-{number}"
    name = name or f"Pemerintah Kabupaten Contoh {number}"
    fields.setdefault("slug", f"{slugify(name)}-{number}")
    place = fields.get("region")
    if isinstance(place, Region):
        fields.setdefault("zone", zone_of(place.code))
    made = Organisation.objects.create(
        code=code, name=name, kind=kind, search=f" {normalise(name)}", **fields
    )
    made.agency = made
    made.save(update_fields=["agency"])
    return made


def unit(
    parent: Organisation | None = None,
    code: str = "",
    name: str = "",
    **fields: object,
) -> Organisation:
    """Make a unit (unit kerja) below ``parent``, or below a new agency."""
    parent = parent or agency()
    number = next(_numbers)
    name = name or f"Dinas Contoh {number}"
    fields.setdefault("slug", f"{slugify(name)}-{number}")
    fields.setdefault("zone", parent.zone)
    return Organisation.objects.create(
        code=code or f"{parent.code}-unit-{number}",
        name=name,
        kind=OrganisationKind.UNIT,
        parent=parent,
        agency=parent.agency,
        search=f" {normalise(name)} {normalise(parent.name)}",
        **fields,
    )


def oversight(
    overseer: Organisation,
    subject: Organisation,
    kind: OversightKind = OversightKind.COORDINATION,
    valid_from: date = date(2024, 10, 21),
    valid_until: date | None = None,
) -> Oversight:
    """Make a dated oversight edge."""
    return Oversight.objects.create(
        overseer=overseer,
        subject=subject,
        kind=kind,
        valid_from=valid_from,
        valid_until=valid_until,
        legal_basis="Perpres 139/2024",
    )
