"""Which buttons a person gets: the rows of the transition table that fit."""

from datetime import date, datetime, timedelta

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.rules import (
    Act,
    OmbudsmanWay,
    Part,
    State,
    Step,
    acts_from,
)
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Allowed, Timer, end_of, local_day
from lapor.kernel.actor import REPORTER

from .hops import is_party
from .parts import lacking, part_of, present_parts
from .promises import waits_for_word
from .seen import is_permitted


def acts_for_officer(user: User, case: Case, *, on: date) -> list[Step]:
    """Return what this officer may do now, in the order of the table."""
    return [
        step
        for step in acts_from(State(case.state))
        if step.doer.action
        and is_permitted(user, case, step.doer.action, on=on)
        and _fits(case, step)
        and _fits_part(user, case, step, on)
    ]


def _fits_part(user: User, case: Case, step: Step, on: date) -> bool:
    """Offer each helper what belongs to his part, the lead what is ready, and no
    party the decision.
    """
    if step.act == Act.FINAL_ANSWER:
        return not lacking(case)
    if step.act == Act.RELEASE:
        return bool(present_parts(case))
    if step.act in {Act.GRANT_RETURN, Act.REFUSE_RETURN}:
        return not is_party(user, case, on=on)
    if step.act not in OF_PART:
        return True
    mine = part_of(user, case, on=on, part=OF_PART[step.act])
    return mine is not None and mine.handed_in_at is None


OF_PART = {
    Act.CONTRIBUTE: Part.CONTRIBUTOR,
    Act.DECLINE: Part.CONTRIBUTOR,
    Act.ADVISE: Part.CONSULTED,
}


def acts_for_reporter(
    case: Case, *, at: datetime, late: bool | None = None
) -> list[Step]:
    """Return what the reporter may do now, in the order of the table.

    ``late`` is the answer of ``is_late`` when the caller has it already.
    """
    return [
        step
        for step in acts_from(State(case.state))
        if step.doer.reporter
        and not case.is_finding
        and _fits_reporter(case, step, at, late)
    ]


def _fits(case: Case, step: Step) -> bool:
    """Beyond the state: what the case itself still allows, act by act."""
    fits = {
        Act.SUBMIT: False,
        Act.ASK_RETURN: not case.is_remit_settled,
        Act.HAND_BACK: case.unit_id is not None,
        Act.ASK_REPORTER: step.act == Act.ASK_REPORTER
        and not case.is_waiting_for_reporter
        and case.pause_count < allowed(case, Allowed.MOST_PAUSES),
        Act.MERGE: case.parent_id is None,
        Act.UNMERGE: case.parent_id is not None,
        Act.PROTECT: not (case.is_anonymous and case.is_secret),
        Act.EXTEND: step.act == Act.EXTEND and _is_extendable(case),
    }
    return fits.get(step.act, True)


def _is_extendable(case: Case) -> bool:
    """A term is extended while it runs, as often as is allowed."""
    return (
        case.completion_due_at is not None
        and case.answered_at is None
        and not case.is_waiting_for_reporter
        and case.extension_count < allowed(case, Allowed.MOST_EXTENSIONS)
    )


def _fits_reporter(case: Case, step: Step, at: datetime, late: bool | None) -> bool:
    needs_apip = case.classification is not None and case.classification.needs_apip
    fits = {
        Act.SUPPLY: case.is_waiting_for_reporter,
        Act.COMMENT: not case.is_waiting_for_reporter,
        # What must be looked up is looked up for the act that depends on it.
        Act.REOPEN: step.act == Act.REOPEN
        and _is_recent(case, at)
        and case.reopen_count < allowed(case, Allowed.MOST_REOPENINGS),
        Act.REVIVE: step.act == Act.REVIVE and _is_recent(case, at),
        Act.CONFIRM_PROMISE: step.act == Act.CONFIRM_PROMISE and waits_for_word(case),
        Act.WITHDRAW: not needs_apip,
        Act.LEAVE: needs_apip,
        Act.ESCALATE: step.act == Act.ESCALATE
        and (is_late(case, at=at) if late is None else late),
    }
    return _fits(case, step) and fits.get(step.act, True)


def _is_recent(case: Case, at: datetime) -> bool:
    """Say whether a closed case may still come back at its reporter's wish."""
    if case.closed_at is None:
        return False
    return at <= case.closed_at + timedelta(days=allowed(case, Allowed.REOPEN_DAYS))


def is_late(case: Case, *, at: datetime) -> bool:
    """Say whether the reporter may go to the Ombudsman (domain §9.7)."""
    return ombudsman_way(case, at=at) is not None


def ombudsman_way(case: Case, *, at: datetime) -> OmbudsmanWay | None:
    """Say why the way to the Ombudsman is open, None while it is not.

    Past sixty calendar days; or so many working days past the term of the class
    without an answer; or the final answer was refused so many times.
    """
    is_past_sixty = Clock.objects.filter(
        case=case, timer=Timer.OMBUDSMAN, stopped_at=None, due_at__lt=at
    ).exists()
    refusals = 0
    if not is_past_sixty and case.answered_at is not None:
        refusals = case.messages.filter(template=Act.REPLY, author=REPORTER.ref).count()
    return way_with(case, is_past_sixty, refusals, at=at)


def way_with(
    case: Case, is_past_sixty: bool, refusals: int, *, at: datetime
) -> OmbudsmanWay | None:
    """Return the same for whoever has looked up sixty days and refusals already."""
    if is_past_sixty:
        return OmbudsmanWay.SIXTY_DAYS
    if refusals and refusals >= allowed(case, Allowed.OMBUDSMAN_REFUSALS):
        return OmbudsmanWay.REFUSED
    due_at = case.completion_due_at
    if due_at is None or case.answered_at is not None or due_at >= at:
        return None
    zone = case.agency.zone
    calendar = calendar_for(case.agency.calendar_code)
    wait = allowed(case, Allowed.OMBUDSMAN_WAIT_DAYS)
    last = calendar.after(local_day(due_at, zone), wait)
    return OmbudsmanWay.PAST_TERM if at > end_of(last, zone) else None
