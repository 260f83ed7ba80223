"""The transition tables of recommendations and plans: buttons, policies, tests. Pure.

Read this file to know the process. Whoever stands on a side is told by the policies.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.accounts.rules import Action
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import NotAllowedNow

from .words import PlanAct, PlanState, RecommendationAct, RecommendationStatus, Side

S, A = RecommendationStatus, RecommendationAct
P = PlanState
NOT_NOW: Final = noop(
    "“{act}” tidak dapat dilakukan: keadaannya sudah “{state}”. Muat ulang halaman "
    "untuk melihat keadaan terbaru."
)


class Step(NamedTuple):
    """One row of a recommendation. ``needs_words`` asks for a reason or a note."""

    act: RecommendationAct
    sources: frozenset[RecommendationStatus]
    target: RecommendationStatus
    side: Side
    fact: str
    needs_words: bool = False
    needs_proof: bool = False


class PlanStep(NamedTuple):
    """One row of a plan; ``action`` is that of the permission table."""

    act: PlanAct
    sources: frozenset[PlanState]
    target: PlanState
    action: Action
    fact: str


LIFE: Final = (
    Step(
        A.ACCEPT,
        frozenset({S.NEW}),
        S.ACCEPTED,
        Side.SUBJECT,
        fact="recommendation.accepted",
    ),
    Step(
        A.REFUSE,
        frozenset({S.NEW, S.ACCEPTED}),
        S.REFUSED,
        Side.SUBJECT,
        fact="recommendation.refused",
        needs_words=True,
    ),
    Step(
        A.START,
        frozenset({S.ACCEPTED}),
        S.WORKING,
        Side.SUBJECT,
        fact="recommendation.started",
    ),
    Step(
        A.CLAIM,
        frozenset({S.ACCEPTED, S.WORKING}),
        S.CLAIMED,
        Side.SUBJECT,
        fact="recommendation.claimed",
        needs_words=True,
        needs_proof=True,
    ),
    Step(
        A.VERIFY,
        frozenset({S.CLAIMED}),
        S.VERIFIED,
        Side.CHECKER,
        fact="recommendation.verified",
    ),
    Step(
        A.SEND_BACK,
        frozenset({S.CLAIMED}),
        S.WORKING,
        Side.CHECKER,
        fact="recommendation.sent_back",
        needs_words=True,
    ),
)
PLANS: Final = (
    PlanStep(
        PlanAct.EDIT,
        frozenset({P.DRAFT}),
        P.DRAFT,
        Action.KEEP_PLAN,
        fact="plan.edited",
    ),
    PlanStep(
        PlanAct.SUBMIT,
        frozenset({P.DRAFT}),
        P.SUBMITTED,
        Action.KEEP_PLAN,
        fact="plan.submitted",
    ),
    PlanStep(
        PlanAct.APPROVE,
        frozenset({P.SUBMITTED}),
        P.APPROVED,
        Action.SIGN_SHEET,
        fact="plan.approved",
    ),
    PlanStep(
        PlanAct.RETURN,
        frozenset({P.SUBMITTED}),
        P.DRAFT,
        Action.SIGN_SHEET,
        fact="plan.returned",
    ),
    PlanStep(
        PlanAct.REVISE,
        frozenset({P.APPROVED}),
        P.DRAFT,
        Action.KEEP_PLAN,
        fact="plan.revised",
    ),
)
_STEPS: Final[Mapping[RecommendationAct, Step]] = MappingProxyType(
    {step.act: step for step in LIFE}
)
_PLAN_STEPS: Final[Mapping[PlanAct, PlanStep]] = MappingProxyType(
    {step.act: step for step in PLANS}
)


def step_of(act: RecommendationAct) -> Step:
    """Return the row of an act."""
    return _STEPS[act]


def plan_step_of(act: PlanAct) -> PlanStep:
    """Return the row of an act on a plan."""
    return _PLAN_STEPS[act]


def step_for(state: RecommendationStatus, act: RecommendationAct) -> Step:
    """Return the row of an act, or raise NotAllowedNow with the present state."""
    step = step_of(act)
    if state not in step.sources:
        raise NotAllowedNow(translate(NOT_NOW).format(act=act.label, state=state.label))
    return step


def plan_step_for(state: PlanState, act: PlanAct) -> PlanStep:
    """Return the row of an act on a plan, or raise NotAllowedNow."""
    step = plan_step_of(act)
    if state not in step.sources:
        raise NotAllowedNow(translate(NOT_NOW).format(act=act.label, state=state.label))
    return step


def possible_acts(state: RecommendationStatus) -> tuple[Step, ...]:
    """Return the rows that lead on from a state."""
    return tuple(step for step in LIFE if state in step.sources)
