"""Scoring blind, settling what two gave, deciding what lies far apart."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.quality.models import (
    Assessment,
    Calibration,
    Sample,
    SampledAnswer,
)
from lapor.domain.quality.policies import may_assess, may_score
from lapor.domain.quality.rules.rubric import (
    ABANDONED,
    BEST,
    WORST,
    Veto,
    disputed,
    score_of_settled,
    settled,
)
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow
from lapor.kernel.text import clean

LONGEST_NOTE = 2_000
THIRD = 3


@transaction.atomic
def begin(answer: SampledAnswer, *, by: User, at: datetime) -> Assessment:
    """Take a turn at an answer, or return the one already taken.

    Turn 3 opens when two blind scores lie far apart. A turn that nobody touched for
    three days is free again. Raises NotPermitted for one's own answer, Conflict when
    all turns are taken.
    """
    locked = _locked(answer)
    may_assess(by, locked, on=at.date())
    mine = locked.assessments.filter(assessor=by).first()
    if mine:
        return mine
    _free_abandoned(locked, at)
    turns = list(locked.assessments.order_by("turn"))
    if locked.settled_at or not _has_room(locked, turns):
        raise Conflict(_("Jawaban ini sudah diambil penilai lain. Ambil berikutnya."))
    taken = {turn.turn for turn in turns}
    free = next(n for n in range(1, THIRD + 1) if n not in taken)
    return Assessment.objects.create(
        answer=locked, assessor=by, turn=free, begun_at=at, saved_at=at
    )


@transaction.atomic
def leave(assessment: Assessment, *, by: User) -> None:
    """Give a turn back that has no marks yet, so that somebody else may take it."""
    mine = _own(assessment, by)
    if not (mine.marks or mine.veto or mine.note):
        mine.delete()


@transaction.atomic
def keep_marks(
    assessment: Assessment,
    *,
    marks: Mapping[str, int | None],
    veto: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Assessment:
    """Keep marks as they are given; unfinished ones too.

    Raises Invalid for a mark that is not 0 to 4, naming the dimension.
    """
    locked = _own(assessment, by)
    keys = locked.answer.sample.scored_by.keys
    wrong = {
        key: _("Nilai dari 0 sampai 4.")
        for key, mark in marks.items()
        if key not in keys or (mark is not None and not WORST <= mark <= BEST)
    }
    if veto not in set(Veto):
        wrong["veto"] = _("Pilih salah satu.")
    if wrong:
        raise Invalid(_("Nilai belum dapat disimpan."), fields=wrong)
    locked.marks = {
        key: mark
        for key, mark in (locked.marks | dict(marks)).items()
        if mark is not None
    }
    locked.veto = veto
    locked.note = clean(note, max_length=LONGEST_NOTE, multiline=True)
    locked.saved_at = at
    locked.save(update_fields=["marks", "veto", "note", "saved_at"])
    return locked


@transaction.atomic
def finish(assessment: Assessment, *, by: User, at: datetime) -> SampledAnswer:
    """Close one's score; it stands from then on. Settles the answer when it can.

    Raises Invalid when a dimension has no mark, or a veto no reason.
    """
    locked = _own(assessment, by)
    asked = locked.answer.sample.scored_by.keys
    if locked.turn == THIRD:
        asked = tuple(_disputed(locked.answer))
    wrong = {
        key: _("Beri nilai 0 sampai 4.") for key in asked if key not in locked.marks
    }
    if locked.veto and not locked.note:
        wrong["note"] = _("Sebutkan kalimat mana yang membuka data atau mengancam.")
    if wrong:
        raise Invalid(_("Penilaian ini belum lengkap."), fields=wrong)
    locked.finished_at = at
    locked.save(update_fields=["finished_at"])
    sample = locked.answer.sample
    record(
        "answer.scored",
        subject=sample.ref,
        actor=by.actor,
        at=at,
        answer=locked.answer_id,
        turn=locked.turn,
    )
    if locked.veto:
        record(
            "answer.vetoed",
            subject=sample.ref,
            actor=by.actor,
            at=at,
            answer=locked.answer_id,
            case=locked.answer.case.number,
            why=locked.veto,
        )
    return _settle(locked.answer, at)


@transaction.atomic
def calibrate(
    sample: Sample, *, held_on: date, note: str, by: User, at: datetime
) -> Calibration:
    """Keep what assessors settled when they met. Raises Invalid without a note."""
    may_score(by, sample, on=at.date())
    text = clean(note, max_length=LONGEST_NOTE, multiline=True)
    wrong = {}
    if not text:
        wrong["note"] = _("Tulis apa yang disepakati.")
    if held_on > at.date():
        wrong["held_on"] = _("Rapat ini belum terjadi.")
    if wrong:
        raise Invalid(_("Catatan kalibrasi belum lengkap."), fields=wrong)
    meeting = Calibration.objects.create(
        sample=sample,
        held_on=held_on,
        note=text,
        written_by=by.actor.ref,
        written_at=at,
    )
    record("sample.calibrated", subject=sample.ref, actor=by.actor, at=at)
    return meeting


def _settle(answer: SampledAnswer, at: datetime) -> SampledAnswer:
    """Make the score final once all that is needed is there."""
    turns = list(answer.assessments.filter(finished_at__isnull=False).order_by("turn"))
    if len(turns) < (2 if answer.is_double else 1):
        return answer
    first = turns[0].marks
    second = turns[1].marks if answer.is_double else first
    third: Mapping[str, int] = turns[2].marks if len(turns) == THIRD else {}
    decider = turns[2] if len(turns) == THIRD else None
    if decider is None and answer.is_double and _is_contested(turns):
        return answer
    vetoes = [turn.veto for turn in turns[:2]]
    agreed = vetoes[0] if all(vetoes) else ""
    veto = Veto(agreed or (decider.veto if decider else ""))
    marks, rubric = settled(first, second, third), answer.sample.scored_by
    score = score_of_settled(marks, veto, rubric)
    answer.score_hundredths = int(score * 100 + Fraction(1, 2))
    answer.veto, answer.settled_at = veto, at
    answer.save(update_fields=["score_hundredths", "veto", "settled_at"])
    if not answer.sample.answers.filter(settled_at=None).exists():
        Sample.objects.filter(pk=answer.sample_id).update(finished_at=at)
    return answer


def _free_abandoned(answer: SampledAnswer, at: datetime) -> None:
    old = answer.assessments.filter(finished_at=None, saved_at__lt=at - ABANDONED)
    for turn in old.order_by("turn"):
        record(
            "answer.abandoned",
            subject=answer.sample.ref,
            actor=SYSTEM,
            at=at,
            answer=answer.pk,
            turn=turn.turn,
        )
    old.delete()


def _has_room(answer: SampledAnswer, turns: list[Assessment]) -> bool:
    if len(turns) < (2 if answer.is_double else 1):
        return True
    is_done = all(turn.finished_at for turn in turns)
    return answer.is_double and len(turns) == 2 and is_done and _is_contested(turns)


def _is_contested(turns: list[Assessment]) -> bool:
    """Say whether two lie far apart in a dimension, or only one gave a veto."""
    first, second = turns[:2]
    return bool(
        disputed(first.marks, second.marks) or bool(first.veto) != bool(second.veto)
    )


def _disputed(answer: SampledAnswer) -> list[str]:
    turns = answer.assessments.filter(turn__lte=2).order_by("turn")
    first, second = turns.values_list("marks", flat=True)[:2]
    return disputed(first, second)


def _locked(answer: SampledAnswer) -> SampledAnswer:
    rows = SampledAnswer.objects.select_related(
        "case", "sample__agency", "sample__assessor"
    )
    return rows.select_for_update(of=("self",)).get(pk=answer.pk)


def _own(assessment: Assessment, by: User) -> Assessment:
    """Lock an assessment for the one who gives it, as long as it is open."""
    answer = _locked(assessment.answer)
    rows = Assessment.objects.select_for_update(of=("self",))
    locked = rows.filter(pk=assessment.pk, assessor=by, finished_at=None).first()
    if locked is None:
        raise NotAllowedNow(_("Penilaian ini sudah selesai dan tidak dapat diubah."))
    locked.answer = answer
    return locked
