"""Places: inside groups that never mix, by what is sure, with what changed. Pure.

The order is that of the lower ends of the 95 % intervals, so that 3 of 3 does not beat
950 of 1,000 (domain §12.2). Who cannot be assessed has no place.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from .scores import Score

#: A group smaller than this is not cut into quartiles: each would hold one or none.
LEAST: Final = 8
QUARTERS: Final = 4
#: Sizes count from the smallest quartile; 0: the group is too small to be cut.
UNCUT: Final = 0


class Scored(NamedTuple):
    """A subject to be ranked: its group, its volume ``dispatched`` (D), its score."""

    code: str
    group: str
    dispatched: int
    score: Score


class Before(NamedTuple):
    """What a subject reached the last time."""

    group: str
    rank: int | None
    total: Fraction | None


class Place(NamedTuple):
    """Where a subject stands. Equal lower ends share a rank, and the next is left out.

    ``rank`` of ``of`` inside group and size class (1 smallest … 4, 0 all), ``overall``
    of ``overall_of`` inside the whole group. ``highest`` and ``lowest`` are the ranks
    of the class that the intervals allow. ``change`` is in points, ``climbed`` in
    overall ranks, positive when better; None without a last time in this group.
    """

    code: str
    group: str
    size: int
    rank: int | None
    of: int
    overall: int | None
    overall_of: int
    highest: int | None
    lowest: int | None
    change: Fraction | None
    climbed: int | None


def rank(
    scored: Iterable[Scored], before: Mapping[str, Before] | None = None
) -> list[Place]:
    """Return the place of every subject, by group, size and rank.

    It does not depend on the order they come in. Subjects that cannot be assessed
    stand at the end of their group.
    """
    groups: dict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        groups[each.group].append(each)
    places = []
    for name in sorted(groups):
        places += _group(groups[name], before or {})
    return places


def size_classes(scored: Sequence[Scored]) -> dict[str, int]:
    """Return the quartile of D of each subject of one group that can be assessed.

    Equal volumes share a class. Small groups are not cut.

    >>> size_classes([])
    {}
    """
    judged = sorted(
        (each for each in scored if each.score.is_assessable),
        key=lambda each: each.dispatched,
    )
    if len(judged) < LEAST:
        return {each.code: UNCUT for each in judged}
    classes: dict[int, int] = {}
    for place, each in enumerate(judged):
        classes.setdefault(each.dispatched, place * QUARTERS // len(judged) + 1)
    return {each.code: classes[each.dispatched] for each in judged}


def ranks(values: Mapping[str, Fraction]) -> dict[str, int]:
    """Return the ranks of values, the greatest first; equal ones share theirs.

    >>> ranks({"a": Fraction(2), "b": Fraction(2), "c": Fraction(1)})
    {'a': 1, 'b': 1, 'c': 3}
    """
    first: dict[Fraction, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), 1):
        first.setdefault(value, place)
    found = {code: first[value] for code, value in values.items()}
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def _group(scored: list[Scored], before: Mapping[str, Before]) -> list[Place]:
    sizes = size_classes(scored)
    sure = {each.code: each.score.low for each in scored}
    lows = {code: low for code, low in sure.items() if low is not None}
    overall = ranks(lows)
    inside: dict[str, int] = {}
    rivals: dict[int, list[Score]] = defaultdict(list)
    for size in set(sizes.values()):
        inside |= ranks({c: low for c, low in lows.items() if sizes[c] == size})
    for each in scored:
        if each.code in sizes:
            rivals[sizes[each.code]].append(each.score)
    places = []
    for each in scored:
        size = sizes.get(each.code, UNCUT)
        mine = rivals[size] if each.code in sizes else []
        change, climbed = _change(each, overall.get(each.code), before.get(each.code))
        highest, lowest = _bounds(each.score, mine)
        places.append(
            Place(
                each.code,
                each.group,
                size,
                inside.get(each.code),
                len(mine),
                overall.get(each.code),
                len(lows),
                highest,
                lowest,
                change,
                climbed,
            )
        )
    return sorted(places, key=_order)


def _order(place: Place) -> tuple[bool, int, int, str]:
    return (place.rank is None, place.size, place.rank or 0, place.code)


def _bounds(own: Score, rivals: Iterable[Score]) -> tuple[int | None, int | None]:
    """Return the best and worst rank that overlapping intervals allow."""
    if own.low is None or own.high is None:
        return None, None
    others = [
        (each.low, each.high)
        for each in rivals
        if each is not own and each.low is not None and each.high is not None
    ]
    above = sum(low > own.high for low, _high in others)
    not_below = sum(high >= own.low for _low, high in others)
    return 1 + above, 1 + not_below


def _change(
    each: Scored, overall: int | None, last: Before | None
) -> tuple[Fraction | None, int | None]:
    if last is None or last.group != each.group:
        return None, None
    total = each.score.total
    change = None if total is None or last.total is None else total - last.total
    climbed = None if overall is None or last.rank is None else last.rank - overall
    return change, climbed
