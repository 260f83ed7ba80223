"""What time does to rounds: reminders, the end of filling, rounds that are due.

Level-triggered: each function looks at what should be so by now and makes it so. Days
without a run change nothing but the day on which it happens.
"""

from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import transaction

from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Round, Sheet
from lapor.domain.monev.queries.schedule import LOOK_BACK, Wanted, wanted_rounds
from lapor.domain.monev.rules.words import RoundState, SheetState
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import DomainError
from lapor.kernel.sweeping import one_by_one

from .drafting import draft_round
from .errands import take_up
from .opening import open_round
from .steps import today, working_days_left
from .verifying import start_verifying

#: Working days before the last day on which a sheet is reminded of (domain §12.10).
REMINDED: Final = (7, 3, 0)
EACH_RUN: Final = 40  # rounds


def sweep(*, at: datetime) -> int:
    """Open what is due, end what is over, remind of the rest; returns how many acts.

    At most ``EACH_RUN`` rounds are opened, so that others get their turn; the next
    run goes on.
    """
    day = at.astimezone(HOME_ZONE).date()
    told = open_due(upto=day, at=at, most=EACH_RUN)
    opened = sum(each.outcome == "opened" for each in told)
    return opened + take_up(at=at) + end_filling(at=at) + remind(at=at)


def remind(*, at: datetime) -> int:
    """Remind of open sheets 7, 3 and 0 working days before their last day.

    A reminder is a fact and a mark on the sheet, from which lists are made. After days
    down only the nearest is given. Returns how many were given.
    """
    opened = Round.objects.filter(state=RoundState.OPENED).select_related("assessor")
    return one_by_one(opened, lambda round: _remind_if_near(round, at))


def _remind_if_near(round: Round, at: datetime) -> int:
    on = today(at, round.assessor)
    if round.fill_until is None or on > round.fill_until:
        return 0
    left = working_days_left(round.fill_until, on=on, organisation=round.assessor)
    marks = [mark for mark in REMINDED if left <= mark]
    return _remind(round, marks, left, at) if marks else 0


def _remind(round: Round, marks: list[int], left: int, at: datetime) -> int:
    given = 0
    with transaction.atomic():
        sheets = Sheet.objects.select_for_update(of=("self",)).filter(
            round=round, state=SheetState.OPEN
        )
        for sheet in sheets.select_related("subject"):
            if min(marks) not in sheet.reminded:
                sheet.reminded = sorted({*sheet.reminded, *marks}, reverse=True)
                sheet.save(update_fields=["reminded"])
                record(
                    "sheet.reminded",
                    subject=round.ref,
                    actor=SYSTEM,
                    at=at,
                    sheet=sheet.pk,
                    organisation=sheet.subject.code,
                    working_days=left,
                )
                given += 1
    return given


def end_filling(*, at: datetime) -> int:
    """Start the verification of rounds whose last day of filling is over, or that
    nobody fills.

    Sheets that were not handed in are closed with automatic values. A round that fails
    holds up no other. Returns how many rounds moved on.
    """
    opened = Round.objects.filter(state=RoundState.OPENED).select_related("assessor")
    return one_by_one(opened, lambda round: _end_if_over(round, at))


def _end_if_over(round: Round, at: datetime) -> bool:
    until = round.fill_until
    is_over = until is None or today(at, round.assessor) > until
    if is_over or _all_handed_in(round):
        start_verifying(round, by=SYSTEM, at=at)
        return True
    return False


def _all_handed_in(round: Round) -> bool:
    return not round.sheets.filter(state=SheetState.OPEN).exists()


class Opened(NamedTuple):
    """What became of one round that was due.

    ``outcome`` is opened, missed (a newer one is due, so it was left to people),
    unstaffed (nobody acts for the assessor), or refused with ``why``; dry: due.
    """

    code: str
    tier: str
    opens_on: date
    outcome: str
    why: str = ""


def open_due(
    *, upto: date, at: datetime, most: int = 0, missed: bool = False, dry: bool = False
) -> list[Opened]:
    """Open the rounds that are due by a day and say what was missed.

    Twice is once. Of each tier and length only the newest period is opened by itself;
    older ones are told of, and opened too with ``missed``. ``most`` stops after so
    many openings (0: no limit); the next run goes on. Higher tiers come first, for
    they are few and wait for nobody.
    """
    told, opened = [], 0
    for wanted in _in_order(wanted_rounds(since=upto - LOOK_BACK, upto=upto)):
        outcome = _outcome(wanted, missed=missed, dry=dry)
        why = ""
        if outcome == "open":
            if most and opened >= most:
                outcome = "waiting"
            else:
                outcome, why = _open(wanted, at)
                opened += 1
        told.append(
            Opened(
                wanted.code,
                wanted.due.tier.value,
                wanted.due.opens_on,
                outcome,
                why,
            )
        )
    return told


def _in_order(wanted: list[Wanted]) -> list[Wanted]:
    return sorted(
        wanted, key=lambda each: (each.due.tier.startswith("micro"), each.due.opens_on)
    )


def _outcome(wanted: Wanted, *, missed: bool, dry: bool) -> str:
    if not wanted.is_staffed:
        return "unstaffed"
    if wanted.is_late and not missed:
        return "missed"
    return "due" if dry else "open"


def _open(wanted: Wanted, at: datetime) -> tuple[str, str]:
    """Draft and open in one transaction: a refused one leaves no draft behind."""
    try:
        with transaction.atomic():
            round = draft_round(
                tier=wanted.due.tier,
                assessor=wanted.assessor,
                period=wanted.due.period,
                by=SYSTEM,
                at=at,
            )
            open_round(round, by=SYSTEM, at=at)
    except DomainError as refusal:
        return "refused", refusal.message
    return "opened", ""
