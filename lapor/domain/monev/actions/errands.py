"""Opening and fixing take long: a page asks for them, a job carries them out.

What was asked for is a row until it has ended. So whoever looks sees that it is under
way, a job that was cut short is taken up again, and twice is once: the act itself is
one transaction, and the row is locked while it runs.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Errand, Round
from lapor.domain.monev.rules.words import RoundAct
from lapor.kernel import queue
from lapor.kernel.errors import DomainError, NotAllowedNow
from lapor.kernel.sweeping import one_by_one

from .steps import begin, demand_ended

CARRY_OUT: Final = "monev.carry_out"
LONG: Final = (RoundAct.OPEN, RoundAct.FIX)
#: After so long an errand is looked after by the sweep, should its job be lost.
PATIENCE: Final = timedelta(minutes=30)


@transaction.atomic
def ask(round: Round, act: RoundAct, *, by: User, at: datetime) -> Errand:
    """Ask for the opening or the fixing of a round; asked twice is once.

    Raises at once what needs no computing: NotPermitted, NotAllowedNow in the wrong
    state or while something else is under way, Invalid for a period that still runs.
    """
    found = begin(round, act, by=by, at=at)
    if act == RoundAct.OPEN:
        demand_ended(found, at=at)
    errand = Errand.objects.filter(round=found, ended_at=None).first()
    if errand is not None:
        return errand
    errand = Errand.objects.create(round=found, act=act, asked_by=by, asked_at=at)
    record("round.asked", subject=found.ref, actor=by.actor, at=at, act=act.value)
    queue.defer(CARRY_OUT, code=found.code)
    return errand


def carry_out(code: str, *, at: datetime) -> bool:
    """Do what was asked for a round; returns whether it was done now.

    What a room refuses is kept on the errand, for whoever asked. Any other fault leaves
    the errand open, to be tried again.
    """
    try:
        with transaction.atomic():
            errand = _taken(code)
            if errand is None:
                return False
            _do(errand, at)
            errand.ended_at = at
            errand.save(update_fields=["ended_at"])
    except DomainError as refusal:
        _refused(code, refusal.message, at)
        return False
    return True


def take_up(*, at: datetime) -> int:
    """Carry out what stayed open for long, oldest first; returns how many were done."""
    left = Errand.objects.filter(ended_at=None, asked_at__lt=at - PATIENCE)
    codes = list(left.order_by("asked_at").values_list("round__code", flat=True))
    return one_by_one(codes, lambda code: carry_out(code, at=at))


def _taken(code: str) -> Errand | None:
    """Lock the open errand of a round; None when there is none or another has it."""
    rows = Errand.objects.select_for_update(of=("self",), skip_locked=True)
    return (
        rows.filter(round__code=code, ended_at=None)
        .select_related("round", "asked_by")
        .first()
    )


def _do(errand: Errand, at: datetime) -> None:
    from .fixing import fix_round  # noqa: PLC0415 - engines are heavy for a web process
    from .opening import open_round  # noqa: PLC0415

    if errand.what == RoundAct.OPEN:
        open_round(errand.round, by=errand.asked_by, at=at)
    elif errand.what == RoundAct.FIX:
        fix_round(errand.round, by=errand.asked_by, at=at)
    else:
        raise NotAllowedNow(_("Langkah ini tidak dikerjakan di latar belakang."))


def _refused(code: str, why: str, at: datetime) -> None:
    with transaction.atomic():
        errand = _taken(code)
        if errand is not None:
            errand.ended_at, errand.refusal = at, why
            errand.save(update_fields=["ended_at", "refusal"])
            record(
                "round.refused",
                subject=errand.round.ref,
                actor=errand.asked_by.actor,
                at=at,
                act=errand.act,
            )
