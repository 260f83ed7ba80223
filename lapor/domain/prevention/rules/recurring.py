"""When complaints come back: the three signs of a recurring issue (domain §12.3)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from math import log1p
from typing import Final, NamedTuple

from lapor.kernel.tails import which_stand_out

from .counts import surge_chance
from .words import Sign

WINDOW: Final = timedelta(days=90)
FEWEST_REPORTERS: Final = 5
MONTHS: Final = 3
FEWEST_A_MONTH: Final = 3
SURGE_LEVEL: Final = 0.01
#: Of the surges that are announced, at most this part may be false.
FALSE_ALARMS: Final = 0.10
FEWEST_OF_A_SURGE: Final = 5


class Group(NamedTuple):
    """Reports about one thing: one category, unit, place and cluster of words.

    ``last`` are the days of the reports of the last 90 days, ``reporters`` how many
    persons sent those, ``months`` counts of the last three whole months, oldest first,
    ``year_ago`` the reports of the same 90 days a year before.
    """

    last: int
    reporters: int
    months: Sequence[int]
    year_ago: int


def signs_of(groups: Sequence[Group], *, growth: float | None) -> list[set[Sign]]:
    """Return which signs each group shows; surges are judged all together.

    ``growth``: all reports of the agency now ÷ a year ago; None when there is no last
    year, and then nothing can surge.
    """
    found = [_plain_signs(group) for group in groups]
    if growth is None:
        return found
    tested = [i for i, g in enumerate(groups) if g.last >= FEWEST_OF_A_SURGE]
    chances = [
        surge_chance(groups[i].last, groups[i].year_ago, growth=growth) for i in tested
    ]
    stands = which_stand_out(chances, rate=FALSE_ALARMS)
    for i, chance, stands_out in zip(tested, chances, stands, strict=True):
        if stands_out and chance < SURGE_LEVEL:
            found[i].add(Sign.SURGE)
    return found


def _plain_signs(group: Group) -> set[Sign]:
    signs = set()
    if group.reporters >= FEWEST_REPORTERS:
        signs.add(Sign.MANY_REPORTERS)
    months = group.months[-MONTHS:]
    if len(months) == MONTHS and min(months) >= FEWEST_A_MONTH:
        signs.add(Sign.EVERY_MONTH)
    return signs


def months_before(day: date, count: int = MONTHS) -> list[int]:
    """Return the whole months before a day as numbers (202611), oldest first."""
    found = []
    first = day.replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first.year * 100 + first.month)
    return found[::-1]


def clusters(titles: Mapping[int, str], *, likeness: float = 0.3) -> list[list[int]]:
    """Put reports about the same thing together by the words of their titles.

    Words count by their first five letters (Indonesian hangs syllables on), empty
    words not at all, and words that all titles have count little: in a group about
    lamps it is the street that tells them apart. A report joins the cluster with
    whose first title it shares most, if that is enough (weighted Jaccard). The same
    input gives the same clusters.
    """
    words = {key: stems(titles[key]) for key in sorted(titles)}
    often = Counter(stem for found in words.values() for stem in found)
    weights = {stem: log1p(len(titles) / n) for stem, n in often.items()}
    found: list[tuple[set[str], list[int]]] = []
    for key, mine in words.items():
        likest = max(found, key=lambda c: _alike(c[0], mine, weights), default=None)
        if likest is None or _alike(likest[0], mine, weights) < likeness:
            found.append((mine, [key]))
        else:
            likest[1].append(key)
    return [members for _words, members in found]


def _alike(first: set[str], second: set[str], weights: Mapping[str, float]) -> float:
    both = sum(weights[stem] for stem in first | second)
    return sum(weights[stem] for stem in first & second) / both if both else 0.0


def telling(inside: Sequence[str], outside: Sequence[str]) -> tuple[str, ...]:
    """Return the stems by which titles of a cluster are known, the commonest first.

    At least half of its titles have them and less than half of the others. When all
    that is common to it is common to the others too, that is what is left.
    """
    own, others = (
        Counter(stem for title in titles for stem in stems(title))
        for titles in (inside, outside)
    )
    common = [stem for stem, n in own.most_common() if 2 * n >= len(inside)]
    apart = [stem for stem in common if 2 * others[stem] < max(1, len(outside))]
    return tuple(sorted((apart or common)[:6]))


def belongs(title: str, words: Collection[str]) -> bool:
    """Say whether a title has more than half of the stems of an issue."""
    return not words or 2 * len(stems(title).intersection(words)) > len(words)


def stems(text: str) -> set[str]:
    """Return the telling beginnings of the words of a title."""
    letters = "".join(c if c.isalpha() else " " for c in text.lower())
    return {w[:5] for w in letters.split() if len(w) > 3 and w not in _EMPTY}


_EMPTY: Final = frozenset(
    {"yang", "untuk", "dengan", "tidak", "sudah", "belum", "masih", "pada", "dari"}
    | {"mohon", "tolong", "laporan", "pengaduan", "bapak", "karena", "sangat", "akan"}
)
