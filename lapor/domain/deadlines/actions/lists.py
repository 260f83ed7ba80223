"""The lists of this room as tables: calendars, days off, decrees, limits."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext

from lapor.domain.deadlines.actions.calendars import (
    add_holiday,
    cancel_holiday,
    make_calendar,
    recompute_later,
)
from lapor.domain.deadlines.actions.terms import (
    add_regulation,
    change_regulation,
    set_allowance,
    set_term,
)
from lapor.domain.deadlines.models import Allowance, Calendar, Holiday, Regulation, Term
from lapor.domain.deadlines.rules import (
    Allowed,
    Evidence,
    HolidayKind,
    StartsAt,
    Timer,
    Unit,
)
from lapor.domain.deadlines.rules.rows import TermRow
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.errors import Invalid
from lapor.kernel.lists import Column, ListSpec, Values

_CHANGEABLE: Final = ("title", "valid_until", "transition", "evidence")
_CODE: Final = re.compile(r"[a-z0-9-]{1,32}")


def _days() -> Iterator[Values]:
    latest = Holiday.objects.order_by("calendar__code", "on", "-version")
    rows = latest.distinct("calendar__code", "on")
    return lists.standing(HOLIDAYS, rows, calendar="calendar__code")


def _write_day(values: Values, by: Actor, at: datetime) -> None:
    given: dict[str, Any] = {
        "calendar": values["calendar"],
        "on": values["on"],
        "name": values["name"],
        "legal_basis": values["legal_basis"],
    }
    if values["kind"] == HolidayKind.WORKING_DAY:
        cancel_holiday(by=by, at=at, recompute=False, **given)
    else:
        add_holiday(
            kind=HolidayKind(values["kind"]), by=by, at=at, recompute=False, **given
        )


def _recompute_all() -> None:
    recompute_later(Calendar.objects.values_list("code", flat=True))


def _terms() -> Iterator[Values]:
    return lists.standing(
        TERMS,
        Term.objects.order_by("timer", "classification", "valid_from", "pk"),
        organisation="organisation__code",
        regulation="regulation__code",
    )


def _write_term(values: Values, by: Actor, at: datetime) -> None:
    row = TermRow(
        timer=Timer(values["timer"]),
        classification=values.get("classification", ""),
        organisation=values.get("organisation", ""),
        amount=values["amount"],
        unit=Unit(values["unit"]),
        starts_at=StartsAt(values["starts_at"]),
        regulation=values["regulation"],
        article=values.get("article", ""),
        evidence=Evidence(values["evidence"]),
        valid_from=values["valid_from"],
        valid_until=values.get("valid_until"),
        transition=values.get("transition", ""),
    )
    set_term(row, by=by, at=at)


def _code(value: tables.Cell) -> str:
    plain = tables.text(value)
    if not _CODE.fullmatch(plain):
        raise ValueError(gettext("Pakai huruf kecil, angka, dan tanda hubung."))
    return plain


def _calendars() -> Iterator[Values]:
    return lists.standing(CALENDARS, Calendar.objects.all(), base="base__code")


def _write_calendar(values: Values, by: Actor, at: datetime) -> None:
    make_calendar(**{**values, "base": values.get("base") or None}, by=by, at=at)


def _regulations() -> Iterator[Values]:
    return lists.standing(REGULATIONS, Regulation.objects.all())


def _write_regulation(values: Values, by: Actor, at: datetime) -> None:
    known = Regulation.objects.filter(code=values["code"]).first()
    if known is None:
        add_regulation(**values, by=by, at=at)
        return
    if values["valid_from"] != known.valid_from:
        sentence = gettext("Tanggal mulai tidak dapat diubah.")
        raise Invalid(sentence, fields={"valid_from": sentence})
    given = {name: values[name] for name in _CHANGEABLE}
    change_regulation(known, **given, by=by, at=at)


def _allowances() -> Iterator[Values]:
    rows = Allowance.objects.all()
    return lists.standing(ALLOWANCES, rows, regulation="regulation__code")


def _write_allowance(values: Values, by: Actor, at: datetime) -> None:
    given = {
        **values,
        "name": Allowed(values["name"]),
        "evidence": Evidence(values["evidence"]),
    }
    set_allowance(**given, by=by, at=at)


CALENDARS: Final = ListSpec(
    name="calendars",
    title=noop("Kalender"),
    columns=(
        Column(
            "code", read=_code, required=True, note=noop("Huruf kecil, angka, hubung")
        ),
        Column("name", required=True),
        Column("base", note=noop("Kode kalender dasarnya, mis. nasional")),
        lists.flag("six_day"),
    ),
    key=("code",),
    current=_calendars,
    write=_write_calendar,
)
REGULATIONS: Final = ListSpec(
    name="regulations",
    title=noop("Peraturan"),
    columns=(
        Column("code", required=True, note=noop("Nomor peraturan")),
        Column("title", required=True),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        Column("transition"),
        Column("evidence"),
    ),
    key=("code",),
    current=_regulations,
    write=_write_regulation,
)
ALLOWANCES: Final = ListSpec(
    name="allowances",
    title=noop("Berapa kali dan berapa lama"),
    columns=(
        Column("name", read=lists.choice_of(Allowed), required=True),
        Column("amount", read=lists.as_number, required=True),
        Column("regulation", required=True, note=noop("Nomor peraturan")),
        Column("article"),
        Column("evidence", read=lists.choice_of(Evidence), required=True),
        lists.VALID_FROM,
    ),
    key=("name", "valid_from"),
    current=_allowances,
    write=_write_allowance,
)
HOLIDAYS: Final = ListSpec(
    name="holidays",
    title=noop("Hari libur dan cuti bersama"),
    columns=(
        Column("calendar", required=True, note=noop("Kode kalender, mis. nasional")),
        Column("on", read=lists.as_day, required=True, note=noop("Tanggal")),
        Column("name", required=True),
        Column(
            "kind",
            read=lists.choice_of(HolidayKind),
            required=True,
            note=noop("public, collective, regional, atau working_day (pencabutan)"),
        ),
        Column("legal_basis", required=True, note=noop("Nomor keputusan")),
    ),
    key=("calendar", "on"),
    current=_days,
    write=_write_day,
    settle=_recompute_all,
)
TERMS: Final = ListSpec(
    name="terms",
    title=noop("Batas waktu"),
    columns=(
        Column("timer", read=lists.choice_of(Timer), required=True),
        Column("classification", note=noop("Kode klasifikasi; kosong: semua")),
        Column("organisation", note=noop("Kode instansi; kosong: nasional")),
        Column("amount", read=lists.as_number, required=True),
        Column("unit", read=lists.choice_of(Unit), required=True),
        Column("starts_at", read=lists.choice_of(StartsAt), required=True),
        Column("regulation", required=True, note=noop("Nomor peraturan")),
        Column("article"),
        Column("evidence", read=lists.choice_of(Evidence), required=True),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        Column("transition"),
    ),
    key=("timer", "classification", "organisation", "valid_from"),
    current=_terms,
    write=_write_term,
)
lists.register(CALENDARS, REGULATIONS, ALLOWANCES, HOLIDAYS, TERMS)
