"""The lists of this room as tables: which columns, how a row is read and written."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from lapor.domain.organisations.actions import editing
from lapor.domain.organisations.models import (
    Appointment,
    Organisation,
    Oversight,
    Region,
)
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values


def _as_optional(value: tables.Cell) -> str | None:
    return tables.text(value) or None


def _as_zone(value: tables.Cell) -> str:
    return _ZONES.get(tables.text(value).upper(), tables.text(value))


_ZONES: Final = {
    "WIB": "Asia/Jakarta",
    "WITA": "Asia/Makassar",
    "WIT": "Asia/Jayapura",
}


def _regions() -> Iterator[Values]:
    return lists.standing(REGIONS, Region.objects.order_by("code"))


def _write_region(values: Values, by: Actor, at: datetime) -> None:
    editing.save_region(values, by=by, at=at)


def _organisations() -> Iterator[Values]:
    rows = Organisation.objects.order_by("agency__code", "kind", "code")
    paths = {"parent": "parent__code", "region": "region_id"}
    return lists.standing(ORGANISATIONS, rows, **paths)


def _write_organisation(values: Values, by: Actor, at: datetime) -> None:
    editing.save_organisation(values, by=by, at=at)


def _oversight() -> Iterator[Values]:
    rows = Oversight.objects.order_by("overseer__code", "kind", "subject__code")
    paths = {"overseer": "overseer__code", "subject": "subject__code"}
    return lists.standing(OVERSIGHT, rows, **paths)


def _write_oversight(values: Values, by: Actor, at: datetime) -> None:
    overseer = editing.organisation_named("overseer", values["overseer"])
    subject = editing.organisation_named("subject", values["subject"])
    key = {"kind": values["kind"], "valid_from": values["valid_from"]}
    edge = Oversight.objects.filter(overseer=overseer, subject=subject, **key).first()
    rest = {
        name: value
        for name, value in values.items()
        if name in {"valid_until", "legal_basis", "evidence"}
    }
    if edge:
        editing.change_oversight(edge, by=by, at=at, **rest)
    else:
        rest.setdefault("legal_basis", "")
        editing.add_oversight(
            overseer=overseer, subject=subject, by=by, at=at, **key, **rest
        )


def _appointments() -> Iterator[Values]:
    rows = Appointment.objects.order_by("organisation__code", "number")
    return lists.standing(APPOINTMENTS, rows, organisation="organisation__code")


def _write_appointment(values: Values, by: Actor, at: datetime) -> None:
    organisation = editing.organisation_named("organisation", values["organisation"])
    rest: dict[str, Any] = {**values, "organisation": organisation}
    editing.save_appointment(by=by, at=at, **rest)


REGIONS: Final = ListSpec(
    name="regions",
    title=noop("Wilayah"),
    columns=(
        Column("code", required=True, note=noop("Kode Kemendagri, seperti 32.04.05")),
        Column("name", required=True),
    ),
    key=("code",),
    current=_regions,
    write=_write_region,
)
ORGANISATIONS: Final = ListSpec(
    name="organisations",
    title=noop("Instansi dan unit kerja"),
    columns=(
        Column("code", required=True, note=noop("Huruf kecil, angka, titik, hubung")),
        Column("name", required=True),
        Column("kind", required=True, note=noop("ministry, province, unit, ...")),
        Column("parent", read=_as_optional, note=noop("Kode induk, untuk unit kerja")),
        Column("region", read=_as_optional, note=noop("Kode wilayah")),
        Column("zone", read=_as_zone, note=noop("WIB, WITA, atau WIT")),
        Column("calendar_code", note=noop("Kode kalender, biasanya nasional")),
        Column("duties", note=noop("Jenis tugas, seperti dinas-kesehatan")),
        Column("external_id", read=lists.as_number, note=noop("Nomor di LAPOR!")),
        lists.several("aliases", noop("Nama lain, dipisah titik koma")),
        lists.flag("is_active", noop("ya atau tidak")),
        Column("connected_on", read=lists.as_day),
        Column("contact_name"),
        Column("contact_phone"),
        Column("contact_email"),
        Column("contact_address"),
    ),
    key=("code",),
    current=_organisations,
    write=_write_organisation,
)
OVERSIGHT: Final = ListSpec(
    name="oversight",
    title=noop("Hubungan pengawasan"),
    columns=(
        Column("overseer", required=True, note=noop("Kode instansi yang mengawasi")),
        Column("kind", required=True, note=noop("coordination, internal_audit, ...")),
        Column("subject", required=True, note=noop("Kode instansi yang diawasi")),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        lists.LEGAL_BASIS,
        Column("evidence"),
    ),
    key=("overseer", "kind", "subject", "valid_from"),
    current=_oversight,
    write=_write_oversight,
)
APPOINTMENTS: Final = ListSpec(
    name="appointments",
    title=noop("SK pengelola pengaduan"),
    columns=(
        Column("organisation", required=True, note=noop("Kode instansi")),
        Column("number", required=True),
        Column("signed_on", read=lists.as_day, required=True),
        Column("signed_by", required=True),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        Column("document", note=noop("Kunci berkas yang tersimpan")),
    ),
    key=("organisation", "number"),
    current=_appointments,
    write=_write_appointment,
)
lists.register(REGIONS, ORGANISATIONS, OVERSIGHT, APPOINTMENTS)
