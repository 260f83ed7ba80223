"""Routing rules: which agency answers for a topic, a place, a word. Pure.

A rule names at least one of the three. The rule that names more, and the smaller place,
goes before the one that names less; among equals the one with more cases behind it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from lapor.kernel.enums import Labelled, noop

WORD: Final = re.compile(r"[^\W\d_]{4,40}")
LEAST_CASES: Final = 3  # accepted returns that make a rule
LEAST_SHARE: Final = 0.75  # of the cases of a group that went to one agency
LEAST_WORD_SHARE: Final = 0.6  # of these cases in which a telling word occurs


class Origin(Labelled):
    """Where a rule comes from."""

    LEARNT = "learnt", noop("Dipelajari dari pengembalian yang disetujui")
    WRITTEN = "written", noop("Ditulis petugas")


@dataclass(frozen=True, slots=True)
class Routing:
    """A rule as plain values; empty parts match everything.

    ``categories`` are a topic and those below it, ``region`` a code of the Ministry of
    Home Affairs: every place below it counts. ``keyword`` is one word or phrase.
    """

    key: int
    categories: frozenset[int]
    region: str
    keyword: str
    agency_id: int
    support: int

    def matches(self, category_id: int | None, region: str, text: str) -> bool:
        """Say whether a report falls under this rule; ``text`` is casefolded."""
        in_topic = not self.categories or category_id in self.categories
        in_place = not self.region or (region + ".").startswith(self.region + ".")
        return in_topic and in_place and self._says(text)

    def _says(self, text: str) -> bool:
        word = re.escape(self.keyword.casefold())
        return not word or re.search(rf"(?<!\w){word}", text) is not None

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """Sort key: the more a rule says, the earlier it counts."""
        named = bool(self.categories) + bool(self.region) + bool(self.keyword)
        return (named, bool(self.keyword), self.region.count("."), self.support)


def best(
    rules: Iterable[Routing], category_id: int | None, region: str, text: str
) -> Routing | None:
    """Return the rule that counts for a report, or None."""
    plain = text.casefold()
    found = [rule for rule in rules if rule.matches(category_id, region, plain)]
    return max(found, key=lambda rule: (*rule.weight, -rule.key), default=None)


class Moved(NamedTuple):
    """A case that was returned and went where it belongs."""

    category_id: int | None
    region: str
    text: str
    agency_id: int


class Lesson(NamedTuple):
    """What accepted returns teach: a rule with the number of cases behind it."""

    category_id: int | None
    region: str
    keyword: str
    agency_id: int
    support: int


def lessons(moved: Sequence[Moved], usual: Mapping[str, float]) -> list[Lesson]:
    """Return the rules that accepted returns bear out, the best founded first.

    Cases are grouped by topic and regency. Where enough of them went to one agency
    that is a rule; a word that most of them carry and other reports seldom do
    (``usual``: share of all reports with that word) makes it narrower.
    """
    groups: dict[tuple[int | None, str], list[Moved]] = {}
    for one in moved:
        place = ".".join(one.region.split(".")[:2])
        groups.setdefault((one.category_id, place), []).append(one)
    found = []
    for (category_id, region), members in groups.items():
        counted = Counter(one.agency_id for one in members)
        agency_id, count = counted.most_common(1)[0]
        if count < LEAST_CASES or (category_id is None and not region):
            continue
        if count / len(members) >= LEAST_SHARE:
            found.append(Lesson(category_id, region, "", agency_id, count))
            continue
        for agency, times in counted.items():
            texts = [one.text for one in members if one.agency_id == agency]
            others = [one.text for one in members if one.agency_id != agency]
            word = telling_word(texts, others, usual) if times >= LEAST_CASES else ""
            if word:
                found.append(Lesson(category_id, region, word, agency, times))
    return sorted(found, key=lambda one: (-one.support, one.agency_id, one.keyword))


def telling_word(
    texts: Sequence[str], others: Sequence[str], usual: Mapping[str, float]
) -> str:
    """Return the word that tells these texts from the others, or "".

    Names of persons stay out: a word has to occur in most of the texts.
    """
    inside = Counter(word for text in texts for word in words_of(text))
    outside = Counter(word for text in others for word in words_of(text))
    least = max(LEAST_CASES, LEAST_WORD_SHARE * len(texts))
    candidates = [
        (count, -usual.get(word, 0.0), word)
        for word, count in inside.items()
        if count >= least and not outside[word] and usual.get(word, 0.0) < 0.2
    ]
    return max(candidates)[2] if candidates else ""


def words_of(text: str) -> set[str]:
    """Return the different words of a text that may tell something."""
    return set(WORD.findall(text.casefold()))
