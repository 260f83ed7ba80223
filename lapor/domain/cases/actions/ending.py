"""How a case ends, and how it comes back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.queries.acts import is_late
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.rules import (
    Act,
    ArchiveReason,
    Closing,
    Kind,
    OmbudsmanOutcome,
    State,
    Visibility,
)
from lapor.domain.deadlines.rules import Allowed, Timer
from lapor.kernel.actor import REPORTER, SYSTEM, Actor
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.sweeping import one_by_one

from .joining import mirror
from .steps import begin, finish, say


@transaction.atomic
def accept(case: Case, *, at: datetime) -> Case:
    """The reporter accepts the answer: the case is closed."""
    move = begin(case, Act.ACCEPT, by=REPORTER, at=at)
    move.case.closing = Closing.ACCEPTED
    say(move, Kind.SYSTEM, visibility=Visibility.PUBLIC)
    return finish(move)


@transaction.atomic
def close(
    case: Case, *, reason: str, by: User, at: datetime, version: int | None = None
) -> Case:
    """Close an answered case as an officer; the reporter may still reopen it."""
    move = begin(case, Act.CLOSE, by=by, at=at, version=version)
    if not reason.strip():
        raise Invalid(
            _("Tulis mengapa laporan ditutup."),
            fields={"reason": _("Alasan harus diisi.")},
        )
    is_resolved = move.before == State.WITH_OMBUDSMAN
    if is_resolved and move.case.answered_at is None:
        raise NotAllowedNow(_("Laporan belum mempunyai jawaban akhir."))
    move.case.closing = Closing.OMBUDSMAN if is_resolved else Closing.OFFICER
    say(move, Kind.DECISION, visibility=Visibility.REPORTER, content=reason)
    done = finish(move)
    mirror(done, close, reason=reason, by=by, at=at)
    return done


@transaction.atomic
def expire(key: int, *, at: datetime) -> Case | None:
    """Do what an expired clock (by key) asks for; None when somebody was faster.

    Silence after a final answer closes, as an outcome of its own (never "solved");
    data that never came archives, and may be reopened for thirty days.
    """
    clock = Clock.objects.select_related("case").get(pk=key)
    act = EXPIRES[Timer(clock.timer)]
    try:
        move = begin(clock.case, act, by=SYSTEM, at=at)
    except NotAllowedNow:
        return None
    running = Clock.objects.filter(pk=clock.pk, stopped_at=None, due_at__lt=at).exists()
    if not running:
        return None
    if act == Act.EXPIRE_SILENCE:
        move.case.closing = Closing.SILENCE
    else:
        move.case.closing = Closing.ARCHIVED_BY_SYSTEM
        move.case.archive_reason = ArchiveReason.NOT_COMPLETED
    say(move, Kind.SYSTEM, visibility=Visibility.REPORTER)
    return finish(move)


def sweep(*, at: datetime) -> int:
    """Do everything that fell due, oldest first, once; returns how much was done.

    Level-triggered: it looks at what is due now and not at what it did before, so
    after days of standstill one run catches up in order. A case that cannot be ended
    holds up none behind it.
    """
    due = Clock.objects.filter(timer__in=EXPIRES, stopped_at=None, due_at__lt=at)
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True))
    return one_by_one(keys, lambda key: expire(key, at=at) is not None)


@transaction.atomic
def reopen(
    case: Case,
    *,
    reason: str,
    by: User | Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Take up a closed case again; a reporter within thirty days, twice at most."""
    move = begin(case, Act.REOPEN, by=by, at=at, version=version)
    _demand_reason(reason)
    if by == REPORTER:
        _within_window(move.case, at)
        most = allowed(move.case, Allowed.MOST_REOPENINGS)
        if move.case.reopen_count >= most:
            raise NotAllowedNow(
                _("Laporan ini sudah %(most)d kali dibuka kembali. Buat laporan baru.")
                % {"most": most}
            )
    move.case.reopen_count += 1
    say(
        move,
        Kind.REPORTER if by == REPORTER else Kind.DECISION,
        visibility=Visibility.REPORTER,
        content=reason,
    )
    return finish(move)


@transaction.atomic
def revive(
    case: Case,
    *,
    reason: str,
    by: User | Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Take a case out of the archive; it waits for verification again."""
    move = begin(case, Act.REVIVE, by=by, at=at, version=version)
    _demand_reason(reason)
    if by == REPORTER:
        _within_window(move.case, at)
    move.case.reopen_count += 1
    say(
        move,
        Kind.REPORTER if by == REPORTER else Kind.DECISION,
        visibility=Visibility.REPORTER,
        content=reason,
    )
    return finish(move)


@transaction.atomic
def withdraw(case: Case, *, reason: str, at: datetime) -> Case:
    """The reporter withdraws. A supervisory case goes on as a finding without him."""
    held = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("classification")
        .get(pk=case.pk)
    )
    keeps = held.classification is not None and held.classification.needs_apip
    move = begin(case, Act.LEAVE if keeps else Act.WITHDRAW, by=REPORTER, at=at)
    _demand_reason(reason)
    if keeps:
        move.case.is_finding = True
    else:
        move.case.closing = Closing.ARCHIVED_BY_REPORTER
        move.case.archive_reason = ArchiveReason.WITHDRAWN
    say(move, Kind.REPORTER, visibility=Visibility.REPORTER, content=reason)
    return finish(move)


@transaction.atomic
def escalate(case: Case, *, consent: bool, at: datetime) -> Case:
    """Hand a late case to the Ombudsman, with the reporter's consent (domain §9.7)."""
    move = begin(case, Act.ESCALATE, by=REPORTER, at=at)
    if not consent:
        raise Invalid(
            _("Centang persetujuan agar laporan dapat diteruskan ke Ombudsman."),
            fields={"consent": _("Persetujuan Anda diperlukan.")},
        )
    if not is_late(move.case, at=move.at):
        raise NotAllowedNow(
            _("Laporan belum melewati batas waktu, jadi belum dapat diteruskan.")
        )
    move.case.escalated_at = move.at
    say(move, Kind.DECISION, visibility=Visibility.REPORTER)
    return finish(move)


@transaction.atomic
def come_back(
    case: Case,
    *,
    outcome: OmbudsmanOutcome,
    content: str,
    by: Actor,
    at: datetime,
) -> Case:
    """Take a case back from the Ombudsman: examined, not taken, or no longer wanted.

    The agency has its own term for an answer to it. When the reporter has withdrawn
    his consent, the Ombudsman no longer sees the case.
    """
    move = begin(case, Act.COME_BACK, by=by, at=at)
    if outcome == OmbudsmanOutcome.WITHDRAWN:
        move.case.escalated_at = None
    move.facts["outcome"] = str(outcome)
    say(
        move,
        Kind.DECISION,
        visibility=Visibility.REPORTER,
        content=content,
        outcome=str(outcome),
    )
    return finish(move)


EXPIRES = {
    Timer.SILENCE: Act.EXPIRE_SILENCE,
    Timer.REPORTER_DATA: Act.EXPIRE_HOLD,
}


def _within_window(case: Case, at: datetime) -> None:
    days = allowed(case, Allowed.REOPEN_DAYS)
    if case.closed_at is None or at > case.closed_at + timedelta(days=days):
        raise NotAllowedNow(
            _(
                "Batas %(days)d hari untuk membuka kembali sudah lewat. "
                "Buat laporan baru."
            )
            % {"days": days}
        )


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(
            _("Tulis alasannya."), fields={"reason": _("Alasan harus diisi.")}
        )
