"""The transition table of rounds and sheets: buttons, policies, pages and tests.

Read this file to know the process (domain §12.10). Each row says which act leads from
where to where, on which side its doer stands, and which action of the permission table
he needs. Who stands on which side is read from tiers and oversight rows.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.accounts.rules import Action
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import NotAllowedNow

from .words import RoundAct, RoundState, SheetAct, SheetState, Side

R, S = RoundState, SheetState
NOT_NOW: Final = noop(
    "“{act}” tidak dapat dilakukan: putaran ini berstatus “{state}”. "
    "Muat ulang halaman untuk melihat keadaan terbaru."
)
NOT_NOW_SHEET: Final = noop(
    "“{act}” tidak dapat dilakukan: lembar kerja ini berstatus “{state}” pada putaran "
    "yang berstatus “{round}”."
)


class RoundStep(NamedTuple):
    """One row for a round. ``target`` None: its state stays as it is."""

    act: RoundAct
    sources: frozenset[RoundState]
    target: RoundState | None
    action: Action
    by_system: bool = False
    side: Side = Side.ASSESSOR


class SheetStep(NamedTuple):
    """One row for a sheet; ``during`` are the states of its round that allow it."""

    act: SheetAct
    sources: frozenset[SheetState]
    target: SheetState | None
    during: frozenset[RoundState]
    side: Side
    action: Action
    by_system: bool = False


def _of(*states: RoundState) -> frozenset[RoundState]:
    return frozenset(states)


def _in(*states: SheetState) -> frozenset[SheetState]:
    return frozenset(states)


LIFE: Final[tuple[RoundStep, ...]] = (
    RoundStep(RoundAct.DRAFT, _of(), R.DRAFT, Action.EVALUATE, by_system=True),
    RoundStep(RoundAct.EDIT, _of(R.DRAFT), None, Action.EVALUATE),
    RoundStep(RoundAct.CANCEL, _of(R.DRAFT), R.CANCELLED, Action.EVALUATE),
    RoundStep(RoundAct.OPEN, _of(R.DRAFT), R.OPENED, Action.EVALUATE, by_system=True),
    RoundStep(
        RoundAct.START_VERIFYING,
        _of(R.OPENED),
        R.VERIFYING,
        Action.EVALUATE,
        by_system=True,
    ),
    RoundStep(
        RoundAct.SEND_CLARIFICATIONS, _of(R.VERIFYING), R.CLARIFYING, Action.EVALUATE
    ),
    RoundStep(
        RoundAct.HOLD_PLENARY,
        _of(R.VERIFYING, R.CLARIFYING),
        R.PLENARY,
        Action.EVALUATE,
    ),
    RoundStep(RoundAct.FIX, _of(R.PLENARY), R.FIXED, Action.EVALUATE),
    RoundStep(RoundAct.PUBLISH, _of(R.FIXED), R.PUBLISHED, Action.PUBLISH_RESULT),
    RoundStep(
        RoundAct.RECOMMEND,
        _of(R.FIXED, R.PUBLISHED, R.FOLLOWING_UP),
        None,
        Action.EVALUATE,
    ),
    RoundStep(RoundAct.END, _of(R.PUBLISHED, R.FOLLOWING_UP), R.ENDED, Action.EVALUATE),
)
"""A recommendation given to a published round leads to ``following_up``; see
``after_recommending``."""

SHEETS: Final[tuple[SheetStep, ...]] = (
    SheetStep(
        SheetAct.FILL,
        _in(S.OPEN),
        None,
        _of(R.OPENED),
        Side.SUBJECT,
        Action.FILL_SHEET,
    ),
    SheetStep(
        SheetAct.ATTACH,
        _in(S.OPEN),
        None,
        _of(R.OPENED),
        Side.SUBJECT,
        Action.FILL_SHEET,
    ),
    SheetStep(
        SheetAct.SUBMIT,
        _in(S.OPEN),
        S.SUBMITTED,
        _of(R.OPENED),
        Side.SUBJECT,
        Action.SIGN_SHEET,
    ),
    SheetStep(
        SheetAct.CLOSE_AUTOMATIC,
        _in(S.OPEN),
        S.CLOSED_AUTOMATIC,
        _of(R.OPENED),
        Side.ASSESSOR,
        Action.EVALUATE,
        by_system=True,
    ),
    SheetStep(
        SheetAct.SCORE,
        _in(S.SUBMITTED),
        None,
        _of(R.VERIFYING),
        Side.ASSESSOR,
        Action.EVALUATE,
    ),
    SheetStep(
        SheetAct.RECHECK,
        _in(S.SUBMITTED, S.VERIFIED, S.DISPUTED, S.CLOSED_AUTOMATIC),
        None,
        _of(R.VERIFYING, R.CLARIFYING),
        Side.ASSESSOR,
        Action.EVALUATE,
    ),
    SheetStep(
        SheetAct.VERIFY,
        _in(S.SUBMITTED),
        S.VERIFIED,
        _of(R.VERIFYING),
        Side.ASSESSOR,
        Action.EVALUATE,
    ),
    SheetStep(
        SheetAct.ASK,
        _in(S.SUBMITTED, S.VERIFIED, S.DISPUTED),
        S.DISPUTED,
        _of(R.VERIFYING),
        Side.ASSESSOR,
        Action.EVALUATE,
    ),
    SheetStep(
        SheetAct.ANSWER,
        _in(S.DISPUTED),
        None,
        _of(R.CLARIFYING),
        Side.SUBJECT,
        Action.FILL_SHEET,
    ),
    SheetStep(
        SheetAct.DECIDE,
        _in(S.DISPUTED),
        None,
        _of(R.CLARIFYING),
        Side.ASSESSOR,
        Action.EVALUATE,
    ),
)
"""Once every point of a disputed sheet is decided, the sheet is verified."""

FACTS: Final[Mapping[RoundAct | SheetAct, str]] = MappingProxyType(
    {
        RoundAct.DRAFT: "round.drafted",
        RoundAct.EDIT: "round.edited",
        RoundAct.CANCEL: "round.cancelled",
        RoundAct.OPEN: "round.opened",
        RoundAct.START_VERIFYING: "round.verifying",
        RoundAct.SEND_CLARIFICATIONS: "round.clarifying",
        RoundAct.HOLD_PLENARY: "round.plenary_held",
        RoundAct.FIX: "round.fixed",
        RoundAct.PUBLISH: "round.published",
        RoundAct.RECOMMEND: "round.recommended",
        RoundAct.END: "round.ended",
        SheetAct.FILL: "sheet.filled",
        SheetAct.ATTACH: "sheet.evidence_added",
        SheetAct.SUBMIT: "sheet.submitted",
        SheetAct.CLOSE_AUTOMATIC: "sheet.closed_automatic",
        SheetAct.SCORE: "sheet.scored",
        SheetAct.RECHECK: "sheet.rechecked",
        SheetAct.VERIFY: "sheet.verified",
        SheetAct.ASK: "sheet.clarification_asked",
        SheetAct.ANSWER: "sheet.clarification_answered",
        SheetAct.DECIDE: "sheet.clarification_decided",
    }
)
"""What the ledger calls an act once it is done."""


def step_of(act: RoundAct) -> RoundStep:
    """Return the row of an act on a round; every act has exactly one."""
    return _ROUND[act]


def sheet_step_of(act: SheetAct) -> SheetStep:
    """Return the row of an act on a sheet; every act has exactly one."""
    return _SHEET[act]


def step_for(state: RoundState, act: RoundAct) -> RoundStep:
    """Return the row for this act in this state, or raise NotAllowedNow."""
    step = _ROUND[act]
    if state not in step.sources:
        raise NotAllowedNow(translate(NOT_NOW).format(act=act.label, state=state.label))
    return step


def sheet_step_for(state: SheetState, during: RoundState, act: SheetAct) -> SheetStep:
    """Return the row for this act on a sheet of a round, or raise NotAllowedNow."""
    step = _SHEET[act]
    if state not in step.sources or during not in step.during:
        sentence = translate(NOT_NOW_SHEET)
        raise NotAllowedNow(
            sentence.format(act=act.label, state=state.label, round=during.label)
        )
    return step


def acts_from(state: RoundState) -> tuple[RoundStep, ...]:
    """Return the rows that leave a state of a round, in the order of the table."""
    return tuple(step for step in LIFE if state in step.sources)


def sheet_acts_from(state: SheetState, during: RoundState) -> tuple[SheetStep, ...]:
    """Return the rows that leave a state of a sheet, in the order of the table."""
    return tuple(
        step for step in SHEETS if state in step.sources and during in step.during
    )


def after_recommending(state: RoundState) -> RoundState:
    """Return the state of a round that has an open recommendation.

    >>> after_recommending(RoundState.PUBLISHED).value
    'following_up'
    """
    return R.FOLLOWING_UP if state == R.PUBLISHED else state


_ROUND: Final = {step.act: step for step in LIFE}
_SHEET: Final = {step.act: step for step in SHEETS}
if len(_ROUND) != len(LIFE) or len(_SHEET) != len(SHEETS):
    raise ValueError("Two rows for one act.")
