"""Agencies in which some things are broken for good, to see what detection finds.

The real rules judge made-up reports. What is planted is known; how the rest scatters is
assumed here and stated in words, so the rates hold for reports like these.
"""

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Final

from lapor.kernel.simulated import Outcome, outcome, poisson

from .effects import judge
from .recurring import Group, clusters, signs_of
from .words import Effect, Sign

TOPICS: Final = ("lampu jalan padam", "jalan berlubang", "sampah menumpuk", "air mati")
#: Ways to say the same thing; what is in braces is the place.
WAYS: Final = (
    "{topic} di {place}",
    "{place}: {topic} lagi",
    "Mohon perbaikan {topic} {place}",
    "{topic} sudah lama di {place}",
)
PLACES: Final = (
    *("pasar baru", "simpang lima", "terminal utara", "kampung melayu", "gang mawar"),
    *("alun kota", "jembatan merah", "taman sari", "puncak indah", "batu tulis"),
    *("sungai raya", "bukit asri", "padang luas", "tanjung karang", "rawa bening"),
    *("kebun jeruk", "telaga biru", "pantai timur", "ladang hijau", "muara angke"),
)
AGENCIES: Final = 60
SURGES: Final = 3
GROUPS: Final = 50


def simulate_all(*, seed: int) -> list[Outcome]:
    """Return how each part of detection does on reports drawn by a seed."""
    found = []
    for name, run in _RUNS.items():
        luck = Random(f"{seed} {name}")  # noqa: S311 - a simulation, not a secret
        guilty, named = run(luck)
        found.append(outcome(name, guilty, named))
    return found


def _recurring(luck: Random) -> tuple[list[bool], list[bool]]:
    """Planted: 8 to 15 persons about a place, in four ways of saying it.

    In most agencies two of twelve places of one topic are planted and the others have
    one or two reports each, which the clusters of words have to keep apart; in every
    third agency nothing but one place is complained of, which they have to keep
    together.
    """
    guilty, named = [], []
    for agency in range(AGENCIES):
        topic = luck.choice(TOPICS)
        places = luck.sample(PLACES, 12)
        planted, rest = (1, 0.1) if agency % 3 == 0 else (2, 1.2)
        counts = [luck.randint(8, 15) for _ in range(planted)]
        counts += [poisson(luck, rest) for _ in places[planted:]]
        about = [i for i, n in enumerate(counts) for _ in range(n)]
        luck.shuffle(about)
        titles = {
            key: luck.choice(WAYS).format(topic=topic, place=places[i])
            for key, i in enumerate(about)
        }
        hits = set()
        for members in clusters(titles):
            group = Group(len(members), len(members), (0, 0, 0), 0)
            if Sign.MANY_REPORTERS in signs_of([group], growth=None)[0]:
                hits.add(max(range(12), key=[about[m] for m in members].count))
        guilty += [i < planted for i in range(12)]
        named += [i in hits for i in range(12)]
    return guilty, named


def _surges(luck: Random) -> tuple[list[bool], list[bool]]:
    """Planted: three of fifty topics of an agency rise fivefold over a year ago."""
    guilty, named = [], []
    for _ in range(AGENCIES):
        groups = []
        for place in range(GROUPS):
            usual = luck.gammavariate(2.0, 4.0)
            now = max(5.0, usual) * 5 if place < SURGES else usual
            groups.append(Group(poisson(luck, now), 0, (0, 0, 0), poisson(luck, usual)))
        guilty += [place < SURGES for place in range(GROUPS)]
        named += [Sign.SURGE in signs for signs in signs_of(groups, growth=1.0)]
    return guilty, named


def _effects(luck: Random) -> tuple[list[bool], list[bool]]:
    """Planted: of 400 actions half cut complaints to 40 %, half change nothing."""
    guilty, named = [], []
    for place in range(400):
        works = place < 200
        before = luck.uniform(30, 80)
        verdict = judge(
            before=poisson(luck, before),
            after=poisson(luck, before * (0.4 if works else 1.0)),
            exposure_before=1_000,
            exposure_after=1_000,
        )
        guilty.append(works)
        named.append(verdict.effect == Effect.EFFECTIVE)
    return guilty, named


_Run = Callable[[Random], tuple[list[bool], list[bool]]]
_RUNS: Final[Mapping[str, _Run]] = MappingProxyType(
    {"recurring": _recurring, "surge": _surges, "effect": _effects}
)
