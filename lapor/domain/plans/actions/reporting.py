"""Reporting what was done each quarter, with proof."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.plans.models import Item, Progress, Proof
from lapor.domain.plans.policies import may_report
from lapor.domain.plans.rules import ProgressState
from lapor.domain.plans.rules.items import QUARTERS, realised
from lapor.kernel import scanner
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow

from .planning import MOST_TARGET
from .proving import accepted, keep, today, words


def report_progress(
    item: Item,
    *,
    year: int,
    quarter: int,
    value: Decimal,
    note: str = "",
    uploads: "Sequence[File[Any]]" = (),
    by: User,
    at: datetime,
) -> Progress:
    """Say what was reached of an item by the end of a quarter, in all, with proof.

    Until an auditor has looked, the same quarter may be reported anew. Raises Invalid
    with the fields (no proof, a quarter to come), NotAllowedNow, TooLarge, Busy.
    """
    may_report(by, item, on=today(at, item.plan.agency))
    with accepted(uploads, at=at) as stored, transaction.atomic():
        found = _locked(item)
        on = today(at, found.plan.agency)
        may_report(by, found, on=on)
        _demand_open(found)
        _demand_sane(found, year, quarter, value, on)
        progress = _progress(found, year, quarter)
        progress.realised = value
        progress.share = realised(value, found.target_value or Decimal(0))
        progress.note = words(note, field="note")
        progress.state, progress.remark = ProgressState.REPORTED, ""
        progress.checked_by, progress.checked_at = "", None
        progress.reported_by, progress.reported_at = by.actor.ref, at
        progress.save()
        if stored:
            keep(stored, by=by, at=at, progress=progress)
        if value > 0 and not progress.proofs.exists():
            why = _("Unggah sedikitnya satu berkas bukti untuk kemajuan ini.")
            raise Invalid(why, fields={"uploads": why})
        settle(found, at=at)
        record(
            "plan.progress_reported",
            subject=found.plan.ref,
            actor=by.actor,
            at=at,
            item=found.number,
            year=year,
            quarter=quarter,
            share=progress.share,
            files=len(stored),
        )
    return progress


def settle(item: Item, *, at: datetime) -> None:
    """Carry the newest reports into the item: what was said, what was verified.

    It is finished on the day it was reported, once an auditor has verified all of it.
    """
    reports = list(item.reports.order_by("year", "quarter"))
    said = [each for each in reports if each.state != ProgressState.REJECTED]
    sure = [each for each in reports if each.state == ProgressState.VERIFIED]
    item.reported = said[-1].share if said else 0
    item.progress = sure[-1].share if sure else 0
    whole = [each for each in sure if each.share >= 10_000]
    is_whole = bool(whole) and sure[-1].share >= 10_000
    item.finished_on = (
        today(whole[0].reported_at, item.plan.agency) if is_whole else None
    )
    item.changed_at = at
    item.save(update_fields=["reported", "progress", "finished_on", "changed_at"])


def scan_proofs(*, at: datetime) -> int:
    """Scan proofs that wait; returns how many got a verdict. Level-triggered."""

    def note(proof: Proof, verdict: scanner.Verdict) -> None:
        record(
            "plan.proof_scanned",
            subject=f"proof:{proof.pk}",
            actor=SYSTEM,
            at=at,
            verdict=str(verdict),
        )

    return scanner.scan_waiting(Proof.objects.all(), note)


def _locked(item: Item) -> Item:
    rows = Item.objects.select_for_update(of=("self",))
    return rows.select_related("plan__agency", "owner").get(pk=item.pk)


def _demand_open(item: Item) -> None:
    if item.plan.approved_on is None:
        raise NotAllowedNow(
            _("Rencana ini belum disahkan, jadi kemajuannya belum dilaporkan.")
        )
    if item.cancelled_at is not None:
        raise NotAllowedNow(_("Butir ini sudah dibatalkan."))


def _demand_sane(item: Item, year: int, quarter: int, value: Decimal, on: date) -> None:
    wrong = {}
    if quarter not in QUARTERS or not 2000 <= year <= 2999:
        wrong["quarter"] = _("Pilih triwulan 1 sampai 4.")
    elif date(year, 3 * quarter - 2, 1) > on:
        wrong["quarter"] = _("Triwulan itu belum mulai.")
    elif year < item.plan.year:
        wrong["quarter"] = _("Triwulan itu sebelum masa rencana.")
    if not 0 <= value <= MOST_TARGET:
        wrong["value"] = _("Isi capaian dengan angka yang tidak di bawah 0.")
    if wrong:
        raise Invalid(_("Kemajuan belum dapat disimpan."), fields=wrong)


def _progress(item: Item, year: int, quarter: int) -> Progress:
    found = (
        Progress.objects.select_for_update(of=("self",))
        .filter(item=item, year=year, quarter=quarter)
        .first()
    )
    if found is None:
        return Progress(item=item, year=year, quarter=quarter)
    if found.state == ProgressState.VERIFIED:
        raise NotAllowedNow(
            _("Kemajuan triwulan ini sudah diperiksa APIP. Laporkan yang berikutnya.")
        )
    return found
