"""What a ranking would have been under weights that wait for approval. Pure."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from lapor.domain.analytics.rules.indicator import Part, Reading

from .ranking import Place, Scored, rank
from .scores import Facts, score
from .weights import Weights
from .words import Category


class Entrant(NamedTuple):
    """A subject as a round found it: enough to score it again."""

    code: str
    group: str
    readings: Mapping[str, Reading]
    facts: Facts


class Moved(NamedTuple):
    """One subject under the old and the new weights; None: not assessable."""

    code: str
    group: str
    old_rank: int | None
    new_rank: int | None
    old_total: Fraction | None
    new_total: Fraction | None
    old_category: Category
    new_category: Category

    @property
    def climbed(self) -> int | None:
        """Ranks it would gain, negative when it would fall."""
        if self.old_rank is None or self.new_rank is None:
            return None
        return self.old_rank - self.new_rank

    @property
    def fell(self) -> int:
        """Ranks it would lose; 0 when it would climb."""
        return max(-(self.climbed or 0), 0)


def preview(
    entrants: Iterable[Entrant],
    *,
    old: Weights,
    new: Weights,
    parts: Collection[Part] = tuple(Part),
) -> list[Moved]:
    """Return every subject under both weights, by group and new rank.

    Ranks are those of the whole group: size classes would hide who moved.
    """
    everyone = sorted(entrants, key=lambda each: (each.group, each.code))
    before, after = (_ranked(everyone, weights, parts) for weights in (old, new))
    moved = [
        Moved(
            each.code,
            each.group,
            before[each.code][1].overall,
            after[each.code][1].overall,
            before[each.code][0].score.total,
            after[each.code][0].score.total,
            before[each.code][0].score.category,
            after[each.code][0].score.category,
        )
        for each in everyone
    ]
    return sorted(moved, key=_order)


def _order(moved: Moved) -> tuple[str, bool, int, str]:
    return moved.group, moved.new_rank is None, moved.new_rank or 0, moved.code


def _ranked(
    entrants: Iterable[Entrant], weights: Weights, parts: Collection[Part]
) -> dict[str, tuple[Scored, Place]]:
    scored = {
        each.code: Scored(
            each.code,
            each.group,
            each.facts.dispatched,
            score(each.readings, weights, each.facts, parts=parts),
        )
        for each in entrants
    }
    return {place.code: (scored[place.code], place) for place in rank(scored.values())}
