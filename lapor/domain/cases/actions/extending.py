"""A term that is too short is extended: once, with a reason, before it has passed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.rules import Act, Kind, Visibility
from lapor.domain.deadlines.rules import Allowed, Timer
from lapor.kernel.errors import Invalid, NotAllowedNow

from . import clocks
from .steps import begin, finish, local_day, say


@transaction.atomic
def extend(
    case: Case,
    *,
    days: int,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Give the term of completion ``days`` more, in its own unit; the reporter is told.

    Only T3, and only while it runs (domain §9.6). How often and how many days at most
    are dated allowances of the day of arrival. Raises Invalid and NotAllowedNow.
    """
    move = begin(case, Act.EXTEND, by=by, at=at, version=version)
    case = move.case
    most = allowed(case, Allowed.MOST_EXTENSIONS)
    if case.extension_count >= most:
        raise NotAllowedNow(
            _("Batas penyelesaian sudah %(most)d kali diperpanjang.") % {"most": most}
        )
    clock = _running(case)
    if clock is None or case.is_waiting_for_reporter:
        raise NotAllowedNow(_("Batas penyelesaian sedang tidak berjalan."))
    if clock.due_at < move.at:
        raise NotAllowedNow(
            _("Batas penyelesaian sudah lewat, jadi tidak dapat diperpanjang lagi.")
        )
    _check(days, allowed(case, Allowed.EXTENSION_DAYS), reason)
    clocks.extend(clock, days, at=move.at)
    case.extension_count += 1
    due_on = local_day(clock.due_at, case.agency).isoformat()
    move.facts |= {"days": days, "due_on": due_on}
    seen = Visibility.REPORTER if case.is_secret else Visibility.PUBLIC
    say(move, Kind.DECISION, visibility=seen, content=reason, days=days, due_on=due_on)
    return finish(move)


def _running(case: Case) -> Clock | None:
    return (
        Clock.objects.filter(
            case=case, timer=Timer.COMPLETION, stopped_at=None, assignment=None
        )
        .select_related("term")
        .order_by("pk")
        .first()
    )


def _check(days: int, longest: int, reason: str) -> None:
    if not 1 <= days <= longest:
        sentence = _("Isi 1 sampai %(longest)d hari.") % {"longest": longest}
        raise Invalid(sentence, fields={"days": sentence})
    if not reason.strip():
        raise Invalid(
            _("Tulis alasannya."), fields={"reason": _("Alasan harus diisi.")}
        )
