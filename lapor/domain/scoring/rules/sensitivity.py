"""How much a rank depends on the weights: the same scores under shaken weights. Pure.

The weights of the kinds, and those inside each kind, are drawn anew from Dirichlet
distributions around themselves. The draws are repeatable by their seed. What is shown
is only how steady a rank is; no score is made of it.
"""

import random
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final, NamedTuple

from lapor.domain.analytics.rules.indicator import Part

from .ranking import Scored
from .scores import Score
from .weights import WHOLE, Weights

#: The weight 40 of 100 then wanders by 5 points (one standard deviation).
CONCENTRATION: Final = 100.0
DRAWS: Final = 500
#: Nine of ten draws lie between the two likely ranks.
TAIL: Final = 0.05


class Steadiness(NamedTuple):
    """How one subject fared: the share of draws that kept its rank, and the range.

    ``usual`` is its rank under the weights as they are; ``likely_highest`` and
    ``likely_lowest`` hold nine of ten draws.
    """

    code: str
    usual: int
    kept: float
    highest: int
    lowest: int
    likely_highest: int
    likely_lowest: int


class _Shape(NamedTuple):
    """A score in floats: by kind its share, and lines of (id, share, points, gap)."""

    kinds: list[tuple[Part, float, list[tuple[str, float, float, float]]]]
    rest: float


def sensitivity(
    scored: Sequence[Scored],
    instrument: Weights,
    *,
    seed: int,
    draws: int = DRAWS,
    concentration: float = CONCENTRATION,
) -> list[Steadiness]:
    """Return how steady the rank of each subject is, among those given.

    Give one group at a time, in any order; what cannot be assessed is left out. The
    greater the ``concentration``, the less the weights move.
    """
    judged = sorted(
        (each for each in scored if each.score.is_assessable),
        key=lambda each: each.code,
    )
    shapes = [_shape(each.score) for each in judged]
    usual = _places([_sure(shape, {}) for shape in shapes])
    luck = random.Random(seed)  # noqa: S311 - draws that must be repeatable
    seen: list[list[int]] = [[] for _each in judged]
    for _draw in range(draws if judged else 0):
        factors = _factors(instrument, luck, concentration)
        places = _places([_sure(shape, factors) for shape in shapes])
        for place, ranks in zip(places, seen, strict=True):
            ranks.append(place)
    return [
        _steadiness(each.code, own, sorted(ranks))
        for each, own, ranks in zip(judged, usual, seen, strict=True)
    ]


def _shape(score: Score) -> _Shape:
    kinds = []
    for part in score.parts:
        lines = [line for line in score.lines if line.part == part]
        if lines:
            rows = [
                (
                    line.indicator,
                    float(line.share),
                    float(line.points),
                    float(line.points - line.low),
                )
                for line in lines
            ]
            kinds.append((part, sum(row[1] for row in rows), rows))
    left = 1 - sum(line.share for line in score.lines)
    return _Shape(kinds, float(left * (score.institutional or 0)))


def _factors(
    instrument: Weights, luck: random.Random, concentration: float
) -> dict[str, float]:
    """Return by how much each weight is multiplied: gammas make a Dirichlet draw."""
    weights = {part.value: weight for part, weight in instrument.parts.items()}
    for inside in instrument.inside.values():
        weights.update(inside)
    found = {}
    for name, weight in weights.items():
        if weight:
            mean = concentration * weight / WHOLE
            found[name] = luck.gammavariate(mean, 1 / mean)
    return found


def _sure(shape: _Shape, factors: Mapping[str, float]) -> float:
    """Return the lower end of the total under shaken weights; none: as they are."""
    whole = sum(share for _part, share, _rows in shape.kinds)
    moved = sum(share * factors.get(p, 1.0) for p, share, _rows in shape.kinds) or 1.0
    total = square = 0.0
    for part, share, rows in shape.kinds:
        inside = sum(row[1] * factors.get(row[0], 1.0) for row in rows) or 1.0
        outer = whole * share * factors.get(part, 1.0) / moved
        for name, own, points, gap in rows:
            weight = outer * own * factors.get(name, 1.0) / inside
            total += weight * points
            square += (weight * gap) ** 2
    return max(total - sqrt(square), 0.0) + shape.rest


def _places(values: Sequence[float]) -> list[int]:
    """Return the rank of each value, the greatest first; equals share theirs."""
    first: dict[float, int] = {}
    rounded = [round(value, 6) for value in values]
    for place, value in enumerate(sorted(rounded, reverse=True), 1):
        first.setdefault(value, place)
    return [first[value] for value in rounded]


def _steadiness(code: str, usual: int, ranks: list[int]) -> Steadiness:
    n = len(ranks)
    if not n:
        return Steadiness(code, usual, 1.0, usual, usual, usual, usual)
    return Steadiness(
        code,
        usual,
        ranks.count(usual) / n,
        ranks[0],
        ranks[-1],
        ranks[int(TAIL * n)],
        ranks[min(n - 1, int((1 - TAIL) * n))],
    )
