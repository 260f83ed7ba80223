"""The matrix of tiers, kinds and periods as a list that people may change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Schedule
from lapor.domain.monev.rules.items import DATA
from lapor.domain.monev.rules.words import Every, Tier
from lapor.kernel import lists, shipped
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values
from lapor.kernel.rows import check, filled

KEY: Final = ("tier", "part", "every", "valid_from")


@transaction.atomic
def load_schedule(*, by: Actor, at: datetime) -> int:
    """Load the matrix that comes with the program; returns how many rows were added.

    Twice is once, and what people have changed meanwhile is left alone. Rounds are held
    by the new rows from this day on.
    """
    begun = at.astimezone(HOME_ZONE).date()
    found = shipped.values(DATA / "schedule.csv", SCHEDULE)
    there = ({**values, "runs_from": begun} for values in found)
    added = shipped.add_missing(Schedule, there, ["tier", "part", "every"])
    if added:
        record(
            "schedule.loaded",
            subject="schedule:national",
            actor=by,
            at=at,
            rows=added,
        )
    return added


@transaction.atomic
def set_schedule(values: Values, by: Actor, at: datetime) -> None:
    """Add or change one row of the matrix. Raises Invalid with the column at fault.

    A change of how often something is done is a new row from a new day; rounds that
    were opened keep the limits they were opened with.
    """
    row = filled(Schedule, {name: values[name] for name in KEY}, values)
    check(row, gettext("Baris jadwal ini salah."))
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


def _rows() -> Iterator[Values]:
    return lists.standing(SCHEDULE, Schedule.objects.all())


def _number(name: str, why: str) -> Column:
    return Column(name, read=lists.as_number, required=True, note=why)


SCHEDULE: Final[ListSpec] = ListSpec(
    name="monev-schedule",
    title=noop("Jadwal monev: tingkat, jenis, dan masa"),
    columns=(
        Column("tier", read=lists.choice_of(Tier), required=True),
        Column("part", read=lists.choice_of(Part), required=True),
        Column("every", read=lists.choice_of(Every), required=True),
        Column("subject_kinds", note=noop("Jenis instansi; kosong: semua binaan")),
        Column("sample", note=noop("margin:10, each:10:10, escalated, atau kosong")),
        Column("method", required=True, note=noop("Caranya, dalam kata-kata")),
        lists.flag(
            "is_automatic", noop("ya: tanpa lembar kerja, hanya nilai otomatis")
        ),
        _number("opens_after", noop("Dibuka berapa hari setelah masa berakhir")),
        _number("fill_days", noop("Hari kerja untuk mengisi")),
        _number("verify_days", noop("Hari kerja untuk memverifikasi")),
        _number("clarify_days", noop("Hari kerja untuk klarifikasi")),
        lists.LEGAL_BASIS,
        Column("evidence", note=noop("[A] untuk asumsi, atau sumbernya")),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        Column(
            "runs_from", read=lists.as_day, note=noop("Sejak hari ini putaran dihitung")
        ),
    ),
    key=KEY,
    current=_rows,
    write=set_schedule,
)


def register() -> None:
    """Make the list known to commands and pages."""
    lists.register(SCHEDULE)
