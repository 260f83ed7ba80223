"""Which answers say nearly the same words: compared by runs of four words.

Numbers and months are left out, so that a copy with another date or case number is
still one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

RUN: Final = 4  # words
#: Part of the runs of both texts together that they share, from which one copies.
ALIKE: Final = 0.6
_WORD: Final = re.compile(
    r"\b(?!(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober"
    r"|november|desember)\b)[^\W\d_]+\b"
)


def runs_of(text: str) -> frozenset[str]:
    """Return all runs of four words of a text; a shorter text is one run.

    >>> sorted(runs_of("Jalan sudah ditambal 3 Mei siang"))
    ['jalan sudah ditambal siang']
    """
    words = _WORD.findall(text.lower())
    if not words:
        return frozenset()
    ends = range(max(1, len(words) - RUN + 1))
    return frozenset(" ".join(words[i : i + RUN]) for i in ends)


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the part of the runs of both that they share, 0 to 1 (Jaccard)."""
    both = len(first | second)
    return len(first & second) / both if both else 0.0


def near_copies(texts: Mapping[int, str], among: Mapping[int, str]) -> dict[int, int]:
    """Count for each text how many others of ``among`` are the same or nearly so.

    Keys are cases: a text is never compared with that of its own case. Time grows
    with the shared runs, not with all pairs.
    """
    runs = {key: runs_of(text) for key, text in among.items()}
    where: dict[str, list[int]] = defaultdict(list)
    for key, found in runs.items():
        for run in found:
            where[run].append(key)
    counts = {}
    for key, text in texts.items():
        mine = runs_of(text)
        shared = Counter(other for run in mine for other in where.get(run, ()))
        counts[key] = sum(
            n >= ALIKE * (len(mine) + len(runs[other]) - n)
            for other, n in shared.items()
            if other != key
        )
    return counts
