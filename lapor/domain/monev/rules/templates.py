"""Recommendations that real rounds gave, ready to be given again. Pure.

Texts are data (``data/recommendations.csv``, domain §12.10); ``when`` names the
condition under which one is proposed. A person always decides.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.analytics.rules.indicator import Part
from lapor.kernel import shipped

from .items import DATA

HALF: Final = Fraction(1, 2)


class Template(NamedTuple):
    """One text. ``days`` is the term it proposes, in calendar days."""

    key: str
    part: Part
    when: str
    text: str
    days: int
    source: str


class Finding(NamedTuple):
    """What a result says, as far as a condition asks; None when unknown."""

    followed_up: Fraction | None = None
    backlog: Fraction | None = None
    normative: Fraction | None = None
    received: int | None = None
    has_valid_decree: bool | None = None
    has_plan: bool | None = None
    has_micro_round: bool | None = None


@cache
def templates() -> tuple[Template, ...]:
    """Return the library in its order."""
    return tuple(
        Template(
            row["key"],
            Part(row["part"]),
            row["when"],
            row["text"],
            int(row["days"]),
            row["source"],
        )
        for row in shipped.rows(DATA / "recommendations.csv")
    )


def proposed(finding: Finding) -> tuple[Template, ...]:
    """Return the texts that fit what was found.

    >>> [t.key for t in proposed(Finding(followed_up=Fraction(1, 3)))][:1]
    ['raise_follow_up']
    """
    return tuple(each for each in templates() if CONDITIONS[each.when](finding))


CONDITIONS: Final[Mapping[str, Callable[[Finding], bool]]] = MappingProxyType(
    {
        "always": lambda finding: True,
        "followed_up_at_least_half": lambda finding: (
            finding.followed_up is not None and finding.followed_up >= HALF
        ),
        "followed_up_below_half": lambda finding: (
            finding.followed_up is not None and finding.followed_up < HALF
        ),
        "no_valid_decree": lambda finding: finding.has_valid_decree is False,
        "no_plan": lambda finding: finding.has_plan is False,
        "few_reports": lambda finding: (
            finding.received is not None and finding.received < 100
        ),
        "backlog": lambda finding: (
            finding.backlog is not None and finding.backlog > Fraction(5, 100)
        ),
        "normative": lambda finding: (
            finding.normative is not None and finding.normative > Fraction(15, 100)
        ),
        "no_micro_round": lambda finding: finding.has_micro_round is False,
    }
)
"""When a text is proposed; the bounds are those of the indicators (domain §12.2)."""
