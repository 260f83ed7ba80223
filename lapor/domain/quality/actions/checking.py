"""Outcome checks: drawing cases that were called done, keeping what was found."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.plans.actions.proving import accepted
from lapor.domain.quality.models import OutcomeCheck, OutcomeProof, Sample
from lapor.domain.quality.policies import may_score
from lapor.domain.quality.queries.candidates import Frame, closed_of
from lapor.domain.quality.rules import sampling
from lapor.domain.quality.rules.outcomes import (
    CHECKED,
    FEWEST_CHECKED,
    Method,
    Outcome,
)
from lapor.kernel import scanner
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotPermitted
from lapor.kernel.text import clean

LONGEST_NOTE = 2_000


@transaction.atomic
def draw_checks(sample: Sample, *, by: User, at: datetime) -> list[OutcomeCheck]:
    """Draw cases that were called done, apart from which answers are scored.

    A tenth of the sample, at least five, from all closed cases of its agency and
    period, by its own seed. Drawn again it returns the same ones. Raises Invalid when
    none is closed.
    """
    may_score(by, sample, on=at.date())
    found = list(sample.checks.select_related("case").order_by("pk"))
    if found:
        return found
    frame = Frame(
        sample.agency.code, sample.starts_at, sample.ends_at, at, sample.by_auditor
    )
    closed = closed_of(frame)
    if not closed:
        raise Invalid(_("Belum ada laporan selesai pada masa sampel ini."))
    wanted = max(FEWEST_CHECKED, ceil(sample.answers.count() * CHECKED))
    drawn = sampling.draw(
        closed, margin=Fraction(sample.margin, 100), seed=sample.seed, n=wanted
    )
    OutcomeCheck.objects.bulk_create(
        OutcomeCheck(
            sample=sample,
            case_id=each.case_id,
            stratum=each.stratum,
            stratum_size=each.stratum_size,
        )
        for each in drawn
    )
    record("outcome.drawn", subject=sample.ref, actor=by.actor, at=at, n=len(drawn))
    return list(sample.checks.select_related("case").order_by("pk"))


def keep_outcome(
    check: OutcomeCheck,
    *,
    method: str,
    outcome: str,
    note: str,
    uploads: "Sequence[File[Any]]" = (),
    by: User,
    at: datetime,
) -> OutcomeCheck:
    """Keep what a call, a visit or a photo showed, with its files: all or nothing.

    Raises NotPermitted for whoever answered the case himself, Invalid without a way,
    an outcome, a photo when that was the way, or a reason why it could not be checked.
    """
    may_score(by, check.sample, on=at.date())
    if check.case.messages.filter(author=by.actor.ref).exists():
        raise NotPermitted(_("Anda ikut menjawab laporan ini; minta orang lain."))
    text = clean(note, max_length=LONGEST_NOTE, multiline=True)
    if wrong := _faults(check, method, outcome, text, has_files=bool(uploads)):
        raise Invalid(_("Pemeriksaan belum lengkap."), fields=wrong)
    with accepted(uploads, at=at) as stored, transaction.atomic():
        locked = OutcomeCheck.objects.select_for_update().get(pk=check.pk)
        locked.method, locked.outcome, locked.note = method, outcome, text
        locked.checked_by, locked.checked_at = by.actor.ref, at
        locked.save()
        OutcomeProof.objects.bulk_create(
            OutcomeProof(
                check_made=locked,
                key=file.key,
                shown_name=file.shown_name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256.hex(),
                scan=scan,
                added_by=by.actor.ref,
                added_at=at,
            )
            for file, scan in stored
        )
        record(
            "outcome.checked",
            subject=check.sample.ref,
            actor=by.actor,
            at=at,
            case=check.case.number,
            outcome=outcome,
            files=len(stored),
        )
    return locked


def scan_outcome_proofs(*, at: datetime) -> int:
    """Scan files that wait; returns how many got a verdict. Level-triggered."""

    def note(proof: OutcomeProof, verdict: scanner.Verdict) -> None:
        record(
            "outcome.proof_scanned",
            subject=proof.check_made.sample.ref,
            actor=SYSTEM,
            at=at,
            verdict=str(verdict),
        )

    proofs = OutcomeProof.objects.select_related("check_made__sample")
    return scanner.scan_waiting(proofs, note)


def _faults(
    check: OutcomeCheck, method: str, outcome: str, note: str, *, has_files: bool
) -> dict[str, str]:
    wrong = {}
    if method not in set(Method):
        wrong["method"] = _("Pilih caranya.")
    if outcome not in set(Outcome):
        wrong["outcome"] = _("Pilih hasilnya.")
    if outcome in (Outcome.NOT_DONE, Outcome.UNREACHABLE) and not note:
        wrong["note"] = _("Tulis apa yang dijumpai.")
    is_shown = has_files or check.proofs.exists()
    if method == Method.PHOTO and outcome != Outcome.UNREACHABLE and not is_shown:
        wrong["uploads"] = _("Lampirkan fotonya.")
    return wrong
