"""The permission table: role x action x relation x protection (domain §4.2).

One artefact. Buttons, policies, ``seen_by``, the documentation and the tests are all
made from it. What is not written here is forbidden.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from .roles import Action as A
from .roles import Protection as P
from .roles import Relation as N
from .roles import Role as R

NONE: Final[frozenset[P]] = frozenset()
ANONYMOUS: Final = frozenset({P.ANONYMOUS})
SECRET: Final = frozenset({P.SECRET})
BOTH: Final = frozenset(P)


class Rule(NamedTuple):
    """``role`` may do ``action`` to what stands in ``relation`` to his organisation.

    ``under`` lists the protections that do not stop him: a case that carries a
    protection outside this set is closed to this rule.
    """

    role: R
    action: A
    relation: N
    under: frozenset[P]

    def covers(self, protections: frozenset[P]) -> bool:
        """Say whether a case with these protections is open to this rule."""
        return protections <= self.under


def _may(
    role: R, relation: N, *actions: A, under: frozenset[P] = BOTH
) -> Iterator[Rule]:
    for action in actions:
        yield Rule(role, action, relation, under)


ADMIN_ACTS: Final = (
    A.READ_CASE,
    A.ENTER_CASE,
    A.VERIFY,
    A.HOLD,
    A.DISPATCH_UNIT,
    A.ASK_RETURN,
    A.ARCHIVE,
    A.FOLLOW_UP,
    A.NOTE,
    A.INSTRUCT,
    A.CLOSE,
    A.REOPEN,
    A.MERGE,
    A.PROTECT,
    A.TAG,
    A.JOIN,
    A.CONSULT,
    A.PROPOSE_PUBLICATION,
    A.APPROVE_PUBLICATION,
    A.EXPORT,
    A.OVERSEE,
)

#: A helper sees and hands in; whoever got a copy reads, but nothing secret.
HELPERS: Final = (R.AGENCY_ADMIN, R.DEPUTY_ADMIN, R.LIAISON_OFFICER)
HELPER_ACTS: Final = (A.READ_CASE, A.NOTE, A.CONTRIBUTE)
#: Who runs the complaint desk of an agency also answers for its sheets and plans.
KEEPER_ACTS: Final = (A.FILL_SHEET, A.KEEP_PLAN)
#: An overseer opens rounds over those below him, scores and makes results known.
OVERSEER_ACTS: Final = (A.OVERSEE, A.EVALUATE, A.SCORE_ANSWERS, A.PUBLISH_RESULT)

TABLE: Final[tuple[Rule, ...]] = (
    *_may(R.CLERK, N.OWN, A.READ_CASE, A.ENTER_CASE, A.NOTE),
    *_may(R.CLERK, N.OWN, A.SEE_IDENTITY, under=SECRET),
    *_may(
        R.LIAISON_OFFICER,
        N.UNIT,
        A.READ_CASE,
        A.ENTER_CASE,
        A.DISPATCH_UNIT,
        A.HAND_BACK,
        A.FOLLOW_UP,
        A.NOTE,
        A.PROTECT,
        A.CONSULT,
        A.APPROVE_PUBLICATION,
        A.EXPORT,
        A.FILL_SHEET,
        A.KEEP_PLAN,
    ),
    *_may(R.LIAISON_OFFICER, N.UNIT, A.SEE_IDENTITY, under=SECRET),
    *_may(R.AGENCY_ADMIN, N.AGENCY, *ADMIN_ACTS),
    *_may(R.AGENCY_ADMIN, N.AGENCY, A.SEE_IDENTITY, under=SECRET),
    *_may(R.AGENCY_ADMIN, N.AGENCY, A.MANAGE_ACCOUNTS, A.MANAGE_ORGANISATION),
    *_may(R.AGENCY_ADMIN, N.AGENCY, *KEEPER_ACTS, *OVERSEER_ACTS[1:]),
    *_may(R.AGENCY_ADMIN, N.OVERSEEN, A.READ_CASE, A.OVERSEE, under=ANONYMOUS),
    *_may(R.AGENCY_ADMIN, N.OVERSEEN, A.CONVENE, under=ANONYMOUS),
    *_may(R.AGENCY_ADMIN, N.OVERSEEN, A.REMIND, under=ANONYMOUS),
    *_may(R.AGENCY_ADMIN, N.OVERSEEN, *OVERSEER_ACTS[1:]),
    *_may(R.AGENCY_ADMIN, N.GUIDED, A.DECIDE_RETURN, under=ANONYMOUS),
    *_may(R.DEPUTY_ADMIN, N.AGENCY, *ADMIN_ACTS),
    *_may(R.DEPUTY_ADMIN, N.AGENCY, *KEEPER_ACTS, *OVERSEER_ACTS[1:]),
    *_may(R.DEPUTY_ADMIN, N.AGENCY, A.SEE_IDENTITY, under=SECRET),
    *_may(R.LEADER, N.AGENCY, A.READ_CASE, A.NOTE, A.REOPEN, A.EXPORT, A.OVERSEE),
    *_may(R.LEADER, N.AGENCY, A.SIGN_SHEET, A.INSTRUCT),
    *_may(R.AUDITOR, N.AGENCY, A.READ_CASE, A.NOTE, A.REOPEN, A.EXPORT, A.EXAMINE),
    *_may(R.AUDITOR, N.AGENCY, *OVERSEER_ACTS, A.VERIFY_PLAN),
    *(r for helper in HELPERS for r in _may(helper, N.JOINED, *HELPER_ACTS)),
    *(
        r
        for helper in HELPERS
        for r in _may(helper, N.COPIED, A.READ_CASE, under=ANONYMOUS)
    ),
    *_may(R.COORDINATOR, N.OVERSEEN, A.READ_CASE, A.NOTE, A.REMIND, under=ANONYMOUS),
    *_may(R.COORDINATOR, N.OVERSEEN, A.CONVENE, under=ANONYMOUS),
    *_may(R.COORDINATOR, N.OVERSEEN, *OVERSEER_ACTS),
    *_may(R.PROGRAMME_OVERSEER, N.TAGGED, A.READ_CASE, A.NOTE, A.REOPEN, A.EXPORT),
    *_may(R.PROGRAMME_OVERSEER, N.TAGGED, A.REMIND, A.TAG),
    *_may(R.PROGRAMME_OVERSEER, N.OVERSEEN, *OVERSEER_ACTS),
    *_may(
        R.OMBUDSMAN,
        N.CONSENTED,
        A.READ_CASE,
        A.SEE_IDENTITY,
        A.NOTE,
        A.TAKE_OVER,
        A.CLOSE,
        A.REOPEN,
        A.EXPORT,
    ),
    *_may(R.OMBUDSMAN, N.OVERSEEN, *OVERSEER_ACTS),
    *_may(
        R.NATIONAL_ADMIN,
        N.ANY,
        *(set(ADMIN_ACTS) - {A.ASK_RETURN, A.DISPATCH_UNIT}),
        A.DISPATCH,
        A.DECIDE_RETURN,
        A.CONVENE,
        A.REMIND,
        A.INTERVENE,
        A.MANAGE_ACCOUNTS,
        A.MANAGE_ORGANISATION,
        A.MANAGE_REFERENCE,
        A.MANAGE_INSTRUMENT,
        *OVERSEER_ACTS[1:],
    ),
    *_may(R.NATIONAL_ADMIN, N.ANY, A.SEE_IDENTITY, under=SECRET),
    *_may(R.SYSTEM_ADMIN, N.ANY, A.RUN_SYSTEM, A.MANAGE_REFERENCE),
)
"""Everything that is allowed. Nobody in it sees who an anonymous reporter is, except
the Ombudsman after the reporter's own consent."""


def rules_for(role: R, action: A) -> tuple[Rule, ...]:
    """Return the rules that let this role do this action; empty means forbidden."""
    return _INDEX.get((role, action), ())


_INDEX: Final[dict[tuple[R, A], tuple[Rule, ...]]] = {
    (role, action): found
    for role in R
    for action in A
    if (found := tuple(r for r in TABLE if (r.role, r.action) == (role, action)))
}
