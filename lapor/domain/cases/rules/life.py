"""The transition table: the diagram, the buttons, the clocks and the tests.

Read this file to know the process (domain §7.2). Each row says which act leads from
where to where, who may do it, which clocks it starts, stops, pauses and resumes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.accounts.rules import Action
from lapor.domain.deadlines.rules import Timer
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import NotAllowedNow

from .words import Act, State

S = State
NOT_NOW: Final = noop(
    "“{act}” tidak dapat dilakukan pada laporan berstatus “{state}”. "
    "Muat ulang halaman untuk melihat keadaan terbaru."
)


class Doer(NamedTuple):
    """Who may do an act: officers by a permitted action, the reporter, the system."""

    action: Action | None = None
    reporter: bool = False
    system: bool = False


class Step(NamedTuple):
    """One row. ``target`` None: the state stays as it is."""

    act: Act
    sources: frozenset[State]
    target: State | None
    doer: Doer
    starts: frozenset[Timer] = frozenset()
    stops: frozenset[Timer] = frozenset()
    pauses: frozenset[Timer] = frozenset()
    resumes: frozenset[Timer] = frozenset()


def _timers(*timers: Timer) -> frozenset[Timer]:
    return frozenset(timers)


REPORTER: Final = Doer(reporter=True)
SYSTEM: Final = Doer(system=True)
AGENCY_CLOCKS: Final = _timers(Timer.FIRST_FOLLOW_UP, Timer.COMPLETION)
EVERY: Final = frozenset(Timer)
WITH_AGENCY: Final = frozenset({S.DISPATCHED, S.IN_PROGRESS, S.REPLIED})
TOGETHER: Final = WITH_AGENCY | {S.WITH_OMBUDSMAN}
HELPED: Final = TOGETHER | {S.RETURN_REQUESTED}
OPEN: Final = frozenset(State) - {S.DRAFT, S.CLOSED, S.ARCHIVED}


def _steps() -> Iterator[Step]:
    yield from _arrival()
    yield from _dispatching()
    yield from _answering()
    yield from _ending()
    yield from _leaving()
    yield from _standing_still()
    yield from _together()


def _arrival() -> Iterator[Step]:
    at_verifier = frozenset({S.RECEIVED})
    yield Step(
        Act.SUBMIT,
        frozenset({S.DRAFT}),
        S.RECEIVED,
        Doer(Action.ENTER_CASE, reporter=True),
        starts=_timers(Timer.VERIFICATION, Timer.OMBUDSMAN),
    )
    yield Step(
        Act.HOLD,
        at_verifier,
        S.ON_HOLD,
        Doer(Action.HOLD),
        starts=_timers(Timer.REPORTER_DATA),
        pauses=_timers(Timer.VERIFICATION),
    )
    yield Step(
        Act.COMPLETE,
        frozenset({S.ON_HOLD}),
        S.RECEIVED,
        REPORTER,
        stops=_timers(Timer.REPORTER_DATA),
        resumes=_timers(Timer.VERIFICATION),
    )
    yield Step(Act.EXPIRE_HOLD, frozenset({S.ON_HOLD}), S.ARCHIVED, SYSTEM, stops=EVERY)
    yield Step(Act.ARCHIVE, at_verifier, S.ARCHIVED, Doer(Action.ARCHIVE), stops=EVERY)
    yield Step(Act.PASS_ON, at_verifier, S.RECEIVED, Doer(Action.ASK_RETURN))


def _dispatching() -> Iterator[Step]:
    yield Step(
        Act.DISPATCH,
        frozenset({S.RECEIVED}),
        S.DISPATCHED,
        Doer(Action.VERIFY),
        starts=AGENCY_CLOCKS | {Timer.INTERNAL_DISPATCH},
        stops=_timers(Timer.VERIFICATION),
    )
    yield Step(
        Act.DISPATCH_UNIT,
        WITH_AGENCY,
        None,
        Doer(Action.DISPATCH_UNIT),
        stops=_timers(Timer.INTERNAL_DISPATCH),
    )
    yield Step(
        Act.HAND_BACK,
        WITH_AGENCY,
        None,
        Doer(Action.HAND_BACK),
        starts=_timers(Timer.INTERNAL_DISPATCH),
    )
    yield Step(
        Act.ASK_RETURN,
        frozenset({S.DISPATCHED, S.IN_PROGRESS}),
        S.RETURN_REQUESTED,
        Doer(Action.ASK_RETURN),
        starts=_timers(Timer.RETURN_DECISION),
        resumes=_timers(Timer.COMPLETION),
    )
    yield Step(
        Act.GRANT_RETURN,
        frozenset({S.RETURN_REQUESTED}),
        S.DISPATCHED,
        Doer(Action.DECIDE_RETURN),
        starts=_timers(Timer.FIRST_FOLLOW_UP, Timer.INTERNAL_DISPATCH),
        stops=_timers(Timer.RETURN_DECISION, Timer.FIRST_FOLLOW_UP),
    )
    yield Step(
        Act.REFUSE_RETURN,
        frozenset({S.RETURN_REQUESTED}),
        S.DISPATCHED,
        Doer(Action.DECIDE_RETURN),
        stops=_timers(Timer.RETURN_DECISION),
    )


def _answering() -> Iterator[Step]:
    begun = _timers(Timer.FIRST_FOLLOW_UP, Timer.INTERNAL_DISPATCH)
    yield Step(
        Act.FOLLOW_UP,
        WITH_AGENCY,
        S.IN_PROGRESS,
        Doer(Action.FOLLOW_UP),
        stops=begun,
        resumes=_timers(Timer.COMPLETION),
    )
    yield Step(
        Act.FOLLOW_UP,
        frozenset({S.WITH_OMBUDSMAN}),
        None,
        Doer(Action.FOLLOW_UP),
        stops=begun,
        resumes=_timers(Timer.COMPLETION),
    )
    yield Step(
        Act.ASK_REPORTER,
        frozenset({S.IN_PROGRESS}),
        None,
        Doer(Action.FOLLOW_UP),
        pauses=_timers(Timer.COMPLETION),
    )
    yield Step(
        Act.SUPPLY,
        frozenset({S.IN_PROGRESS}),
        None,
        REPORTER,
        resumes=_timers(Timer.COMPLETION),
    )
    yield Step(
        Act.FINAL_ANSWER,
        WITH_AGENCY,
        S.ANSWERED,
        Doer(Action.FOLLOW_UP),
        starts=_timers(Timer.SILENCE),
        stops=begun | {Timer.REPLY, Timer.COMPLETION},
    )
    yield Step(
        Act.REPLY,
        frozenset({S.ANSWERED}),
        S.REPLIED,
        REPORTER,
        starts=_timers(Timer.REPLY),
        stops=_timers(Timer.SILENCE),
    )


def _ending() -> Iterator[Step]:
    answered, closed = frozenset({S.ANSWERED}), frozenset({S.CLOSED})
    yield Step(Act.ACCEPT, answered, S.CLOSED, REPORTER, stops=EVERY)
    yield Step(Act.EXPIRE_SILENCE, answered, S.CLOSED, SYSTEM, stops=EVERY)
    yield Step(
        Act.CLOSE,
        frozenset({S.ANSWERED, S.WITH_OMBUDSMAN}),
        S.CLOSED,
        Doer(Action.CLOSE),
        stops=EVERY,
    )
    yield Step(
        Act.REOPEN,
        closed,
        S.IN_PROGRESS,
        Doer(Action.REOPEN, reporter=True),
        starts=_timers(Timer.REPLY, Timer.OMBUDSMAN),
    )
    yield Step(
        Act.REVIVE,
        frozenset({S.ARCHIVED}),
        S.RECEIVED,
        Doer(Action.REOPEN, reporter=True),
        starts=_timers(Timer.VERIFICATION, Timer.OMBUDSMAN),
    )


def _leaving() -> Iterator[Step]:
    """The reporter goes, or goes to the Ombudsman and comes back."""
    yield Step(Act.WITHDRAW, OPEN, S.ARCHIVED, REPORTER, stops=EVERY)
    yield Step(
        Act.LEAVE,
        OPEN - {S.ON_HOLD},
        None,
        REPORTER,
        stops=_timers(Timer.OMBUDSMAN),
        resumes=_timers(Timer.COMPLETION),
    )
    yield Step(  # nobody is left who could complete it
        Act.LEAVE,
        frozenset({S.ON_HOLD}),
        S.RECEIVED,
        REPORTER,
        stops=_timers(Timer.OMBUDSMAN, Timer.REPORTER_DATA),
        resumes=_timers(Timer.VERIFICATION),
    )
    yield Step(
        Act.ESCALATE,
        frozenset(
            {
                S.DISPATCHED,
                S.RETURN_REQUESTED,
                S.IN_PROGRESS,
                S.ANSWERED,
                S.REPLIED,
            }
        ),
        S.WITH_OMBUDSMAN,
        REPORTER,
        stops=_timers(Timer.OMBUDSMAN, Timer.SILENCE),
        resumes=_timers(Timer.COMPLETION),
    )
    yield Step(
        Act.COME_BACK,
        frozenset({S.WITH_OMBUDSMAN}),
        S.IN_PROGRESS,
        Doer(reporter=True, system=True),
        starts=_timers(Timer.REPLY),
    )


def _standing_still() -> Iterator[Step]:
    yield Step(Act.CLASSIFY, OPEN - {S.ON_HOLD}, None, Doer(Action.VERIFY))
    yield Step(Act.NOTE, frozenset(State) - {S.DRAFT}, None, Doer(Action.NOTE))
    yield Step(
        Act.EXTEND,
        frozenset({S.DISPATCHED, S.IN_PROGRESS}),
        None,
        Doer(Action.FOLLOW_UP),
    )
    yield Step(Act.CLIMB, OPEN, None, SYSTEM)
    yield Step(
        Act.COMMENT,
        OPEN - {S.ANSWERED, S.ON_HOLD},
        None,
        REPORTER,
    )
    yield Step(Act.MERGE, OPEN, None, Doer(Action.MERGE))
    yield Step(Act.UNMERGE, OPEN, None, Doer(Action.MERGE, reporter=True))
    yield Step(
        Act.RELAY,
        frozenset(State) - {S.DRAFT},
        None,
        Doer(Action.FOLLOW_UP, system=True),
    )
    yield Step(
        Act.PROTECT,
        frozenset(State) - {S.DRAFT},
        None,
        Doer(Action.PROTECT, reporter=True),
    )
    yield Step(Act.TAG, frozenset(State) - {S.DRAFT}, None, Doer(Action.TAG))
    yield Step(Act.RESTRICT, OPEN, None, Doer(Action.PROTECT))
    promised = frozenset(State) - {S.DRAFT, S.RECEIVED, S.ON_HOLD}
    yield Step(Act.ASK_PROMISE, promised, None, SYSTEM)
    yield Step(Act.CONFIRM_PROMISE, promised, None, REPORTER)


def _together() -> Iterator[Step]:
    """Helpers come and go; the clocks of the case itself stay as they are."""
    joined, helps = Doer(Action.JOIN), Doer(Action.CONTRIBUTE)
    yield Step(Act.INVITE, TOGETHER, None, joined)
    yield Step(Act.COPY, TOGETHER, None, joined)
    yield Step(Act.RELEASE, HELPED, None, joined)
    yield Step(Act.CONSULT, TOGETHER, None, Doer(Action.CONSULT))
    yield Step(Act.CONTRIBUTE, HELPED, None, helps)
    yield Step(Act.ADVISE, HELPED, None, helps)
    yield Step(Act.DECLINE, HELPED, None, helps)
    yield Step(Act.CONVENE, HELPED, None, Doer(Action.CONVENE))


FACTS: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.SUBMIT: "case.received",
        Act.HOLD: "case.held",
        Act.COMPLETE: "case.completed",
        Act.EXPIRE_HOLD: "case.hold_expired",
        Act.ARCHIVE: "case.archived",
        Act.PASS_ON: "case.passed_on",
        Act.CLASSIFY: "case.classified",
        Act.DISPATCH: "case.dispatched",
        Act.DISPATCH_UNIT: "case.assigned",
        Act.HAND_BACK: "case.handed_back",
        Act.ASK_RETURN: "case.return_requested",
        Act.GRANT_RETURN: "case.return_granted",
        Act.REFUSE_RETURN: "case.return_refused",
        Act.FOLLOW_UP: "case.followed_up",
        Act.ASK_REPORTER: "case.data_requested",
        Act.SUPPLY: "case.data_supplied",
        Act.FINAL_ANSWER: "case.answered",
        Act.NOTE: "case.noted",
        Act.COMMENT: "case.commented",
        Act.REPLY: "case.replied",
        Act.ACCEPT: "case.accepted",
        Act.EXPIRE_SILENCE: "case.closed_by_silence",
        Act.CLOSE: "case.closed",
        Act.REOPEN: "case.reopened",
        Act.REVIVE: "case.revived",
        Act.WITHDRAW: "case.withdrawn",
        Act.LEAVE: "case.left",
        Act.MERGE: "case.merged",
        Act.UNMERGE: "case.unmerged",
        Act.PROTECT: "case.protected",
        Act.TAG: "case.tagged",
        Act.RESTRICT: "case.restricted",
        Act.ASK_PROMISE: "promise.asked",
        Act.CONFIRM_PROMISE: "promise.confirmed",
        Act.ESCALATE: "case.escalated",
        Act.INVITE: "case.joined",
        Act.COPY: "case.copied",
        Act.CONSULT: "case.consulted",
        Act.CONTRIBUTE: "case.contributed",
        Act.ADVISE: "case.advised",
        Act.DECLINE: "case.declined",
        Act.RELEASE: "case.released",
        Act.CONVENE: "case.convened",
        Act.COME_BACK: "case.came_back",
        Act.RELAY: "case.relayed",
        Act.EXTEND: "case.extended",
        Act.CLIMB: "case.climbed",
    }
)
"""What the ledger calls an act once it is done."""

AWAITED: Final[Mapping[State, tuple[Timer, ...]]] = MappingProxyType(
    {
        S.RECEIVED: (Timer.VERIFICATION,),
        S.ON_HOLD: (Timer.REPORTER_DATA,),
        S.DISPATCHED: (Timer.INTERNAL_DISPATCH, Timer.FIRST_FOLLOW_UP),
        S.RETURN_REQUESTED: (Timer.RETURN_DECISION,),
        S.IN_PROGRESS: (Timer.REPLY, Timer.COMPLETION),
        S.ANSWERED: (Timer.SILENCE,),
        S.REPLIED: (Timer.REPLY,),
        S.WITH_OMBUDSMAN: (Timer.COMPLETION,),
    }
)
"""Which running clocks say when the next step is due; the earliest counts."""

OTHERWISE: Final = (Timer.COMPLETION, Timer.REPLY)
"""What is waited for when none of these runs: a refused return after a follow-up."""

LIFE: Final[tuple[Step, ...]] = tuple(_steps())
_BY_STATE: Final[dict[State, dict[Act, Step]]] = defaultdict(dict)
for _step in LIFE:
    for _source in _step.sources:
        if _step.act in _BY_STATE[_source]:
            raise ValueError(f"Two rows for {_step.act} from {_source}.")
        _BY_STATE[_source][_step.act] = _step


def acts_from(state: State) -> tuple[Step, ...]:
    """Return the rows that leave a state, in the order of the table."""
    return tuple(_BY_STATE[state].values())


def step_for(state: State, act: Act) -> Step:
    """Return the row for this act in this state, or raise NotAllowedNow."""
    try:
        return _BY_STATE[state][act]
    except KeyError:
        sentence = translate(NOT_NOW).format(act=act.label, state=state.label)
        raise NotAllowedNow(sentence) from None
