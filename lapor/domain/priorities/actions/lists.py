"""Programmes and kinds of harm as tables to take out and bring back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from lapor.domain.accounts.rules import Role
from lapor.domain.priorities.actions.writing import set_harm, set_programme
from lapor.domain.priorities.models import Harm, Programme
from lapor.domain.priorities.rules import Seriousness
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values

KEY: Final = ("code", "valid_from")
PHRASES: Final = noop(
    "Dipisah titik koma; + untuk kata dasar, * untuk huruf, .. untuk kata di antaranya"
)


def as_several(value: tables.Cell) -> list[str]:
    """Return the parts of a cell between semicolons."""
    parts = (each.strip() for each in tables.text(value).split(";"))
    return [each for each in parts if each]


def _seriousness(value: tables.Cell) -> str:
    plain = tables.text(value)
    if plain not in set(Seriousness):
        raise ValueError(
            gettext("Tidak dikenal. Pilih salah satu: %(all)s.")
            % {"all": ", ".join(Seriousness)}
        )
    return plain


def _roles(value: tables.Cell) -> list[str]:
    found = as_several(value)
    if not set(found) <= set(Role):
        raise ValueError(
            gettext("Peran tidak dikenal. Yang ada: %(all)s.")
            % {"all": ", ".join(Role)}
        )
    return found


def _programmes() -> Iterator[Values]:
    ends = {"responsible": "responsible__code", "overseer": "overseer__code"}
    names = PROGRAMMES.header
    for cells in Programme.objects.values_list(*(ends.get(n, n) for n in names)):
        values = dict(zip(names, cells, strict=True))
        yield values | {"responsible": values["responsible"] or ""}


def _write_programme(values: Values, by: Actor, at: datetime) -> None:
    set_programme(values, by, at)


def _harms() -> Iterator[Values]:
    yield from Harm.objects.values(*HARMS.header)


def _write_harm(values: Values, by: Actor, at: datetime) -> None:
    set_harm(values, by, at)


def _several(name: str, note: str, *, required: bool = False) -> Column:
    return Column(name, as_several, "; ".join, required=required, note=note)


def _flag(name: str, note: str) -> Column:
    return Column(name, lists.as_flag, lists.show_flag, note=note)


FROM: Final = Column("valid_from", read=lists.as_day, required=True)
UNTIL: Final = Column(
    "valid_until", read=lists.as_day, note=noop("Hari terakhir berlaku")
)
BASIS: Final = Column("legal_basis", required=True, note=noop("Dasar hukum"))
PROGRAMMES: Final = ListSpec(
    name="programmes",
    title=noop("Program prioritas"),
    columns=(
        Column("code", required=True, note=noop("Huruf kecil dan tanda hubung")),
        Column("name", required=True),
        _several("keywords", PHRASES),
        _several("categories", noop("Slug kategori, dipisah titik koma")),
        _several("regions", noop("Kode wilayah, dipisah titik koma; kosong: semua")),
        Column("responsible", note=noop("Kode instansi penanggung jawab")),
        Column("overseer", required=True, note=noop("Kode instansi yang mengawasi")),
        FROM,
        UNTIL,
        BASIS,
    ),
    key=KEY,
    current=_programmes,
    write=_write_programme,
)
HARMS: Final = ListSpec(
    name="harms",
    title=noop("Tanda bahaya dan nomor darurat"),
    columns=(
        Column("code", required=True, note=noop("Huruf kecil dan tanda hubung")),
        Column("name", required=True),
        _several("words", PHRASES, required=True),
        _several("exceptions", noop("Kata yang tidak dihitung, dipisah titik koma")),
        _several("numbers", noop("Nomor darurat, dipisah titik koma")),
        Column(
            "seriousness",
            read=_seriousness,
            required=True,
            note=noop("advice: tampilkan nomor; restricted: batasi juga pembaca"),
        ),
        _flag("is_urgent", noop("Bahaya sekarang: ya atau tidak")),
        _flag("by_officials", noop("Dilakukan petugas: unit terlapor ditutup")),
        Column(
            "roles",
            read=_roles,
            show="; ".join,
            note=noop("Peran yang boleh membaca, bila mandatnya ditandai"),
        ),
        FROM,
        UNTIL,
        BASIS,
    ),
    key=KEY,
    current=_harms,
    write=_write_harm,
)


def register() -> None:
    """Make the lists known to commands and pages."""
    lists.register(PROGRAMMES, HARMS)
