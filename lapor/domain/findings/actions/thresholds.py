"""The thresholds of the detectors as a list that people may change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from lapor.domain.findings.models import ThresholdRow
from lapor.domain.findings.rules.thresholds import thresholds
from lapor.domain.findings.rules.words import Kind
from lapor.domain.ledger.actions import record
from lapor.kernel import lists, shipped, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values
from lapor.kernel.rows import check


@transaction.atomic
def load_thresholds(*, by: Actor, at: datetime) -> int:
    """Load the thresholds that come with the program; returns how many were added.

    Twice is once, and what people have changed meanwhile is left alone.
    """
    found = ({**row._asdict(), "kind": row.kind.value} for row in thresholds())
    added = shipped.add_missing(ThresholdRow, found, ["kind", "valid_from"])
    if added:
        record(
            "threshold.loaded",
            subject="threshold:national",
            actor=by,
            at=at,
            rows=added,
        )
    return added


@transaction.atomic
def set_threshold(values: Values, by: Actor, at: datetime) -> None:
    """Add or change one row. Raises Invalid with the column at fault.

    A measured rate of false alarms belongs to the numbers it was measured with: where
    they change and no new rate is given, it is forgotten.
    """
    key = {"kind": values["kind"], "valid_from": values["valid_from"]}
    row = ThresholdRow.objects.select_for_update().filter(**key).first()
    before = row and (row.tolerated, row.margin, row.fewest, row.level)
    measured = row and row.false_alarms
    row = row or ThresholdRow(**key)
    for name, value in values.items():
        setattr(row, name, value)
    is_other = before != (row.tolerated, row.margin, row.fewest, row.level)
    if before and is_other and row.false_alarms == measured:
        row.false_alarms = None
    check(row, gettext("Baris ambang ini salah."))
    row.save()
    record(
        "threshold.changed",
        subject=f"threshold:{row.pk}",
        actor=by,
        at=at,
        kind=row.kind,
        valid_from=row.valid_from.isoformat(),
    )


def _decimal(value: tables.Cell) -> float | None:
    plain = tables.text(value).replace(",", ".")
    if not plain:
        return None
    try:
        found = float(plain)
    except ValueError:
        raise ValueError(gettext("Isi dengan angka, misalnya 0,05.")) from None
    if not 0 <= found <= 1_000_000:  # also refuses what is not a number
        raise ValueError(gettext("Isi dengan angka, misalnya 0,05."))
    return found


def _rows() -> Iterator[Values]:
    return lists.standing(THRESHOLDS, ThresholdRow.objects.all())


THRESHOLDS: Final = ListSpec(
    name="finding-thresholds",
    title=noop("Ambang temuan monev"),
    columns=(
        Column(
            "kind",
            read=lists.choice_of(Kind),
            required=True,
            note=noop("Tanda yang dicari"),
        ),
        lists.VALID_FROM,
        Column(
            "tolerated",
            read=_decimal,
            required=True,
            note=noop("Bagian yang dibiarkan, seperti 0,05"),
        ),
        Column("margin", read=_decimal, note=noop("Sekian di atas yang umum")),
        Column("fewest", read=lists.as_number, required=True, note=noop("Laporan")),
        Column("level", read=_decimal, required=True, note=noop("Peluang kebetulan")),
        Column("false_alarms", read=_decimal, note=noop("Terukur; kosong: belum")),
        Column("basis", required=True, note=noop("Yang dihitung, dalam kata-kata")),
        lists.LEGAL_BASIS,
        Column("evidence", note=noop("[A] untuk asumsi, atau sumbernya")),
    ),
    key=("kind", "valid_from"),
    current=_rows,
    write=set_threshold,
)


def register() -> None:
    """Make the list known to commands and pages."""
    lists.register(THRESHOLDS)
