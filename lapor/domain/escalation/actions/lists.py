"""The ladder as a table: taken out, edited, brought back after a dry run."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext

from lapor.domain.deadlines.rules import Evidence, Timer
from lapor.domain.escalation.actions.rungs import RungRow, set_rung
from lapor.domain.escalation.models import Rung
from lapor.domain.escalation.rules import Audience, Measure, Opens
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values


def _optional(value: tables.Cell) -> str:
    return lists.choice_of(Opens)(value) if tables.text(value) else ""


def _signed(value: tables.Cell) -> int:
    try:
        return int(tables.text(value))
    except ValueError:
        raise ValueError(
            gettext("Isi dengan bilangan bulat, misalnya -1 atau 10.")
        ) from None


def _audience(value: tables.Cell) -> tuple[str, ...]:
    read = lists.choice_of(Audience)
    return tuple(read(word) for word in tables.text(value).split())


def _current() -> Iterator[Values]:
    for values in lists.standing(RUNGS, Rung.objects.all()):
        yield values | {"audience": tuple(values["audience"])}


def _write(values: Values, by: Actor, at: datetime) -> None:
    given: dict[str, Any] = dict(values)
    opens = given.get("opens")
    row = RungRow(
        timer=Timer(given["timer"]),
        step=given["step"],
        code=given["code"],
        name=given["name"],
        measure=Measure(given["measure"]),
        amount=given["amount"],
        audience=tuple(Audience(each) for each in given["audience"]),
        opens=Opens(opens) if opens else None,
        to_public=given.get("to_public", False),
        legal_basis=given["legal_basis"],
        evidence=Evidence(given["evidence"]),
        valid_from=given["valid_from"],
        valid_until=given.get("valid_until"),
    )
    set_rung(row, by=by, at=at)


RUNGS: Final = ListSpec(
    name="rungs",
    title=noop("Jenjang eskalasi"),
    columns=(
        Column("timer", read=lists.choice_of(Timer), required=True),
        Column(
            "step",
            read=lists.as_number,
            required=True,
            note=noop("Urutan: 10, 20, 30, …"),
        ),
        Column("code", required=True, note=noop("Huruf kecil dan tanda hubung")),
        Column("name", required=True, note=noop("Seperti tampil di riwayat laporan")),
        Column(
            "measure",
            read=lists.choice_of(Measure),
            required=True,
            note=noop("share, working_days, atau calendar_days"),
        ),
        Column(
            "amount",
            read=_signed,
            required=True,
            note=noop("Persen, atau hari: -1 sebelum batas, 3 sesudahnya"),
        ),
        Column(
            "audience",
            read=_audience,
            show=" ".join,
            required=True,
            note=noop("Penerima, dipisah spasi: liaison agency_admin leader …"),
        ),
        Column("opens", read=_optional, note=noop("Tindakan yang terbuka")),
        lists.flag("to_public", noop("Terlihat umum: ya atau tidak")),
        lists.LEGAL_BASIS,
        Column("evidence", read=lists.choice_of(Evidence), required=True),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
    ),
    key=("timer", "step", "valid_from"),
    current=_current,
    write=_write,
)
lists.register(RUNGS)
