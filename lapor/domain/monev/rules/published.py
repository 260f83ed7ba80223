"""Figures that were published of real rounds, held against the rules (domain §12.9)."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .counts import Counts, Parts, sum_difference
from .definitions import band_of
from .indicators import (
    Base,
    active,
    completed,
    connected,
    followed_up,
    in_process,
)


class Fact(NamedTuple):
    """What was published of one case. ``total`` 0: none was; ``parts`` add up to it.

    ``rest`` names the bucket that takes what the parts leave of the total.
    """

    case: str
    title: str
    source: str
    total: int
    parts: Mapping[str, int]
    rest: str
    agencies: int = 0
    connected: int = 0
    active: int = 0

    @property
    def counts(self) -> Counts:
        """The published figures as a population."""
        parts: dict[str, Any] = dict(self.parts)
        if self.rest:
            parts[self.rest] = self.total - sum(self.parts.values())
        return Counts(
            received=self.total,
            connected=Parts(self.connected, self.agencies),
            active=Parts(self.active, self.agencies),
            **parts,
        )


class Check(NamedTuple):
    """What must come out: per cent to the decimals shown, or reports for "sum".

    ``published`` is the rounded figure of the source, sometimes cut instead of rounded.
    """

    case: str
    indicator: str
    expected: str
    published: str
    band: str


class Outcome(NamedTuple):
    """A check with what our rules say."""

    fact: Fact
    check: Check
    exact: Fraction | None
    shown: str
    band: str
    is_right: bool


COMPUTED: Final[Mapping[str, Callable[[Counts], Fraction | None]]] = MappingProxyType(
    {
        "P1": connected,
        "P2": active,
        "P3": followed_up,
        "P4": completed,
        "in_process": in_process,
        "P4_received": lambda counts: completed(counts, Base.RECEIVED),
        "P4_not_archived": lambda counts: completed(counts, Base.NOT_ARCHIVED),
    }
)


def computed(fact: Fact, indicator: str) -> Fraction | None:
    """Return what our rules make of a published case; "sum" is the difference."""
    if indicator == "sum":
        return Fraction(sum_difference(fact.total, fact.parts.values()))
    return COMPUTED[indicator](fact.counts)


def outcome_of(fact: Fact, check: Check) -> Outcome:
    """Hold one published figure against the rules."""
    exact = computed(fact, check.indicator)
    band = ""
    if check.indicator == "sum":
        shown = str(exact)
    else:
        shown = _shown(exact, check.expected)
        if check.indicator == "P3":
            band = str(band_of(exact) or "")
    is_right = shown == check.expected and check.band in ("", band)
    return Outcome(fact, check, exact, shown, band, is_right)


def _shown(share: Fraction | None, like: str) -> str:
    """Round a share to as many decimals of a per cent as ``like`` has, half up."""
    if share is None:
        return ""
    exact = Decimal(share.numerator) / Decimal(share.denominator) * 100
    step = Decimal(1).scaleb(-len(like.partition(".")[2]))
    return str(exact.quantize(step, ROUND_HALF_UP))
