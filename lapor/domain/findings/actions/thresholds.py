"""The thresholds of the detectors as a list that people may change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from lapor.domain.findings.models import ThresholdRow
from lapor.domain.findings.rules.thresholds import thresholds
from lapor.domain.findings.rules.words import Kind
from lapor.domain.ledger.actions import record
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.errors import Invalid
from lapor.kernel.lists import Column, ListSpec, Values


@transaction.atomic
def load_thresholds(*, by: Actor, at: datetime) -> int:
    """Load the thresholds that come with the program; returns how many were added.

    Twice is once, and what people have changed meanwhile is left alone.
    """
    known = set(ThresholdRow.objects.values_list("kind", "valid_from"))
    fresh = [
        ThresholdRow(**{**row._asdict(), "kind": row.kind.value})
        for row in thresholds()
        if (row.kind.value, row.valid_from) not in known
    ]
    if fresh:
        ThresholdRow.objects.bulk_create(fresh)
        record(
            "threshold.loaded",
            subject="threshold:national",
            actor=by,
            at=at,
            rows=len(fresh),
        )
    return len(fresh)


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
    if fields := _faults(row):
        raise Invalid(gettext("Baris ambang ini salah."), fields=fields)
    row.save()
    record(
        "threshold.changed",
        subject=f"threshold:{row.pk}",
        actor=by,
        at=at,
        kind=row.kind,
        valid_from=row.valid_from.isoformat(),
    )


def _faults(row: ThresholdRow) -> dict[str, str]:
    """Return what fields and constraints refuse, each under the column to blame."""
    try:
        row.clean_fields()
    except ValidationError as refusal:
        return {name: " ".join(found) for name, found in refusal.message_dict.items()}
    faults = {}
    for constraint in ThresholdRow._meta.constraints:
        try:
            constraint.validate(ThresholdRow, row)
        except ValidationError as refusal:
            column = constraint.violation_error_code or "kind"
            faults[column] = " ".join(refusal.messages)
    return faults


def _kind(value: tables.Cell) -> str:
    plain = tables.text(value).casefold()
    for kind in Kind:
        if plain in {kind.value, kind.source.casefold()}:
            return kind.value
    raise ValueError(
        gettext("Tidak dikenal. Pilih salah satu: %(all)s.") % {"all": ", ".join(Kind)}
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
    yield from ThresholdRow.objects.values(*THRESHOLDS.header)


THRESHOLDS: Final = ListSpec(
    name="finding-thresholds",
    title=noop("Ambang temuan monev"),
    columns=(
        Column("kind", read=_kind, required=True, note=noop("Tanda yang dicari")),
        Column("valid_from", read=lists.as_day, required=True),
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
        Column("legal_basis", required=True, note=noop("Dasar hukum")),
        Column("evidence", note=noop("[A] untuk asumsi, atau sumbernya")),
    ),
    key=("kind", "valid_from"),
    current=_rows,
    write=set_threshold,
)


def register() -> None:
    """Make the list known to commands and pages."""
    lists.register(THRESHOLDS)
