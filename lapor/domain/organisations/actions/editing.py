"""Adding and changing one row: organisations, regions, oversight, decrees.

Callers ask ``accounts`` first whether the person may.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from lapor.domain.ledger.actions import record
from lapor.domain.organisations.actions.checking import (
    check_fields,
    checking,
    refuse,
    unknown_organisation,
)
from lapor.domain.organisations.loading.rows import search_text
from lapor.domain.organisations.models import (
    Appointment,
    Organisation,
    Oversight,
    Region,
)
from lapor.domain.organisations.rules import (
    OrganisationKind,
    OversightKind,
    level_of,
    normalise,
    parent_of,
    slugify,
    zone_of,
)
from lapor.kernel.actor import Actor
from lapor.kernel.errors import NotFound

_PLAIN: Final = (
    "name",
    "kind",
    "zone",
    "calendar_code",
    "duties",
    "external_id",
    "aliases",
    "is_active",
    "connected_on",
    "contact_name",
    "contact_phone",
    "contact_email",
    "contact_address",
)


@checking()
def save_organisation(
    values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Organisation:
    """Add the organisation with this ``code``, or change the given fields of it.

    ``parent`` and ``region`` are codes. The ledger gets the names of the changed
    fields, not the contact data in them. Raises Invalid with fields.
    """
    code = str(values.get("code", ""))
    row = Organisation.objects.select_for_update(of=("self",)).filter(code=code).first()
    before = _fields(row) if row else None
    row = row or Organisation(code=code, kind=OrganisationKind.UNIT)
    for name in _PLAIN:
        if name in values:
            setattr(row, name, values[name])
    _place(row, values)
    row.slug = row.slug or _free_slug(row.name, code)
    row.search = search_text(
        row.name,
        *_words(code),
        *row.aliases,
        row.parent.name if row.parent else "",
    )
    changed = [name for name, value in _fields(row).items() if before != value]
    if before is not None:
        changed = [
            name for name, value in _fields(row).items() if before[name] != value
        ]
        if not changed:
            return row
    check_fields(row)
    row.edited_at = at
    row.save()
    if row.is_agency and row.agency_id != row.pk:
        row.agency = row
        row.save(update_fields=["agency"])
    if before is not None and {"name", "parent_id", "kind"} & set(changed):
        _carry_down(row)
    record(
        "organisation.added" if before is None else "organisation.changed",
        subject=row.ref,
        actor=by,
        at=at,
        fields=[] if before is None else sorted(changed),
    )
    return row


@checking()
def save_region(values: Mapping[str, Any], *, by: Actor, at: datetime) -> Region:
    """Add the region with this ``code`` or rename it; raises Invalid with fields.

    A new region's parent, named by the code, must exist.
    """
    code, name = str(values.get("code", "")), str(values.get("name", ""))
    row = Region.objects.select_for_update(of=("self",)).filter(pk=code).first()
    is_new = row is None
    if row is None:
        above = parent_of(code)
        parent = Region.objects.filter(pk=above).first() if above else None
        if above and parent is None:
            sentence = gettext("Wilayah atasnya, %(code)s, belum ada.")
            raise refuse("code", sentence % {"code": above})
        row = Region(code=code, level=level_of(code), parent=parent)
    elif row.name == name:
        return row
    row.name = name
    row.key = f" {normalise(name)}"
    row.search = row.key + (row.parent.search if row.parent else "")
    row.edited_at = at
    check_fields(row)
    row.save(force_insert=is_new)
    if not is_new:
        _rename_below(row)
    record(
        "region.added" if is_new else "region.changed",
        subject=f"region:{code}",
        actor=by,
        at=at,
        name=name,
    )
    return row


@checking()
def add_oversight(
    *,
    overseer: Organisation,
    kind: OversightKind | str,
    subject: Organisation,
    valid_from: date,
    legal_basis: str,
    valid_until: date | None = None,
    evidence: str = "",
    by: Actor,
    at: datetime,
) -> Oversight:
    """Let one organisation watch another from a day on; raises Invalid.

    The same edge may not be valid twice on one day.
    """
    edge = Oversight(
        overseer=overseer,
        kind=kind,
        subject=subject,
        valid_from=valid_from,
        valid_until=valid_until,
        legal_basis=legal_basis,
        evidence=evidence,
    )
    check_fields(edge)
    edge.save()
    _record_edge("oversight.added", edge, by=by, at=at)
    return edge


@checking()
def change_oversight(
    edge: Oversight, *, by: Actor, at: datetime, **fields: Any
) -> Oversight:
    """Change last day, legal basis or evidence of an edge; raises Invalid."""
    edge = Oversight.objects.select_for_update(of=("self",)).get(pk=edge.pk)
    for name, value in fields.items():
        setattr(edge, name, value)
    check_fields(edge)
    edge.save()
    _record_edge("oversight.changed", edge, by=by, at=at)
    return edge


@checking()
def end_oversight(edge: Oversight, *, on: date, by: Actor, at: datetime) -> Oversight:
    """End an edge; ``on`` is its last day of validity. Raises Invalid."""
    edge = Oversight.objects.select_for_update(of=("self",)).get(pk=edge.pk)
    if edge.valid_until and edge.valid_until < on:
        raise refuse("on", gettext("Hubungan ini sudah berakhir sebelum tanggal itu."))
    edge.valid_until = on
    check_fields(edge)
    edge.save(update_fields=["valid_until"])
    _record_edge("oversight.ended", edge, by=by, at=at)
    return edge


@checking()
def save_appointment(
    *,
    organisation: Organisation,
    number: str,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Appointment:
    """Add a decree (SK) of an organisation, or change it; raises Invalid.

    Fields: ``signed_on``, ``signed_by``, ``valid_from``, ``valid_until``,
    ``document`` (key of the stored file).
    """
    row = Appointment.objects.filter(organisation=organisation, number=number).first()
    is_new = row is None
    row = row or Appointment(organisation=organisation, number=number)
    for name, value in fields.items():
        setattr(row, name, value)
    check_fields(row)
    row.save()
    record(
        "appointment.added" if is_new else "appointment.changed",
        subject=organisation.ref,
        actor=by,
        at=at,
        number=number,
        valid_from=row.valid_from.isoformat(),
        valid_until=row.valid_until.isoformat() if row.valid_until else None,
    )
    return row


def add_appointment(
    *,
    organisation: Organisation,
    number: str,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Appointment:
    """Add a decree (SK); raises Invalid when the number is already there."""
    if Appointment.objects.filter(organisation=organisation, number=number).exists():
        raise refuse("number", gettext("Nomor SK ini sudah dicatat."))
    return save_appointment(
        organisation=organisation, number=number, by=by, at=at, **fields
    )


@transaction.atomic
def add_appointments(
    rows: Iterable[tuple[Organisation, str, date, str]], *, by: Actor, at: datetime
) -> int:
    """Add many decrees (SK): organisation, number, first day, who signed.

    One that is there already stays; returns how many are new.
    """
    made = [
        Appointment(
            organisation=organisation,
            number=number,
            signed_on=since,
            signed_by=signed_by,
            valid_from=since,
        )
        for organisation, number, since, signed_by in rows
    ]
    there = Appointment.objects.count()
    Appointment.objects.bulk_create(made, ignore_conflicts=True)
    created = Appointment.objects.count() - there
    if created:
        record(
            "appointment.loaded",
            subject="appointments",
            actor=by,
            at=at,
            created=created,
        )
    return created


def organisation_named(field: str, code: object) -> Organisation:
    """Return the organisation with this code; raises Invalid for the field."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise unknown_organisation(field, str(code))
    return found


def oversight_numbered(key: int) -> Oversight:
    """Return one edge with both its ends; raises NotFound."""
    found = Oversight.objects.select_related("overseer", "subject").filter(pk=key)
    edge = found.first()
    if edge is None:
        raise NotFound(gettext("Hubungan pengawasan itu tidak ada."))
    return edge


def _fields(row: Organisation) -> dict[str, Any]:
    return {
        name: getattr(row, name)
        for name in ("code", *_PLAIN, "parent_id", "region_id", "agency_id")
    }


def _place(row: Organisation, values: Mapping[str, Any]) -> None:
    """Set parent, agency, region and, for a new row, the zone that follows."""
    if "parent" in values:
        code = values["parent"]
        row.parent = organisation_named("parent", code) if code else None
        if row.parent and row.pk and row.pk in _lineage(row.parent):
            raise refuse("parent", gettext("Unit kerja bukan induk bagi dirinya."))
    if row.parent:
        row.agency = row.parent.agency
    elif row.pk:
        row.agency = row
    if "region" in values:
        code = values["region"]
        if code and not Region.objects.filter(pk=code).exists():
            sentence = gettext("Tidak ada wilayah berkode “%(code)s”.")
            raise refuse("region", sentence % {"code": code})
        row.region_id = code or None
    if row.pk is None and not values.get("zone"):
        row.zone = row.parent.zone if row.parent else zone_of(row.region_id or "")


def _lineage(row: Organisation) -> set[int]:
    keys: set[int] = set()
    above: Organisation | None = row
    while above and above.pk not in keys:
        keys.add(above.pk)
        above = above.parent
    return keys


def _words(code: str) -> list[str]:
    tail = code.rpartition("-")[2]
    return [tail] if tail.isalpha() else []


def _free_slug(name: str, code: str) -> str:
    slug = slugify(name)[:120].strip("-") or slugify(code)
    if Organisation.objects.filter(slug=slug).exists():
        tail = slugify(code)
        slug = f"{slug[: 119 - len(tail)]}-{tail}"
    return slug


def _carry_down(row: Organisation) -> None:
    """Let the units below follow: their agency, and by which words they are found."""
    for unit in Organisation.objects.filter(parent=row):
        unit.parent = row
        unit.agency = row.agency
        unit.search = search_text(
            unit.name, *_words(unit.code), *unit.aliases, row.name
        )
        unit.save(update_fields=["agency", "search"])
        _carry_down(unit)


def _rename_below(row: Region) -> None:
    search = {row.code: row.search}
    below = list(
        Region.objects.filter(code__startswith=f"{row.code}.").order_by("level")
    )
    for region in below:
        region.search = region.key + search[parent_of(region.code)]
        search[region.code] = region.search
    Region.objects.bulk_update(below, ["search"], batch_size=2_000)


def _record_edge(fact: str, edge: Oversight, *, by: Actor, at: datetime) -> None:
    record(
        fact,
        subject=edge.subject.ref,
        actor=by,
        at=at,
        overseer=edge.overseer.code,
        kind=str(edge.kind),
        valid_from=edge.valid_from.isoformat(),
        valid_until=edge.valid_until.isoformat() if edge.valid_until else None,
        legal_basis=edge.legal_basis,
    )
