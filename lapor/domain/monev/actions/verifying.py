"""The side of those who evaluate: score, look again, ask, decide, meet."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.monev.models import (
    Clarification,
    Minutes,
    Recheck,
    Round,
    Sheet,
    SheetItem,
)
from lapor.domain.monev.queries.content import minutes_content
from lapor.domain.monev.rules.items import item_named
from lapor.domain.monev.rules.words import RoundAct, SheetAct, SheetState
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound

from .filling import demand_scale
from .signing import sign
from .steps import By, begin, begin_sheet, finish, limit, note, today, words


@transaction.atomic
def start_verifying(round: Round, *, by: By, at: datetime) -> Round:
    """End the time of filling; sheets that are not handed in are closed as they are.

    Before the last day of filling it takes that every sheet was handed in. A late
    sheet keeps what was typed, but only automatic values count (domain §12.10).
    """
    found = begin(round, RoundAct.START_VERIFYING, by=by, at=at)
    open_sheets = list(
        found.sheets.select_for_update(of=("self",))
        .filter(state=SheetState.OPEN)
        .select_related("subject", "round")
    )
    is_late = found.fill_until is None or today(at, found.assessor) > found.fill_until
    if open_sheets and not is_late and not found.is_automatic:
        raise NotAllowedNow(
            _(
                "Masih ada %(count)d lembar kerja yang diisi sampai %(day)s. Tunggu "
                "sampai semua diajukan atau batasnya lewat."
            )
            % {"count": len(open_sheets), "day": found.fill_until}
        )
    for sheet in open_sheets:
        _close(sheet, by=by, at=at)
    found.verify_until = limit(at, found.verify_days, found.assessor)
    finish(
        found,
        RoundAct.START_VERIFYING,
        by=by,
        at=at,
        closed=len(open_sheets),
    )
    return found


@transaction.atomic
def close_sheet(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """Close one late sheet with its automatic values only."""
    found = begin_sheet(sheet, SheetAct.CLOSE_AUTOMATIC, by=by, at=at)
    until = found.round.fill_until
    if until and today(at, found.round.assessor) <= until:
        raise NotAllowedNow(
            _("Lembar kerja ini masih dapat diisi sampai %(day)s.") % {"day": until}
        )
    _close(found, by=by, at=at)
    return found


def _close(sheet: Sheet, *, by: By, at: datetime) -> None:
    sheet.state, sheet.closed_at = SheetState.CLOSED_AUTOMATIC, at
    sheet.save(update_fields=["state", "closed_at"])
    note(sheet, SheetAct.CLOSE_AUTOMATIC, by=by, at=at)


@transaction.atomic
def score_item(
    sheet: Sheet, *, key: str, score: int, reason: str = "", by: User, at: datetime
) -> SheetItem:
    """Write what the assessor found for one item, 0 to 4.

    A score that differs from the claim, or from the automatic value, takes a reason.
    """
    found = begin_sheet(sheet, SheetAct.SCORE, by=by, at=at)
    demand_scale(score, key)
    item = found.items.select_for_update().filter(key=key[:40]).first()
    if item is None:
        raise NotFound(_("Butir itu tidak ada dalam lembar kerja ini."))
    claimed = item.value if item.value is not None else item.automatic
    item.reason = words(reason, field=key, required=score != claimed)
    before, item.score = item.score, score
    item.scored_by, item.scored_at = by.actor.ref, at
    item.save()
    if before != score:
        note(found, SheetAct.SCORE, by=by, at=at, item=key, before=before, after=score)
    return item


@transaction.atomic
def recheck(
    row: Recheck, *, score: int, reason: str = "", by: User, at: datetime
) -> Recheck:
    """Score a drawn result of the tier below anew; unit: hundredths of a point."""
    sheet = begin_sheet(row.sheet, SheetAct.RECHECK, by=by, at=at)
    if not 0 <= score <= 10_000:
        why = _("Nilai harus antara 0 dan 100.")
        raise Invalid(why, fields={"score": why})
    found = Recheck.objects.select_for_update().get(pk=row.pk)
    found.reason = words(reason, field="reason", required=score != found.lower)
    found.score = score
    found.scored_by, found.scored_at = by.actor.ref, at
    found.save()
    note(sheet, SheetAct.RECHECK, by=by, at=at, result=found.of_id, score=score)
    return found


@transaction.atomic
def verify_sheet(
    sheet: Sheet,
    *,
    by: User,
    at: datetime,
    remark: str = "",
    accept_rest: bool = False,
) -> Sheet:
    """Finish the verification of a sheet.

    ``accept_rest`` takes the claims of items that were not scored; without it every
    claimed item must have a score. Raises Invalid that names those left.
    """
    found = begin_sheet(sheet, SheetAct.VERIFY, by=by, at=at)
    left = found.items.filter(score=None, value__isnull=False)
    if accept_rest:
        left.update(score=F("value"), scored_by=by.actor.ref, scored_at=at)
    elif keys := list(left.values_list("key", flat=True)):
        names = {key: item_named(key) for key in keys}
        raise Invalid(
            _("Masih ada %(count)d butir yang belum dinilai.") % {"count": len(keys)},
            fields={
                key: _("“%(item)s” belum dinilai.")
                % {"item": item.label if item else key}
                for key, item in names.items()
            },
        )
    found.remark = words(remark, field="remark", required=False)
    found.state = SheetState.VERIFIED
    found.verified_at, found.verified_by = at, by.actor.ref
    found.save()
    note(found, SheetAct.VERIFY, by=by, at=at)
    return found


@transaction.atomic
def ask_clarification(
    sheet: Sheet, *, about: str, question: str, by: User, at: datetime
) -> Clarification:
    """Note a point on which the sheet and the assessor differ; sent with the others.

    ``about`` is the key of an item or the id of an indicator of the sheet.
    """
    found = begin_sheet(sheet, SheetAct.ASK, by=by, at=at)
    is_item = found.items.filter(key=about[:40]).exists()
    if not is_item and about not in found.readings:
        raise NotFound(_("Butir atau indikator itu tidak ada dalam lembar kerja ini."))
    asked, _new = Clarification.objects.update_or_create(
        sheet=found,
        about=about,
        defaults={
            "question": words(question, field="question"),
            "asked_by": by.actor.ref,
            "asked_at": at,
        },
    )
    found.state = SheetState.DISPUTED
    found.save(update_fields=["state"])
    note(found, SheetAct.ASK, by=by, at=at, about=about)
    return asked


@transaction.atomic
def send_clarifications(round: Round, *, by: User, at: datetime) -> Round:
    """Send all points to the subjects at once: one round, seven working days."""
    found = begin(round, RoundAct.SEND_CLARIFICATIONS, by=by, at=at)
    _demand_all_scored(found)
    points = Clarification.objects.filter(sheet__round=found)
    if not points.exists():
        raise NotAllowedNow(
            _("Tidak ada yang perlu diklarifikasi. Lanjutkan dengan pleno.")
        )
    found.clarify_until = limit(at, found.clarify_days, found.assessor)
    count = points.update(due_on=found.clarify_until)
    finish(found, RoundAct.SEND_CLARIFICATIONS, by=by, at=at, points=count)
    return found


@transaction.atomic
def decide_clarification(
    clarification: Clarification,
    *,
    is_accepted: bool,
    decision: str,
    score: int | None = None,
    by: User,
    at: datetime,
) -> Clarification:
    """Decide one point after its answer, or after its last day without one.

    ``score`` is the new score of the item it is about. The last decision makes the
    sheet verified.
    """
    sheet = begin_sheet(clarification.sheet, SheetAct.DECIDE, by=by, at=at)
    found = Clarification.objects.select_for_update().get(pk=clarification.pk)
    is_over = found.due_on and today(at, sheet.round.assessor) > found.due_on
    if found.answered_at is None and not is_over:
        raise NotAllowedNow(
            _("Tunggu jawaban, paling lambat %(day)s.") % {"day": found.due_on}
        )
    found.is_accepted = is_accepted
    found.decision = words(decision, field="decision")
    found.decided_by, found.decided_at = by.actor.ref, at
    found.save()
    if score is not None:
        demand_scale(score, "score")
        sheet.items.filter(key=found.about).update(
            score=score,
            reason=found.decision,
            scored_by=by.actor.ref,
            scored_at=at,
        )
    note(
        sheet,
        SheetAct.DECIDE,
        by=by,
        at=at,
        about=found.about,
        accepted=is_accepted,
        score=score,
    )
    if not sheet.clarifications.filter(decided_at=None).exists():
        sheet.state = SheetState.VERIFIED
        sheet.verified_at, sheet.verified_by = at, by.actor.ref
        sheet.save(update_fields=["state", "verified_at", "verified_by"])
    return found


class Meeting(NamedTuple):
    """What the minutes of a plenary hold."""

    held_on: date
    place: str
    chaired_by: str
    attendees: str
    decisions: str
    discussion: str = ""


@transaction.atomic
def hold_plenary(round: Round, *, meeting: Meeting, by: User, at: datetime) -> Round:
    """Write the minutes (berita acara), signed; every sheet must be settled."""
    found = begin(round, RoundAct.HOLD_PLENARY, by=by, at=at)
    _demand_all_scored(found)
    if count := found.sheets.filter(state=SheetState.DISPUTED).count():
        raise NotAllowedNow(
            _("Masih ada %(count)d lembar kerja yang klarifikasinya belum diputuskan.")
            % {"count": count}
        )
    if meeting.held_on > today(at, found.assessor):
        why = _("Tanggal rapat belum tiba.")
        raise Invalid(why, fields={"held_on": why})
    minutes = Minutes.objects.create(
        round=found,
        held_on=meeting.held_on,
        place=words(meeting.place, field="place")[:200],
        chaired_by=words(meeting.chaired_by, field="chaired_by")[:120],
        attendees=words(meeting.attendees, field="attendees"),
        decisions=words(meeting.decisions, field="decisions"),
        discussion=words(meeting.discussion, field="discussion", required=False),
        written_by=by.actor.ref,
        written_at=at,
    )
    sign(found, "minutes", minutes_content(minutes), by=by, at=at)
    finish(
        found,
        RoundAct.HOLD_PLENARY,
        by=by,
        at=at,
        held_on=meeting.held_on.isoformat(),
    )
    return found


def _demand_all_scored(round: Round) -> None:
    waiting = round.sheets.filter(Q(state=SheetState.OPEN) | Q(state="submitted"))
    if count := waiting.count():
        raise NotAllowedNow(
            _("Masih ada %(count)d lembar kerja yang belum diverifikasi.")
            % {"count": count}
        )
