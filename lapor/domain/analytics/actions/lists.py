"""Lists of this room as tables: inhabitants of regions, registers of agencies."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from lapor.domain.analytics.models import Population, Register
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation, Region
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.errors import Invalid
from lapor.kernel.lists import Column, ListSpec, Values
from lapor.kernel.text import clean

_MONTH: Final = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")
LONGEST: Final = 300


@transaction.atomic
def set_population(values: Values, by: Actor, at: datetime) -> None:
    """Keep how many people a region had on a day. Raises Invalid with the column."""
    region = Region.objects.filter(code=values["region"]).first()
    if region is None:
        raise _wrong("region", gettext("Wilayah ini tidak ada."))
    if not values["people"]:
        raise _wrong("people", gettext("Jumlah penduduk paling sedikit satu."))
    Population.objects.update_or_create(
        region=region,
        counted_on=values["counted_on"],
        defaults={"people": values["people"], "source": values["source"][:LONGEST]},
    )
    record(
        "population.changed",
        subject=f"region:{region.code}",
        actor=by,
        at=at,
        counted_on=values["counted_on"].isoformat(),
        people=values["people"],
    )


@transaction.atomic
def declare(
    agency: Organisation,
    *,
    month: int,
    declared: int | None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Keep what the own register of an agency counts in a month; None takes it back.

    ``month`` is written 202611 and must be over: an open one is still counted. What
    stands already is left alone. Raises Invalid.
    """
    here = at.astimezone(HOME_ZONE)
    if month >= here.year * 100 + here.month:
        raise _wrong("month", gettext("Bulan ini belum berakhir."))
    rows = Register.objects.filter(agency=agency, month=month)
    text = clean(note, max_length=LONGEST)
    if rows.filter(declared=declared, note=text) if declared is not None else not rows:
        return
    if declared is None:
        rows.delete()
    else:
        fields = {"declared": declared, "note": text}
        fields |= {"declared_by": by.ref, "declared_at": at}
        Register.objects.update_or_create(agency=agency, month=month, defaults=fields)
    record(
        "register.declared",
        subject=agency.ref,
        actor=by,
        at=at,
        month=month,
        declared=declared,
    )


def _write_register(values: Values, by: Actor, at: datetime) -> None:
    agency = Organisation.objects.filter(code=values["agency"]).first()
    if agency is None or not agency.is_agency:
        raise _wrong("agency", gettext("Instansi ini tidak ada."))
    month, declared, note = values["month"], values["declared"], values.get("note", "")
    declare(agency, month=month, declared=declared, note=note, by=by, at=at)


def _wrong(column: str, why: str) -> Invalid:
    return Invalid(why, fields={column: why})


def _as_month(value: tables.Cell) -> int:
    found = _MONTH.fullmatch(tables.text(value))
    if not found:
        raise ValueError(gettext("Bulan ditulis seperti 2026-11."))
    return int(found[1]) * 100 + int(found[2])


def _show_month(value: int) -> str:
    return f"{value // 100}-{value % 100:02}"


def _populations() -> Iterator[Values]:
    rows = Population.objects.values_list("region_id", *POPULATION.header[1:])
    for cells in rows.iterator():
        yield dict(zip(POPULATION.header, cells, strict=True))


def _registers() -> Iterator[Values]:
    rows = Register.objects.values_list("agency__code", *REGISTERS.header[1:])
    for cells in rows.iterator():
        yield dict(zip(REGISTERS.header, cells, strict=True))


POPULATION: Final = ListSpec(
    name="population",
    title=noop("Jumlah penduduk wilayah"),
    columns=(
        Column("region", required=True, note=noop("Kode wilayah, seperti 32.04")),
        Column("counted_on", read=lists.as_day, required=True),
        Column("people", read=lists.as_number, required=True, note=noop("Jiwa")),
        Column("source", required=True, note=noop("Sumber dan nomor terbitannya")),
    ),
    key=("region", "counted_on"),
    current=_populations,
    write=set_population,
)
REGISTERS: Final = ListSpec(
    name="registers",
    title=noop("Register pengaduan luring instansi"),
    columns=(
        Column("agency", required=True, note=noop("Kode instansi")),
        Column("month", read=_as_month, show=_show_month, required=True),
        Column("declared", read=lists.as_number, required=True, note=noop("Pengaduan")),
        Column("note", note=noop("Register yang mana")),
    ),
    key=("agency", "month"),
    current=_registers,
    write=_write_register,
)


def register() -> None:
    """Make the lists known to commands and pages."""
    lists.register(POPULATION, REGISTERS)
