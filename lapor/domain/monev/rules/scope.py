"""The scope matrix: tier x kind x act x scope, worked out from the tables alone.

Nothing here looks at organisations: a scope says how a thing stands to the assessor of
a tier. A test builds each cell in the database and asks the policies; they must agree.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.analytics.rules.indicator import Part
from lapor.kernel.enums import Labelled, noop

from .tiers import TIERS, TierRule
from .words import Level, Side, Tier


class Scope(Labelled):
    """How a sheet stands to those who act for an assessor of a tier."""

    UNDER = "under", noop("lembar yang dinilainya sendiri, dalam putarannya")
    OWN = "own", noop("lembar tentang dirinya, dalam putaran tingkat lain")
    BELOW = "below", noop("hasil tetap tingkat bawah, di bawah binaannya")
    BELOW_RUNNING = "below_running", noop("putaran tingkat bawah yang masih berjalan")
    BESIDE = "beside", noop("lembar binaan penilai lain pada tingkat yang sama")
    FORMER = "former", noop("hasil bekas binaannya, dalam putaran orang lain")


class Deed(Labelled):
    """What may be done to a sheet or to its round, grouped as rights are given."""

    READ = "read", noop("membaca")
    EVALUATE = "evaluate", noop("membuka putaran, menilai, pleno, menetapkan")
    PUBLISH = "publish", noop("mengumumkan")
    FILL = "fill", noop("mengisi dan menjawab klarifikasi")
    SIGN = "sign", noop("menandatangani sebagai yang dinilai")


ACTION_OF: Final = {
    Deed.READ: Action.OVERSEE,
    Deed.EVALUATE: Action.EVALUATE,
    Deed.PUBLISH: Action.PUBLISH_RESULT,
    Deed.FILL: Action.FILL_SHEET,
    Deed.SIGN: Action.SIGN_SHEET,
}
SIDE_OF: Final = {
    Deed.READ: Side.ASSESSOR,
    Deed.EVALUATE: Side.ASSESSOR,
    Deed.PUBLISH: Side.ASSESSOR,
    Deed.FILL: Side.SUBJECT,
    Deed.SIGN: Side.SUBJECT,
}
#: Actions by which the people of an agency know of its own sheets.
INSIDE: Final[tuple[Action, ...]] = (
    Action.OVERSEE,
    Action.FILL_SHEET,
    Action.SIGN_SHEET,
)
HEIGHT: Final = {Level.MICRO: 0, Level.MESO: 1, Level.THEMATIC: 1, Level.MACRO: 2}


class Cell(NamedTuple):
    """One cell for one role that acts in the tier."""

    tier: Tier
    role: Role
    part: Part
    deed: Deed
    scope: Scope
    is_open: bool


def matrix() -> Iterator[Cell]:
    """Yield every cell, closed ones too, in the order of the words.

    The kind makes no difference to a right, so each kind repeats the same answer; it
    is spelled out because a row of the schedule could give a kind to one tier only.
    """
    for tier, rule in TIERS.items():
        for role in sorted(rule.roles, key=list(Role).index):
            for part in Part:
                for deed in Deed:
                    for scope in Scope:
                        is_open = _is_open(rule, role, deed, scope)
                        yield Cell(tier, role, part, deed, scope, is_open)


def _is_open(rule: TierRule, role: Role, deed: Deed, scope: Scope) -> bool:
    if scope == Scope.UNDER:
        return SIDE_OF[deed] == Side.ASSESSOR and _acts(rule, role, deed)
    if scope == Scope.OWN:
        return _at_home(role, deed)
    if scope == Scope.BELOW:
        return deed == Deed.READ and HEIGHT[rule.level] > 0
    return False


def _acts(rule: TierRule, role: Role, deed: Deed) -> bool:
    """Reading comes with evaluating: who judges must see what he judges."""
    wanted = Action.EVALUATE if deed == Deed.READ else ACTION_OF[deed]
    return any(row.relation == rule.relation for row in rules_for(role, wanted))


def _at_home(role: Role, deed: Deed) -> bool:
    """Nobody judges himself; he reads, fills and signs as far as his role lets him."""
    if deed == Deed.READ:
        wanted = INSIDE
    elif SIDE_OF[deed] == Side.SUBJECT:
        wanted = (ACTION_OF[deed],)
    else:
        return False
    home = {Relation.AGENCY, Relation.ANY}
    return any(row.relation in home for each in wanted for row in rules_for(role, each))
