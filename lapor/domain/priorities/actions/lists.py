"""Programmes and kinds of harm as tables to take out and bring back."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from lapor.domain.accounts.rules import Role
from lapor.domain.priorities.actions.writing import set_harm, set_programme
from lapor.domain.priorities.models import Harm, Programme
from lapor.domain.priorities.rules import Seriousness
from lapor.kernel import lists, tables
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values

KEY: Final = ("code", "valid_from")
PHRASES: Final = noop(
    "Dipisah titik koma; + untuk kata dasar, * untuk huruf, .. untuk kata di antaranya"
)


def _roles(value: tables.Cell) -> list[str]:
    found = lists.as_several(value)
    if not set(found) <= set(Role):
        raise ValueError(
            gettext("Peran tidak dikenal. Yang ada: %(all)s.")
            % {"all": ", ".join(Role)}
        )
    return found


def _programmes() -> Iterator[Values]:
    return lists.standing(
        PROGRAMMES,
        Programme.objects.all(),
        responsible="responsible__code",
        overseer="overseer__code",
    )


def _harms() -> Iterator[Values]:
    return lists.standing(HARMS, Harm.objects.all())


PROGRAMMES: Final = ListSpec(
    name="programmes",
    title=noop("Program prioritas"),
    columns=(
        Column("code", required=True, note=noop("Huruf kecil dan tanda hubung")),
        Column("name", required=True),
        lists.several("keywords", PHRASES),
        lists.several("categories", noop("Slug kategori, dipisah titik koma")),
        lists.several(
            "regions", noop("Kode wilayah, dipisah titik koma; kosong: semua")
        ),
        Column("responsible", note=noop("Kode instansi penanggung jawab")),
        Column("overseer", required=True, note=noop("Kode instansi yang mengawasi")),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        lists.LEGAL_BASIS,
    ),
    key=KEY,
    current=_programmes,
    write=set_programme,
)
HARMS: Final = ListSpec(
    name="harms",
    title=noop("Tanda bahaya dan nomor darurat"),
    columns=(
        Column("code", required=True, note=noop("Huruf kecil dan tanda hubung")),
        Column("name", required=True),
        lists.several("words", PHRASES, required=True),
        lists.several(
            "exceptions", noop("Kata yang tidak dihitung, dipisah titik koma")
        ),
        lists.several("numbers", noop("Nomor darurat, dipisah titik koma")),
        Column(
            "seriousness",
            read=lists.choice_of(Seriousness),
            required=True,
            note=noop("advice: tampilkan nomor; restricted: batasi juga pembaca"),
        ),
        lists.flag("is_urgent", noop("Bahaya sekarang: ya atau tidak")),
        lists.flag("by_officials", noop("Dilakukan petugas: unit terlapor ditutup")),
        Column(
            "roles",
            read=_roles,
            show="; ".join,
            note=noop("Peran yang boleh membaca, bila mandatnya ditandai"),
        ),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        lists.LEGAL_BASIS,
    ),
    key=KEY,
    current=_harms,
    write=set_harm,
)


def register() -> None:
    """Make the lists known to commands and pages."""
    lists.register(PROGRAMMES, HARMS)
