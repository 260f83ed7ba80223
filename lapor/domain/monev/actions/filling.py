"""The side of those who are evaluated: fill, prove, sign, answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Clarification, Evidence, Sheet, SheetItem
from lapor.domain.monev.policies import may_act_on_sheet, may_answer
from lapor.domain.monev.queries.content import sheet_content
from lapor.domain.monev.rules.items import MOST, item_named
from lapor.domain.monev.rules.words import SheetAct, SheetState
from lapor.kernel import files, scanner
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound

from .signing import sign
from .steps import begin_sheet, note, today, words

MOST_FILES: Final = 5  # for each item


@transaction.atomic
def save_value(
    sheet: Sheet,
    *,
    key: str,
    value: int | None,
    note_text: str = "",
    by: User,
    at: datetime,
) -> SheetItem:
    """Keep one item as it is typed; called again with the same it changes nothing.

    ``value`` is 0 to 4, None for not yet. Raises Invalid with the field, and the
    value that was there before stays.
    """
    found = begin_sheet(sheet, SheetAct.FILL, by=by, at=at)
    _demand_time(found, at)
    plain = words(note_text, field=key, required=False)
    demand_scale(value, key)
    item = _item(found, key)
    if (item.value, item.note) == (value, plain):
        return item
    before, item.value, item.note = item.value, value, plain
    item.filled_by, item.filled_at = by.actor.ref, at
    item.save()
    found.changed_at = at
    found.save(update_fields=["changed_at"])
    if before != value:
        note(found, SheetAct.FILL, by=by, at=at, item=key, before=before, after=value)
    return item


def demand_scale(value: int | None, key: str) -> None:
    """Raise Invalid for a score outside 0 to 4."""
    if value is not None and not 0 <= value <= MOST:
        why = _("Nilai harus antara 0 dan 4, sedangkan yang diisi %(value)s.") % {
            "value": value
        }
        raise Invalid(why, fields={key: why})


def add_evidence(
    sheet: Sheet,
    *,
    key: str,
    uploads: "Sequence[File[Any]]",
    by: User,
    at: datetime,
) -> list[Evidence]:
    """Keep files that prove an item, all or none.

    Raises TooLarge, Invalid (wrong type, broken, infected) or Busy with the name of
    the file; values typed before are untouched. The rights are asked before the
    bytes are read, and once more inside the transaction.
    """
    may_act_on_sheet(by, sheet, SheetAct.ATTACH, on=today(at, sheet.round.assessor))
    accepted = files.accept_all(uploads, at=at)
    try:
        scans = [_verdict(file) for file in accepted]
        with transaction.atomic():
            return _keep(sheet, key, accepted, scans, by, at)
    except BaseException:
        files.discard(file.key for file in accepted)
        raise


def _keep(
    sheet: Sheet,
    key: str,
    accepted: list[files.Accepted],
    scans: list[str],
    by: User,
    at: datetime,
) -> list[Evidence]:
    found = begin_sheet(sheet, SheetAct.ATTACH, by=by, at=at)
    _demand_time(found, at)
    item = _item(found, key)
    there = item.evidence.filter(removed_at=None).count()
    if there + len(accepted) > MOST_FILES:
        raise Invalid(
            _(
                "Paling banyak %(most)d berkas bukti untuk satu butir; sudah ada "
                "%(there)d. Hapus yang tidak perlu lalu unggah lagi."
            )
            % {"most": MOST_FILES, "there": there},
            fields={key: _("Terlalu banyak berkas.")},
        )
    rows = Evidence.objects.bulk_create(
        Evidence(
            item=item,
            key=file.key,
            shown_name=file.shown_name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256.hex(),
            scan=scan,
            added_by=by.actor.ref,
            added_at=at,
        )
        for file, scan in zip(accepted, scans, strict=True)
    )
    note(found, SheetAct.ATTACH, by=by, at=at, item=key, files=len(rows))
    return rows


def _verdict(file: files.Accepted) -> str:
    """Ask the scanner at once; what it cannot judge waits. Raises Invalid."""
    if not scanner.is_configured():
        return "off"
    verdict = scanner.scan(file.key)
    if verdict == scanner.Verdict.INFECTED:
        raise Invalid(
            _(
                "%(name)s: berkas ini mengandung virus dan tidak disimpan. Bersihkan "
                "komputer Anda, lalu unggah berkas lain."
            )
            % {"name": file.shown_name}
        )
    return "waiting" if verdict == scanner.Verdict.UNKNOWN else "clean"


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Take a file back before the sheet is signed; the file itself is kept."""
    sheet = begin_sheet(evidence.item.sheet, SheetAct.ATTACH, by=by, at=at)
    if evidence.removed_at is None:
        evidence.removed_at = at
        evidence.save(update_fields=["removed_at"])
        note(sheet, SheetAct.ATTACH, by=by, at=at, item=evidence.item.key, files=-1)


def scan_evidence(*, at: datetime) -> int:
    """Scan evidence that waits; returns how many got a verdict. Level-triggered."""

    def note(file: Evidence, verdict: scanner.Verdict) -> None:
        record(
            "evidence.scanned",
            subject=file.item.sheet.round.ref,
            actor=SYSTEM,
            at=at,
            verdict=str(verdict),
        )

    files_kept = Evidence.objects.filter(removed_at=None)
    return scanner.scan_waiting(files_kept.select_related("item__sheet__round"), note)


@transaction.atomic
def submit_sheet(sheet: Sheet, *, by: User, at: datetime, note_text: str = "") -> Sheet:
    """Sign a sheet as the leader and hand it in; afterwards its values stand.

    Raises Invalid that names every item without a value or without evidence.
    """
    found = begin_sheet(sheet, SheetAct.SUBMIT, by=by, at=at)
    _demand_time(found, at)
    if faults := missing(found):
        raise Invalid(
            _("Lembar kerja belum lengkap: %(count)d butir perlu diperbaiki.")
            % {"count": len(faults)},
            fields=faults,
        )
    found.note = words(note_text, field="note", required=False)
    found.state, found.submitted_at = SheetState.SUBMITTED, at
    found.save()
    signature = sign(
        found.round,
        "sheet",
        sheet_content(found),
        by=by,
        at=at,
        sheet=found,
        actions=[Action.SIGN_SHEET],
    )
    note(found, SheetAct.SUBMIT, by=by, at=at, content=signature.content_hash)
    return found


def missing(sheet: Sheet) -> dict[str, str]:
    """Return what keeps a sheet from being handed in: item to sentence."""
    faults = {}
    for item in sheet.items.prefetch_related("evidence"):
        text = item_named(item.key)
        label = text.label if text else item.key
        good = [
            file
            for file in item.evidence.all()
            if file.removed_at is None and file.scan != "infected"
        ]
        if item.value is None and item.automatic is None:
            faults[item.key] = _("“%(item)s” belum dinilai.") % {"item": label}
        elif item.value and not good and item.value != item.automatic:
            faults[item.key] = _(
                "“%(item)s” dinilai %(value)d tetapi belum ada buktinya. Unggah bukti "
                "atau isi 0."
            ) % {"item": label, "value": item.value}
    return faults


@transaction.atomic
def answer_clarification(
    clarification: Clarification, *, answer: str, by: User, at: datetime
) -> Clarification:
    """Answer one point in time; it may be reworded until the limit or the decision."""
    sheet = begin_sheet(clarification.sheet, SheetAct.ANSWER, by=by, at=at)
    found = Clarification.objects.select_for_update().get(pk=clarification.pk)
    may_answer(by, found, on=today(at, sheet.round.assessor))
    if found.decided_at is not None:
        raise NotAllowedNow(_("Butir ini sudah diputuskan penilai."))
    if found.due_on and today(at, sheet.round.assessor) > found.due_on:
        raise NotAllowedNow(
            _("Batas menjawab klarifikasi adalah %(day)s dan sudah lewat.")
            % {"day": found.due_on.isoformat()}
        )
    found.answer = words(answer, field="answer")
    found.answered_by, found.answered_at = by.actor.ref, at
    found.save()
    note(sheet, SheetAct.ANSWER, by=by, at=at, about=found.about)
    return found


def _item(sheet: Sheet, key: str) -> SheetItem:
    found = sheet.items.select_for_update().filter(key=key[:40]).first()
    if found is None:
        raise NotFound(_("Butir itu tidak ada dalam lembar kerja ini."))
    return found


def _demand_time(sheet: Sheet, at: datetime) -> None:
    until = sheet.round.fill_until
    if until and today(at, sheet.round.assessor) > until:
        raise NotAllowedNow(
            _(
                "Masa pengisian berakhir %(day)s. Yang sudah diisi tetap tersimpan; "
                "hubungi penilai bila ada yang belum sempat diajukan."
            )
            % {"day": until.isoformat()}
        )


__all__ = [
    "add_evidence",
    "answer_clarification",
    "demand_scale",
    "missing",
    "remove_evidence",
    "save_value",
    "scan_evidence",
    "submit_sheet",
]
