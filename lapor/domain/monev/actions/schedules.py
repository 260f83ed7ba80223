"""The matrix of tiers, kinds and periods as a list that people may change."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Schedule
from lapor.domain.monev.rules.items import DATA
from lapor.domain.monev.rules.words import Every, Tier
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.errors import Invalid
from lapor.kernel.lists import Column, ListSpec, Values

KEY: Final = ("tier", "part", "every", "valid_from")


@transaction.atomic
def load_schedule(*, by: Actor, at: datetime) -> int:
    """Load the matrix that comes with the program; returns how many rows were added.

    Twice is once, and what people have changed meanwhile is left alone. Rounds are held
    by the new rows from this day on.
    """
    known = set(Schedule.objects.values_list("tier", "part", "every"))
    begun = at.astimezone(HOME_ZONE).date()
    fresh = []
    with (DATA / "schedule.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["tier"], row["part"], row["every"]) not in known:
                there = [c for c in SCHEDULE.columns if c.name in row]
                read = {c.name: c.read(row[c.name]) for c in there}
                fresh.append(Schedule(**read, runs_from=begun))
    if fresh:
        Schedule.objects.bulk_create(fresh)
        record(
            "schedule.loaded",
            subject="schedule:national",
            actor=by,
            at=at,
            rows=len(fresh),
        )
    return len(fresh)


@transaction.atomic
def set_schedule(values: Values, by: Actor, at: datetime) -> None:
    """Add or change one row of the matrix. Raises Invalid with the column at fault.

    A change of how often something is done is a new row from a new day; rounds that
    were opened keep the limits they were opened with.
    """
    key = {name: values[name] for name in KEY}
    row = Schedule.objects.select_for_update().filter(**key).first()
    row = row or Schedule(**key)
    for name, value in values.items():
        if value is not None or name in ("valid_until", "runs_from"):
            setattr(row, name, value)
    if fields := _faults(row):
        raise Invalid(gettext("Baris jadwal ini salah."), fields=fields)
    row.save()
    record(
        "schedule.changed",
        subject=f"schedule:{row.pk}",
        actor=by,
        at=at,
        tier=row.tier,
        part=row.part,
        every=row.every,
        valid_from=row.valid_from.isoformat(),
    )


def _faults(row: Schedule) -> dict[str, str]:
    """Return what fields and constraints refuse, each under the column to blame."""
    try:
        row.clean_fields()
    except ValidationError as refusal:
        return {name: " ".join(found) for name, found in refusal.message_dict.items()}
    faults = {}
    for constraint in Schedule._meta.constraints:
        try:
            constraint.validate(Schedule, row)
        except ValidationError as refusal:
            column = constraint.violation_error_code or ""
            faults[column] = " ".join(refusal.messages)
    return faults


def _choice(kind: type[Labelled]) -> Callable[[tables.Cell], str]:
    """Return a reader of the value or the label of an enumeration."""

    def read(value: tables.Cell) -> str:
        plain = tables.text(value).casefold()
        for member in kind:
            if plain in {member.value, member.source.casefold()}:
                return member.value
        raise ValueError(
            gettext("Tidak dikenal. Pilih salah satu: %(all)s.")
            % {"all": ", ".join(kind)}
        )

    return read


def _rows() -> Iterator[Values]:
    yield from Schedule.objects.values(*SCHEDULE.header)


def _day(value: tables.Cell) -> date | None:
    return lists.as_day(value)


def _number(name: str, why: str) -> Column:
    return Column(name, read=lists.as_number, required=True, note=why)


SCHEDULE: Final[ListSpec] = ListSpec(
    name="monev-schedule",
    title=noop("Jadwal monev: tingkat, jenis, dan masa"),
    columns=(
        Column("tier", read=_choice(Tier), required=True),
        Column("part", read=_choice(Part), required=True),
        Column("every", read=_choice(Every), required=True),
        Column("subject_kinds", note=noop("Jenis instansi; kosong: semua binaan")),
        Column("sample", note=noop("margin:10, each:10:10, escalated, atau kosong")),
        Column("method", required=True, note=noop("Caranya, dalam kata-kata")),
        Column(
            "is_automatic",
            read=lists.as_flag,
            show=lists.show_flag,
            note=noop("ya: tanpa lembar kerja, hanya nilai otomatis"),
        ),
        _number("opens_after", noop("Dibuka berapa hari setelah masa berakhir")),
        _number("fill_days", noop("Hari kerja untuk mengisi")),
        _number("verify_days", noop("Hari kerja untuk memverifikasi")),
        _number("clarify_days", noop("Hari kerja untuk klarifikasi")),
        Column("legal_basis", required=True, note=noop("Dasar hukum")),
        Column("evidence", note=noop("[A] untuk asumsi, atau sumbernya")),
        Column("valid_from", read=_day, required=True),
        Column("valid_until", read=_day),
        Column("runs_from", read=_day, note=noop("Sejak hari ini putaran dihitung")),
    ),
    key=KEY,
    current=_rows,
    write=set_schedule,
)


def register() -> None:
    """Make the list known to commands and pages."""
    lists.register(SCHEDULE)
