"""From readings to one score: normalised, weighed, held down, explained. Pure.

Exact: every value is a Fraction from whole numbers. What does not apply gives its
weight to the rest of its kind in proportion, a kind without a value to the other kinds;
both are named. Nothing here knows a round.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, NamedTuple

from lapor.domain.analytics.rules.catalogue import by_id
from lapor.domain.analytics.rules.indicator import Part, Reading, linear

from .intervals import Ends, ends_of, root
from .weights import WHOLE, Weights
from .words import Category, Veto, Why

#: The preventive programme an agency declares where no issue came back (§12.3).
PROGRAMME: Final = "T0"
#: Without these a kind has nothing to stand on.
NEEDED: Final[Mapping[Part, str]] = {Part.QUALITY: "K1"}
#: Kinds that a small number of reports says nothing about (§12.2).
COUNTED: Final = frozenset({Part.PERFORMANCE, Part.QUALITY})
REASONS: Final = 3
FULL: Final = Fraction(WHOLE)
NOTHING: Final = Fraction(0)


class Facts(NamedTuple):
    """What is known of a subject beside its readings.

    ``has_valid_decree``, ``has_micro_round``: None where it is not asked of such a
    subject, as of a unit. ``intervals`` are 95 % intervals that a sample gave, in the
    unit of the indicator; they replace Wilson's. ``institutional`` is the verified
    self-assessment, 0 to 100.
    """

    received: int
    dispatched: int
    has_valid_decree: bool | None = None
    has_micro_round: bool | None = None
    institutional: Fraction | None = None
    intervals: Mapping[str, tuple[Fraction, Fraction]] = {}


class Line(NamedTuple):
    """One scored indicator: points of 0 to 100, and its share of the total, 0 to 1.

    ``low`` and ``high`` bound the points at 95 %. ``pull`` is how far it drew the
    total up or down, in points of the total.
    """

    indicator: str
    part: Part
    points: Fraction
    low: Fraction
    high: Fraction
    share: Fraction
    pull: Fraction = NOTHING


@dataclass(frozen=True, slots=True)
class Score:
    """What one subject reached. Points 0 to 100; None: not assessable.

    ``low`` and ``high`` bound the total at 95 % (MOVER: Zou and Donner 2008, from the
    intervals of the indicators, taken as independent). ``lines`` are the scored
    indicators, ``missing`` those without a value, ``absent`` the kinds without one.
    ``vetoes`` are those that lowered the category from ``uncapped``.
    """

    parts: Mapping[Part, Fraction | None]
    total: Fraction | None
    low: Fraction | None
    high: Fraction | None
    category: Category
    uncapped: Category
    vetoes: tuple[Veto, ...] = ()
    why: tuple[Why, ...] = ()
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    absent: tuple[Part, ...] = ()
    institutional: Fraction | None = None
    best: tuple[str, ...] = field(default=())
    worst: tuple[str, ...] = field(default=())

    @property
    def is_assessable(self) -> bool:
        """Say whether there is a score at all."""
        return self.total is not None


def score(
    readings: Mapping[str, Reading],
    instrument: Weights,
    facts: Facts,
    *,
    parts: Collection[Part] = tuple(Part),
) -> Score:
    """Return the score of one subject over the kinds a round evaluates.

    With fewer dispatched reports than the instrument asks for, performance and quality
    have no value and the whole is not assessable; their numbers are still shown, with
    counts. No report at all is a finding, never 100.
    """
    wanted = [part for part in Part if part in parts]
    is_small = facts.dispatched < instrument.small
    why = _why(facts, instrument) if COUNTED & set(wanted) else []
    found = {part: _weighed(readings, instrument, facts, part) for part in wanted}
    for part in COUNTED & set(wanted) if is_small else ():
        found[part] = []
    shares = _shares(found, instrument, facts)
    lines = [
        line._replace(share=line.share * shares[part])
        for part in wanted
        for line in found[part]
    ]
    values = {part: _mean(found[part]) for part in wanted}
    seen = {line.indicator for line in lines}
    missing = [
        name for part in wanted for name in instrument.inside[part] if name not in seen
    ]
    absent = tuple(part for part in wanted if values[part] is None)
    if why or not lines:
        none = why or [Why.NO_EVIDENCE]
        return Score(
            values,
            None,
            None,
            None,
            Category.UNASSESSED,
            Category.UNASSESSED,
            why=tuple(none),
            lines=tuple(lines),
            missing=tuple(missing),
            absent=absent,
            institutional=facts.institutional,
        )
    return _total(readings, instrument, facts, values, lines, missing)


def _total(
    readings: Mapping[str, Reading],
    instrument: Weights,
    facts: Facts,
    values: Mapping[Part, Fraction | None],
    lines: list[Line],
    missing: Iterable[str],
) -> Score:
    plain = sum((line.share * line.points for line in lines), NOTHING)
    rest = 1 - sum((line.share for line in lines), NOTHING)
    total = plain + rest * (facts.institutional or NOTHING)
    below = root(sum((_part(line, line.low) for line in lines), NOTHING))
    above = root(sum((_part(line, line.high) for line in lines), NOTHING))
    pulled = sorted(
        (line._replace(pull=line.share * (line.points - total)) for line in lines),
        key=lambda line: (-line.pull, line.indicator),
    )
    uncapped = instrument.category(total)
    vetoes, category = _held_down(readings, instrument, facts, uncapped)
    return Score(
        values,
        total,
        max(total - below, NOTHING),
        min(total + above, FULL),
        category,
        uncapped,
        vetoes,
        lines=tuple(pulled),
        missing=tuple(missing),
        absent=tuple(part for part, value in values.items() if value is None),
        institutional=facts.institutional,
        best=tuple(line.indicator for line in pulled if line.pull > 0)[:REASONS],
        worst=tuple(line.indicator for line in pulled[::-1] if line.pull < 0)[:REASONS],
    )


def _part(line: Line, end: Fraction) -> Fraction:
    return (line.share * (line.points - end)) ** 2


def _why(facts: Facts, instrument: Weights) -> list[Why]:
    if facts.received <= 0:
        return [Why.NO_REPORTS]
    return [Why.FEW_REPORTS] if facts.dispatched < instrument.small else []


def _weighed(
    readings: Mapping[str, Reading], instrument: Weights, facts: Facts, part: Part
) -> list[Line]:
    """Return the lines of one kind, their shares adding up to 1, or none."""
    weights = dict(instrument.inside[part])
    points = {
        name: ends
        for name in weights
        if name in readings
        and (ends := _points(readings[name], instrument, facts)) is not None
    }
    if NEEDED.get(part, "") in weights and NEEDED[part] not in points:
        return []
    if part == Part.PREVENTION:
        _without_issues(readings, weights, points)
    whole = sum(weights[name] for name in points)
    if not whole:
        return []
    return [
        Line(name, part, at.points, at.low, at.high, Fraction(weights[name], whole))
        for name, at in points.items()
    ]


def _points(reading: Reading, instrument: Weights, facts: Facts) -> Ends | None:
    one = by_id(reading.indicator)
    bounds = instrument.ends.get(one.id)
    if bounds is None:
        value = one.normalised(reading)
        normal = one.normal
    elif reading.value is None:
        return None
    else:
        bad, good = bounds
        value = linear(reading.value, bad, good)
        normal = lambda x: linear(x, bad, good)  # noqa: E731 - two words, used once
    if value is None:
        return None
    return ends_of(one, reading, value, normal, facts.intervals.get(one.id))


def _without_issues(
    readings: Mapping[str, Reading], weights: dict[str, int], points: dict[str, Ends]
) -> None:
    """Where no issue came back, its weight goes to T6 and a declared programme (§12.3).

    Half each; all of T1 to T4 that has no value. An agency that detects nothing and
    declares nothing gets nothing for it.
    """
    detected = readings.get("T1")
    if detected is None or detected.denominator or "T6" not in weights:
        return
    if "T6" not in points:
        return
    free = sum(weights.pop(name) for name in tuple(weights) if name not in points)
    programmes = readings["T6"].beside.get("programmes", 0)
    declared = FULL if programmes > 0 else NOTHING
    # Doubled, so that an odd weight can be halved.
    for name in weights:
        weights[name] *= 2
    weights["T6"] += free
    if free:
        weights[PROGRAMME] = free
        points[PROGRAMME] = Ends(declared, declared, declared)


def _shares(
    found: Mapping[Part, list[Line]], instrument: Weights, facts: Facts
) -> dict[Part, Fraction]:
    """Return the share of each kind in the total; an absent one gives its to the rest.

    What the self-assessment takes from performance is left out here.
    """
    whole = sum(instrument.parts[part] for part in found if found[part])
    given = {part: NOTHING for part in found}
    for part in found:
        if found[part] and whole:
            given[part] = Fraction(instrument.parts[part], whole)
    taken = facts.institutional is not None and bool(found.get(Part.PERFORMANCE))
    if taken and instrument.institutional and whole:
        own = instrument.parts[Part.PERFORMANCE]
        given[Part.PERFORMANCE] *= Fraction(own - instrument.institutional, own)
    return given


def _mean(lines: Iterable[Line]) -> Fraction | None:
    """Return the value of one kind from lines whose shares add up to 1."""
    lines = list(lines)
    if not lines:
        return None
    return sum((line.share * line.points for line in lines), NOTHING)


def _held_down(
    readings: Mapping[str, Reading],
    instrument: Weights,
    facts: Facts,
    category: Category,
) -> tuple[tuple[Veto, ...], Category]:
    """Return the vetoes that lower a category, and what they leave of it."""
    followed = readings.get("P3")
    applies = {
        Veto.NO_DECREE: facts.has_valid_decree is False,
        Veto.NO_MICRO_ROUND: facts.has_micro_round is False,
        Veto.LOW_FOLLOW_UP: followed is not None
        and followed.value is not None
        and followed.value < instrument.low_follow_up,
    }
    caps = {
        veto: most
        for veto, most in instrument.vetoes.items()
        if applies[veto] and most.height < category.height
    }
    lowest = min([category, *caps.values()], key=lambda each: each.height)
    return tuple(caps), lowest
