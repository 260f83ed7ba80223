"""On its way and back: sent, failed, and what the Ombudsman says of it."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases import actions as cases
from lapor.domain.cases.rules import OmbudsmanOutcome
from lapor.domain.cases.rules import State as CaseState
from lapor.domain.deadlines.queries import calendar_for, term_for
from lapor.domain.deadlines.rules import Timer, due
from lapor.domain.handover.models import Handover, Notice
from lapor.domain.handover.policies import may_take_over
from lapor.domain.handover.rules import (
    Maladministration,
    NoticeState,
    State,
    follows,
    wait_before,
)
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import NotAllowedNow, NotFound

HOME_ZONE: Final = "Asia/Jakarta"
OMBUDSMAN: Final = Actor("ombudsman")


@transaction.atomic
def sent(handover: Handover, *, reference: str, at: datetime) -> Handover:
    """The other side has the package; ``reference`` is its name for it, if any."""
    locked = _locked(handover)
    locked.next_attempt_at, locked.trouble = None, ""
    locked.reference = reference[:64] or locked.reference
    if locked.sent_at is None:
        locked.sent_at = at
    if follows(State(locked.state), State.SENT) and locked.voided_at is None:
        locked.state = State.SENT
    if locked.voided_at is not None:  # withdrawn while it was on the wire
        locked.next_attempt_at = at
    locked.save()
    record(
        "handover.sent",
        subject=locked.case.ref,
        actor=SYSTEM,
        at=at,
        handover=locked.number,
        reference=locked.reference,
    )
    return locked


@transaction.atomic
def failed(handover: Handover, *, why: str, is_final: bool, at: datetime) -> Handover:
    """It did not arrive: try again later, or never again when it was refused."""
    locked = _locked(handover)
    locked.attempts += 1
    locked.trouble = why[:200]
    locked.next_attempt_at = None if is_final else at + wait_before(locked.attempts)
    locked.save(update_fields=["attempts", "trouble", "next_attempt_at"])
    record(
        "handover.send_failed",
        subject=locked.case.ref,
        actor=SYSTEM,
        at=at,
        handover=locked.number,
        attempt=locked.attempts,
        final=is_final,
    )
    return locked


@transaction.atomic
def void_told(handover: Handover, *, at: datetime) -> None:
    """The other side knows that consent was withdrawn."""
    locked = _locked(handover)
    locked.void_told_at, locked.next_attempt_at, locked.trouble = at, None, ""
    locked.save(update_fields=["void_told_at", "next_attempt_at", "trouble"])


@transaction.atomic
def take_notice(notice: NoticeState, *, external_id: str, at: datetime) -> bool:
    """Take what the other side says. Twice is once, late news moves nothing back.

    Returns whether it had an effect. Raises NotFound for a number we never gave.
    """
    found = Handover.objects.filter(number=notice.handover).first()
    if found is None:
        raise NotFound(_("Penyerahan dengan nomor ini tidak ada."))
    locked = _locked(found)
    if Notice.objects.filter(external_id=external_id).exists():
        return False
    happened_at = min(notice.happened_at, at)
    had_effect = locked.voided_at is None and follows(State(locked.state), notice.state)
    Notice.objects.create(
        external_id=external_id,
        handover=locked,
        state=notice.state,
        happened_at=happened_at,
        taken_at=at,
        had_effect=had_effect,
    )
    if had_effect:
        _move(locked, notice, happened_at, by=OMBUDSMAN, at=at)
    return had_effect


@transaction.atomic
def take_step(
    handover: Handover, notice: NoticeState, *, by: User, at: datetime
) -> Handover:
    """Do the same by hand, as an officer of the Ombudsman who works in this system."""
    locked = _locked(handover)
    may_take_over(by, locked, on=at.astimezone(ZoneInfo(HOME_ZONE)).date())
    if locked.voided_at is not None:
        raise NotAllowedNow(_("Pelapor sudah menarik persetujuannya."))
    if not follows(State(locked.state), notice.state):
        raise NotAllowedNow(
            _("Penyerahan ini sudah berstatus “%(state)s”.")
            % {"state": State(locked.state).label}
        )
    _move(locked, notice, at, by=by.actor, at=at)
    return locked


def _move(
    handover: Handover,
    notice: NoticeState,
    happened_at: datetime,
    *,
    by: Actor,
    at: datetime,
) -> None:
    before, handover.state = handover.state, notice.state
    handover.reference = notice.reference or handover.reference
    handover.next_attempt_at, handover.trouble = None, ""
    handover.received_at = handover.received_at or happened_at
    if handover.report_due_at is None:
        handover.report_due_at = _report_due(handover.received_at)
    if notice.state == State.EXAMINED:
        handover.examined_at = happened_at
    if notice.state in {State.FINISHED, State.REFUSED}:
        handover.ended_at = happened_at
        handover.maladministration = notice.maladministration
        handover.corrective_action = notice.corrective_action
        handover.report_on, handover.words = notice.report_on, notice.words
        if handover.case.state == CaseState.WITH_OMBUDSMAN:  # not closed meanwhile
            cases.come_back(
                handover.case,
                outcome=OmbudsmanOutcome(notice.state),
                content=_told(notice),
                by=SYSTEM,
                at=at,
            )
    handover.save()
    record(
        "handover.status_changed",
        subject=handover.case.ref,
        actor=by,
        at=at,
        handover=handover.number,
        before=before,
        after=str(notice.state),
        maladministration=notice.maladministration,
    )


def _told(notice: NoticeState) -> str:
    """Put the result into the words of the timeline."""
    if notice.state == State.REFUSED:
        return notice.words
    found = Maladministration(notice.maladministration).label
    lines = [_("Hasil pemeriksaan: %(found)s.") % {"found": found}]
    if notice.corrective_action:
        lines.append(
            _("Tindakan korektif: %(text)s") % {"text": notice.corrective_action}
        )
    if notice.report_on:
        day = f"{notice.report_on:%d-%m-%Y}"
        lines.append(_("Laporan hasil pemeriksaan tanggal %(day)s.") % {"day": day})
    return "\n".join(lines)


def _report_due(received_at: datetime) -> datetime:
    day = received_at.astimezone(ZoneInfo(HOME_ZONE)).date()
    term = term_for(Timer.OMBUDSMAN_REPORT, on=day)
    return due(received_at, term.amount, term.unit, HOME_ZONE, calendar_for()).due_at


def _locked(handover: Handover) -> Handover:
    return (
        Handover.objects.select_for_update(of=("self",))
        .select_related("case__agency")
        .get(pk=handover.pk)
    )
