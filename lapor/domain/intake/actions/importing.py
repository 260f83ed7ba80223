"""Importing the official export: every row becomes a case or a named error."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lapor.domain.cases.actions import correct_taken_over, take_over, worked_on
from lapor.domain.cases.models import Case
from lapor.domain.intake.queries import Names
from lapor.domain.intake.rules import (
    ExportedRow,
    Fault,
    missing_columns,
    read_exported,
)
from lapor.domain.organisations.models import Organisation
from lapor.domain.reporters.actions import Kept, keep_many
from lapor.domain.reporters.rules import Person, checked
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid
from lapor.kernel.tables import Row

BATCH: Final = 1_000  # rows in one transaction
LOCK: Final = 7_204_118  # of the database: one import at a time
NAMED: Final = 200  # names listed of each kind; the rest is counted
Tell = Callable[[int, int], None]


@dataclass
class ImportSummary:
    """What became of the rows: ``rows`` is the sum of the four counts below it.

    ``errors`` names every fault; a row with two faults is one rejected row.
    ``unmapped`` lists names we do not know, with the number of rows: their cases keep
    them, and a later import of the same file maps what is known by then.
    """

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    errors: list[Fault] = field(default_factory=list)
    unmapped: dict[str, Counter[str]] = field(default_factory=dict)

    def reject(self, faults: Iterable[Fault]) -> None:
        """Count one row as rejected, for these faults."""
        self.rejected += 1
        self.errors += faults

    def as_json(self) -> dict[str, Any]:
        """Return the summary as plain values."""
        return {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "errors": [fault._asdict() for fault in self.errors],
            "unmapped": {
                kind: dict(names.most_common(NAMED))
                for kind, names in sorted(self.unmapped.items())
                if names
            },
        }


def import_export(
    rows: Iterable[Row],
    *,
    agency: Organisation | None,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    tell: Tell = lambda done, total: None,
) -> ImportSummary:
    """Take the rows of an official export; importing twice is importing once.

    ``agency`` takes the rows whose "Instansi Induk" names none that we know. Batches
    of a thousand rows are written in one transaction each, so an import that was cut
    off is finished by running it again. Raises Invalid when columns are missing, or
    when the workbook breaks while it is read; then nothing is written.
    """
    summary = ImportSummary()
    good = list(_good(rows, summary, at))
    if not summary.rows:
        raise Invalid(_("Berkas ini tidak berisi satu baris laporan pun."))
    names = Names(agency, [row.agency for row in good])
    summary.unmapped = names.unmapped
    for start in range(0, len(good), BATCH):
        tell(start, len(good))
        work = _Batch(names, summary, by, at, dry_run)
        work.take(good[start : start + BATCH])
    tell(len(good), len(good))
    summary.errors.sort()
    return summary


def _good(
    rows: Iterable[Row], summary: ImportSummary, at: datetime
) -> Iterable[ExportedRow]:
    """Yield each readable row once; the header is looked at with the first one."""
    seen: dict[int, ExportedRow] = {}
    walk = iter(rows)
    for first in islice(walk, 1):
        if missing := missing_columns(first.values):
            raise Invalid(
                _("Kolom ini tidak ada di berkas: %(names)s.")
                % {"names": ", ".join(missing)}
            )
        walk = iter([first, *walk])
    for raw in walk:
        summary.rows += 1
        row = read_exported(raw.number, raw.values, at=at)
        if not isinstance(row, ExportedRow):
            summary.reject(row)
            continue
        before = seen.setdefault(row.tracking_id, row)
        if before is row:
            yield row
        elif before.fingerprint == row.fingerprint:
            summary.unchanged += 1
        else:
            why = _("sama dengan baris %(row)d, tetapi isinya lain") % {
                "row": before.row
            }
            summary.reject([Fault(row.row, "Tracking ID", why)])


@dataclass
class _Batch:
    """A thousand rows on their way into one transaction."""

    names: Names
    summary: ImportSummary
    by: Actor
    at: datetime
    dry_run: bool

    def take(self, rows: Sequence[ExportedRow]) -> None:
        """Sort the rows into new, changed and known ones, and write them."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            wanted = [pair for row in rows if (pair := self._wanted(row))]
            known = self._known([row for row, _case in wanted])
            fresh = [pair for pair in wanted if pair[0].tracking_id not in known]
            self.summary.created += len(fresh)
            corrected = self._corrected(wanted, known)
            if self.dry_run:
                return
            take_over([case for _row, case in fresh], by=self.by, at=self.at)
            keep_many(self._persons(fresh), by=self.by, at=self.at)
            if corrected:
                correct_taken_over(corrected, by=self.by, at=self.at)

    def _wanted(self, row: ExportedRow) -> tuple[ExportedRow, Case] | None:
        """Return the case a row asks for; a row without an agency is rejected."""
        holder = self.names.agency(row)
        if holder is None:
            why = _(
                "“%(name)s” bukan instansi yang dikenal; ulangi dengan --agency KODE"
            ) % {"name": row.agency}
            self.summary.reject([Fault(row.row, "Instansi Induk", why)])
            return None
        if row.reporter and not row.is_anonymous:
            try:
                checked(Person(name=row.reporter))
            except Invalid as error:
                why = " ".join(error.fields.values())
                self.summary.reject([Fault(row.row, "Nama Pelapor", why)])
                return None
        return row, self._case(row, holder)

    def _case(self, row: ExportedRow, holder: Organisation) -> Case:
        unit = self.names.unit(row, holder)
        category, region = self.names.category(row), self.names.region(row)
        return Case(
            tracking_id=row.tracking_id,
            title=row.title,
            content=row.content,
            classification_id=row.classification or None,
            category_id=category,
            region_id=region,
            channel=row.channel or self.names.odd_channel(row),
            is_anonymous=row.is_anonymous,
            is_secret=row.is_secret,
            source={
                **row.kept,
                **self.names.left_over(row, unit, category, region),
                "fingerprint": row.fingerprint,
            },
            state=row.state,
            agency=holder,
            unit=unit,
            received_at=row.received_at,
            closing=row.closing or "",
            archive_reason=row.reason or "",
        )

    def _known(self, rows: Iterable[ExportedRow]) -> dict[int, Case]:
        keys = [row.tracking_id for row in rows]
        found = Case.objects.select_for_update(of=("self",)).filter(
            tracking_id__in=keys
        )
        return {case.tracking_id: case for case in found if case.tracking_id}

    def _corrected(
        self, wanted: Iterable[tuple[ExportedRow, Case]], known: dict[int, Case]
    ) -> list[Case]:
        """Return the known cases of which the file says something new."""
        touched = worked_on(known.values())
        found = []
        for row, case in wanted:
            old = known.get(row.tracking_id)
            if old is None:
                continue
            is_same_row = old.source.get("fingerprint") == row.fingerprint
            if old.source == case.source or (is_same_row and old.pk in touched):
                self.summary.unchanged += 1
            elif old.pk in touched:
                why = _(
                    "laporan ini sudah dikerjakan di sini sejak diimpor; isi baru dari "
                    "berkas tidak dipakai"
                )
                self.summary.reject([Fault(row.row, "Tracking ID", why)])
            else:
                self.summary.changed += 1
                case.pk, case.number = old.pk, old.number
                # Protection is only ever switched on (domain §9.1).
                case.is_anonymous |= old.is_anonymous
                case.is_secret |= old.is_secret
                found.append(case)
        return found

    def _persons(self, fresh: Iterable[tuple[ExportedRow, Case]]) -> list[Kept]:
        """Return whom to keep in the vault: never one who asked to be anonymous."""
        return [
            Kept(case.number, Person(name=row.reporter), is_anonymous=False)
            for row, case in fresh
            if row.reporter and not row.is_anonymous
        ]
