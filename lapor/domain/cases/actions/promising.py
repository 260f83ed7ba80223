"""Promises of an answer: made with a day, asked about on it, confirmed, missed.

What is missed gets a clock of its own (``Timer.PROMISE``, due at the end of the day
promised), which also runs on a closed case: so it climbs the same ladder as any term.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case, Clock, Message, Promise
from lapor.domain.cases.queries.seen import is_permitted
from lapor.domain.cases.rules import (
    FACTS,
    Act,
    Kind,
    PromiseVerdict,
    State,
    Visibility,
)
from lapor.domain.deadlines.rules import EventKind, Timer
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.rules import newest_day
from lapor.kernel.actor import REPORTER, SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from lapor.kernel.sweeping import one_by_one

from . import clocks
from .steps import Move, begin, finish, local_day, say

NOON = time(12)
ONE_DAY = timedelta(days=1)


def make_promise(move: Move, promised_on: date | None, text: str) -> Promise:
    """Keep what an answer promises, with its day. Raises Invalid without a day."""
    today = local_day(move.at, move.case.agency)
    if promised_on is None or promised_on <= today:
        raise Invalid(
            _("Janji memerlukan tanggal sesudah hari ini."),
            fields={"promised_on": _("Isi tanggal sesudah hari ini.")},
        )
    return Promise.objects.create(
        case=move.case,
        due_on=promised_on,
        text=text.strip() or move.case.shown_title,
        made_by=move.case.agency,
        made_at=move.at,
    )


@transaction.atomic
def keep_promise(promise: Promise, *, by: User, at: datetime) -> Promise:
    """Let the office say that it kept a promise, once; the reporter has the last word.

    After a denial it may say so again, when it was kept late: then he is asked anew.
    Raises NotPermitted for who does not answer the case, NotAllowedNow.
    """
    case = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency", "unit")
        .get(pk=promise.case_id)
    )
    if not is_permitted(by, case, Action.FOLLOW_UP, on=local_day(at, case.agency)):
        raise NotPermitted(_("Hanya instansi yang menjawab dapat menyatakan ini."))
    promise = Promise.objects.select_for_update().get(pk=promise.pk)
    if promise.kept_at is not None:
        raise NotAllowedNow(_("Janji ini tidak ada atau sudah ditepati."))
    promise.kept_at = at
    promise.is_confirmed = promise.confirmed_at = None
    promise.save(update_fields=["kept_at", "is_confirmed", "confirmed_at"])
    _settle_clock(case, at=at)
    record(
        "promise.kept",
        subject=case.ref,
        actor=by.actor,
        at=at,
        due_on=promise.due_on.isoformat(),
    )
    return promise


@transaction.atomic
def confirm_promise(
    case: Case, *, promise: Promise, is_kept: bool, content: str = "", at: datetime
) -> Case:
    """Let the reporter say whether a promise was kept; his word is the last.

    Only once it has been asked, and once. What he denies counts as missed and climbs.
    """
    move = begin(case, Act.CONFIRM_PROMISE, by=REPORTER, at=at)
    row = (
        Promise.objects.select_for_update()
        .filter(pk=promise.pk, case=move.case, is_confirmed=None)
        .exclude(asked_at=None, kept_at=None)
        .first()
    )
    if row is None:
        raise NotAllowedNow(_("Janji ini belum jatuh tempo atau sudah Anda nilai."))
    row.is_confirmed, row.confirmed_at = is_kept, move.at
    if is_kept:
        row.kept_at, row.missed_at = row.kept_at or move.at, None
    else:
        row.kept_at, row.missed_at = None, row.missed_at or move.at
    row.save()
    verdict = PromiseVerdict.KEPT if is_kept else PromiseVerdict.MISSED
    say(
        move,
        Kind.REPORTER,
        visibility=_public(move.case),
        content=content,
        promised=str(verdict),
    )
    _settle_clock(move.case, at=move.at)
    move.facts |= {"due_on": row.due_on.isoformat(), "is_kept": is_kept}
    return finish(move)


def watch_promises(*, at: datetime) -> int:
    """Ask about promises whose day has come, and start the climb of missed ones.

    Level-triggered; returns how many rows moved. Days are those of the agency. One
    that fails holds up none behind it.
    """
    latest = newest_day(at)
    open_ones = Promise.objects.filter(kept_at=None, is_confirmed=None).exclude(
        case__state__in=[State.ARCHIVED, State.DRAFT]
    )
    due = open_ones.filter(
        Q(asked_at=None, due_on__lte=latest) | Q(missed_at=None, due_on__lt=latest)
    )
    keys = list(due.order_by("due_on", "pk").values_list("pk", flat=True))
    return one_by_one(keys, lambda key: _watch(key, at))


@transaction.atomic
def _watch(key: int, at: datetime) -> bool:
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(promises=key)
    )
    row = Promise.objects.select_for_update().get(pk=key)
    today = local_day(at, case.agency)
    is_settled = row.kept_at is not None or row.is_confirmed is not None
    if is_settled or row.due_on > today:
        return False
    is_new = row.asked_at is None
    if is_new:
        row.asked_at = at
        _ask(case, row, at)
    is_missed = row.missed_at is None and row.due_on < today
    if is_missed:
        row.missed_at = at
        record(
            "promise.missed",
            subject=case.ref,
            actor=SYSTEM,
            at=at,
            due_on=row.due_on.isoformat(),
        )
    row.save(update_fields=["asked_at", "missed_at"])
    if is_missed:
        _settle_clock(case, at=at)
    return is_new or is_missed


def _ask(case: Case, row: Promise, at: datetime) -> None:
    """Tell the timeline, without a new version: nobody who writes is interrupted."""
    Message.objects.create(
        case=case,
        kind=Kind.SYSTEM,
        visibility=_public(case),
        author=SYSTEM.ref,
        template=Act.ASK_PROMISE,
        parameters={"promise": row.text},
        created_at=at,
    )
    record(
        FACTS[Act.ASK_PROMISE],
        subject=case.ref,
        actor=SYSTEM,
        at=at,
        due_on=row.due_on.isoformat(),
    )


def _settle_clock(case: Case, *, at: datetime) -> None:
    """Run a clock for the longest missed promise; stop it when none is missed."""
    running = Clock.objects.filter(
        case=case, timer=Timer.PROMISE, stopped_at=None, assignment=None
    ).first()
    missed = (
        Promise.objects.filter(case=case, kept_at=None, missed_at__isnull=False)
        .order_by("due_on", "pk")
        .first()
    )
    if running is not None and missed is None:
        running.events = [*running.events, [EventKind.STOPPED, at.isoformat()]]
        running.stopped_at = at
        running.save(update_fields=["events", "stopped_at"])
    elif running is None and missed is not None:
        day_before = datetime.combine(missed.due_on - ONE_DAY, NOON)
        begun = day_before.replace(tzinfo=ZoneInfo(case.agency.zone))
        clocks.start(case, Timer.PROMISE, at=begun.astimezone(ZoneInfo("UTC")))


def _public(case: Case) -> Visibility:
    return Visibility.REPORTER if case.is_secret else Visibility.PUBLIC
