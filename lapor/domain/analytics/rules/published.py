"""Figures that were published of real rounds, held against the rules (domain §12.9)."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.analytics.rules.catalogue import by_id
from lapor.domain.analytics.rules.indicator import Indicator


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

    def n(self, *buckets: str) -> int:
        """Return how many reports were in these buckets."""
        known = dict(self.parts)
        if self.rest:
            known[self.rest] = self.total - sum(self.parts.values())
        return sum(known.get(bucket, 0) for bucket in buckets)

    @property
    def dispatched(self) -> int:
        """Reports that an agency had to answer."""
        return self.n("waiting", "in_process", "done")


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


#: Whose value is asked, and which two numbers of a published case it is given.
COMPUTED: Final[Mapping[str, tuple[str, Callable[[Fact], tuple[int, int]]]]] = (
    MappingProxyType(
        {
            "P1": ("P1", lambda fact: (fact.connected, fact.agencies)),
            "P2": ("P2", lambda fact: (fact.active, fact.agencies)),
            "P3": ("P3", lambda fact: (fact.n("in_process", "done"), fact.dispatched)),
            "P4": ("P4", lambda fact: (fact.n("done"), fact.dispatched)),
            "in_process": ("P4", lambda fact: (fact.n("in_process"), fact.dispatched)),
            "P4_received": ("P4", lambda fact: (fact.n("done"), fact.total)),
            "P4_not_archived": (
                "P4",
                lambda fact: (fact.n("done"), fact.total - fact.n("archived")),
            ),
        }
    )
)


def computed(fact: Fact, indicator: str) -> Fraction | None:
    """Return what our rules make of a published case; "sum" is the difference."""
    if indicator == "sum":
        return Fraction(sum_difference(fact.total, fact.parts.values()))
    judge, numbers = COMPUTED[indicator]
    return by_id(judge).reading(*numbers(fact)).value


def outcome_of(fact: Fact, check: Check) -> Outcome:
    """Hold one published figure against the rules."""
    exact = computed(fact, check.indicator)
    band = ""
    if check.indicator == "sum":
        shown = str(exact)
    else:
        shown = _shown(exact, check.expected)
        band = _band(by_id(COMPUTED[check.indicator][0]), check, exact)
    is_right = shown == check.expected and check.band in ("", band)
    return Outcome(fact, check, exact, shown, band, is_right)


def sum_difference(total: int, parts: Iterable[int]) -> int:
    """Return by how much a published total exceeds its published parts.

    Unit: reports. 0 when the identity holds; anything else must be shown.

    >>> sum_difference(57171, (15061, 3189, 7542, 1158, 4876, 24345))
    1000
    """
    return total - sum(parts)


def _band(indicator: Indicator, check: Check, value: Fraction | None) -> str:
    if check.indicator != indicator.id:
        return ""
    band = indicator.band(value)
    return band.key if band else ""


def _shown(share: Fraction | None, like: str) -> str:
    """Round a share to as many decimals of a per cent as ``like`` has, half up."""
    if share is None:
        return ""
    exact = Decimal(share.numerator) / Decimal(share.denominator) * 100
    step = Decimal(1).scaleb(-len(like.partition(".")[2]))
    return str(exact.quantize(step, ROUND_HALF_UP))
