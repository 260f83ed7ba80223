"""What was counted of one subject, before it is judged; tallies of many add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from lapor.domain.analytics.rules.indicator import Indicator, Reading

Pair = tuple[int, int]
NOTHING: Pair = (0, 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """The whole numbers of one indicator and one subject. Units: those of both.

    ``together`` is the pair that counts when all subjects are read as one. Nothing is
    divided here, so that tallies of disjoint subjects add up to that of their sum.
    """

    numerator: int = 0
    denominator: int = 0
    strict: Pair = NOTHING
    together: Pair = NOTHING
    count: int = 0
    classes: Mapping[str, Pair] = field(default_factory=dict)
    spread: Mapping[int, int] = field(default_factory=dict)
    beside: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        """Add what was counted of two disjoint subjects."""
        return Tally(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            _pair(self.strict, other.strict),
            _pair(self.together, other.together),
            self.count + other.count,
            _pairs(self.classes, other.classes),
            _numbers(self.spread, other.spread),
            _numbers(self.beside, other.beside),
        )

    def as_list(self) -> list[Any]:
        """Return it for storing, without what is nothing at the end."""
        found: list[Any] = [
            self.numerator,
            self.denominator,
            list(self.strict),
            list(self.together),
            self.count,
            {key: list(pair) for key, pair in self.classes.items()},
            {str(key): n for key, n in self.spread.items()},
            {key: n for key, n in self.beside.items() if n},
        ]
        while found and found[-1] in (0, [0, 0], {}):
            found.pop()
        return found

    @classmethod
    def of_list(cls, stored: list[Any]) -> Self:
        """Return what ``as_list`` stored."""
        empty: list[Any] = [0, 0, NOTHING, NOTHING, 0, {}, {}, {}]
        found = [*stored, *empty[len(stored) :]]
        return cls(
            found[0],
            found[1],
            (found[2][0], found[2][1]),
            (found[3][0], found[3][1]),
            found[4],
            {key: (pair[0], pair[1]) for key, pair in found[5].items()},
            {int(key): n for key, n in found[6].items()},
            found[7],
        )


Tallies = Mapping[str, Tally]


def sum_of(subjects: Iterable[Tallies]) -> dict[str, Tally]:
    """Add up the tallies of many subjects, indicator by indicator."""
    total: dict[str, Tally] = {}
    for tallies in subjects:
        for key, tally in tallies.items():
            total[key] = total[key] + tally if key in total else tally
    return total


def reading_of(
    indicator: Indicator, tallies: Tallies, *, is_total: bool = False
) -> Reading:
    """Judge what was counted of one subject, or of many added up (``is_total``)."""
    tally = tallies.get(indicator.id, Tally())
    numerator, denominator = tally.numerator, tally.denominator
    if is_total and indicator.together is not None:
        numerator, denominator = tally.together
    elif indicator.over:
        denominator = tallies.get(indicator.over, Tally()).numerator
    elif indicator.denominator is None:
        denominator = 1
    return indicator.reading(
        numerator,
        denominator,
        strict=tally.strict if indicator.strict is not None else None,
        classes=_shown(indicator, tally, numerator, denominator),
        spread=dict(sorted(tally.spread.items())),
        beside={key: tally.beside.get(key, 0) for key in indicator.beside},
        count=tally.count if indicator.count is not None else None,
    )


def _shown(
    indicator: Indicator, tally: Tally, numerator: int, denominator: int
) -> dict[str, Pair]:
    """Return the parts in order; shares of the whole where they are meant so."""
    if not indicator.by_whole:
        return dict(sorted(tally.classes.items()))
    whole = numerator if indicator.denominator is None else denominator
    return {
        key: (part, whole)
        for key, (part, _own) in sorted(tally.classes.items())
        if part
    }


def _pair(one: Pair, other: Pair) -> Pair:
    return one[0] + other[0], one[1] + other[1]


def _pairs(one: Mapping[str, Pair], other: Mapping[str, Pair]) -> dict[str, Pair]:
    return {
        key: _pair(one.get(key, NOTHING), other.get(key, NOTHING))
        for key in {**one, **other}
    }


def _numbers(one: Mapping[Any, int], other: Mapping[Any, int]) -> dict[Any, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in {**one, **other}}
