"""What an indicator is: its definition as data, and what it gave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final, NamedTuple

from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.kernel.enums import Labelled, noop

#: Fewer reports than this give no category (domain §12.2, an assumption).
SMALL: Final = 10
MOMENT: Final = timedelta(microseconds=1)


class Part(Labelled):
    """The four kinds of evaluation (jenis monev)."""

    PERFORMANCE = "performance", noop("Performa pengelolaan")
    PREVENTION = "prevention", noop("Tindakan preventif")
    QUALITY = "quality", noop("Kualitas tindak lanjut")
    PLAN = "plan", noop("Rencana aksi")


class Basis(Labelled):
    """Which reports are counted; both readings are shown."""

    COHORT = "cohort", noop("Laporan yang masuk pada masa itu")
    FLOW = "flow", noop("Kejadian pada masa itu")


class Direction(Labelled):
    """Which way is better."""

    HIGHER = "higher", noop("makin tinggi makin baik")
    LOWER = "lower", noop("makin rendah makin baik")
    NONE = "none", noop("hanya ditunjukkan")


class Unit(Labelled):
    """What a value is measured in."""

    SHARE = "share", noop("persen")
    DAYS = "days", noop("hari kerja, dihitung 24 jam")
    COUNT = "count", noop("banyaknya")
    POINTS = "points", noop("nilai 0 sampai 100")


@dataclass(frozen=True, slots=True)
class Window:
    """The period and the cut-off an indicator looks at. UTC; ``end`` is excluded."""

    start: datetime
    end: datetime
    cut_off: datetime
    basis: Basis = Basis.COHORT

    @property
    def first(self) -> date:
        """The first day of it, by the clock of Jakarta."""
        return self.start.astimezone(HOME_ZONE).date()

    @property
    def last(self) -> date:
        """The last day of it, by the clock of Jakarta."""
        return (self.end - MOMENT).astimezone(HOME_ZONE).date()

    @property
    def today(self) -> date:
        """The day of the cut-off, but none after the period."""
        return min(self.last, self.cut_off.astimezone(HOME_ZONE).date())


class Band(NamedTuple):
    """Values of at least ``least`` (of more, when ``beyond``); the highest first."""

    key: str
    label: str
    least: Fraction
    beyond: bool = False

    def holds(self, value: Fraction) -> bool:
        """Say whether a value reaches this band."""
        return value > self.least if self.beyond else value >= self.least


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator gave for one subject.

    Units: those of the indicator; ``value`` is exact, ``None`` means: nobody to
    judge, which is neither good nor bad. ``spread`` counts by whole number (days,
    stars) where a median is wanted; ``classes`` holds numerator and denominator by
    class, reason or channel; ``strict`` is the second variant; ``beside`` holds what
    is shown beside the number, such as the volume of the period before. ``count`` is
    how many rows were looked at, where the denominator does not say it.
    """

    indicator: str
    numerator: int
    denominator: int
    value: Fraction | None
    strict: tuple[int, int] | None = None
    classes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    spread: Mapping[int, int] = field(default_factory=dict)
    beside: Mapping[str, int] = field(default_factory=dict)
    count: int | None = None

    @property
    def n(self) -> int:
        """How many rows the value stands on, to be shown beside it."""
        return self.denominator if self.count is None else self.count


Normal = Callable[[Fraction], Fraction]
Judgement = Callable[[Reading], Fraction | None]
#: Takes the tables of ``tables.TABLES`` as Ibis tables and a window.
Expression = Callable[[Mapping[str, Any], Window], Any]


class Beside(NamedTuple):
    """A number shown beside an indicator: its words, its table, what is summed."""

    label: str
    table: str
    amount: Expression


class Other(NamedTuple):
    """A second pair of numbers: P3 over all reports, P14 of those on hold.

    Without a numerator it is that of the indicator.
    """

    label: str
    denominator: Expression
    numerator: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator, defined once for every engine, page, report and score.

    ``table`` names its population in ``tables.TABLES``, unless ``relation`` makes
    a table of its own from several. ``population``, ``numerator`` and ``denominator``
    are Ibis expressions over the rows of it: which rows are looked at, and what is
    added up of them: a condition counts rows, a whole number is summed. Without a
    denominator the numerator itself is the value; ``over`` names an indicator whose
    numerator is the denominator. ``together`` replaces numerator and denominator
    where all subjects are read as one. ``judge`` makes the value where it is more
    than a share; ``normal`` maps a value to 0..100 and ``mixed`` a whole reading;
    ``weight`` is the default weight inside its part, 0 when only shown. ``formula``
    and ``who`` are the same in words.
    """

    id: str
    key: str
    part: Part
    name: str
    english: str
    formula: str
    who: str
    unit: Unit
    direction: Direction
    table: str
    needs: tuple[str, ...] = ()  # tables that ``relation`` asks besides
    population: Expression
    numerator: Expression
    denominator: Expression | None = None
    over: str = ""
    relation: Expression | None = None
    together: tuple[Expression, Expression] | None = None
    count: Expression | None = None  # the rows it stands on, if the sums do not say
    strict: Other | None = None
    sums: tuple[str, ...] = ()  # which of the two numbers add up, not count rows
    by: str | Expression = ""  # what the parts are shown by: class, reason, channel
    by_label: str = ""  # empty: the parts serve the arithmetic only
    by_whole: bool = False  # each part is shown as a share of the whole
    spread: str = ""  # a whole-number column whose median and P90 are shown
    beside: Mapping[str, Beside] = field(default_factory=dict)
    bases: tuple[Basis, ...] = (Basis.COHORT,)
    bands: tuple[Band, ...] = ()
    reference: str = ""
    judge: Judgement | None = None
    normal: Normal | None = None
    mixed: Judgement | None = None
    weight: int = 0
    scale: Fraction = Fraction(1)  # value = scale * numerator / denominator
    owner: str = "panrb"
    source: str = ""
    version: int = 1
    valid_from: date = date(2025, 1, 1)

    def reading(self, numerator: int, denominator: int, **more: Any) -> Reading:
        """Judge two whole numbers; an empty population has no value."""
        plain = (
            self.scale * Fraction(numerator, denominator) if denominator > 0 else None
        )
        found = Reading(self.id, numerator, denominator, plain, **more)
        if self.judge is None:
            return found
        return replace(found, value=self.judge(found))

    def normalised(self, reading: Reading) -> Fraction | None:
        """Return the value as 0 to 100, None where there is none or it is only shown.

        This is what a score is made of.
        """
        if self.mixed is not None:
            return self.mixed(reading)
        if self.normal is None or reading.value is None:
            return None
        return min(max(self.normal(reading.value), Fraction(0)), Fraction(100))

    def band(self, value: Fraction | None) -> Band | None:
        """Return the highest band a value reaches."""
        if value is None:
            return None
        return next((band for band in self.bands if band.holds(value)), None)

    def curve(self) -> list[tuple[Fraction, Fraction]]:
        """Return values with their points, where the normalisation bends.

        Sampled: from 0 to 1 for shares, 0 to 100 for points, 0 to 10 otherwise. Empty
        where a whole reading is judged, or nothing is scored.
        """
        if self.normal is None:
            return []
        ends = {Unit.SHARE: (1, 100), Unit.POINTS: (100, 100), Unit.DAYS: (20, 40)}
        end, steps = ends.get(self.unit, (10, 10))
        found = []
        for step in range(steps + 1):
            value = Fraction(step * end, steps)
            found.append((value, min(max(self.normal(value), Fraction(0)), _FULL)))
        return [point for at, point in enumerate(found) if _bends(found, at)]

    def window(self, window: Window) -> Window:
        """Return the window on a basis this indicator knows."""
        if window.basis in self.bases:
            return window
        return replace(window, basis=self.bases[0])


_FULL: Final = Fraction(100)


def _bends(points: list[tuple[Fraction, Fraction]], at: int) -> bool:
    """Say whether a line of equal steps begins, ends or bends at a point."""
    if at in (0, len(points) - 1):
        return True
    before, here, after = (points[at + step][1] for step in (-1, 0, 1))
    return here - before != after - here


def linear(value: Fraction, bad: Fraction, good: Fraction) -> Fraction:
    """Return 0 at ``bad``, 100 at ``good``, straight between, clipped outside.

    >>> linear(Fraction(85, 100), Fraction(1, 2), Fraction(95, 100))
    Fraction(700, 9)
    """
    share = (value - bad) / (good - bad)
    return 100 * min(max(share, Fraction(0)), Fraction(1))


def between(bad: str, good: str) -> Normal:
    """Return the normalisation ``linear`` with its two ends, as decimals.

    >>> between("0.50", "0.95")(Fraction(95, 100))
    Fraction(100, 1)
    """
    return lambda value: linear(value, Fraction(bad), Fraction(good))


def percentile(spread: Mapping[int, int], share: Fraction) -> Fraction | None:
    """Return the least whole number that ``share`` of all reach or stay under.

    The nearest-rank rule, so that every engine agrees; None for an empty spread.

    >>> percentile({1: 5, 4: 4, 30: 1}, Fraction(9, 10))
    Fraction(4, 1)
    """
    total = sum(spread.values())
    seen = 0
    for value in sorted(spread):
        seen += spread[value]
        if seen >= share * total and total:
            return Fraction(value)
    return None


def median(spread: Mapping[int, int]) -> Fraction | None:
    """Return the middle of a spread; of two middles, half their sum.

    >>> median({1: 1, 2: 1})
    Fraction(3, 2)
    """
    total = sum(spread.values())
    low = _at_rank(spread, (total + 1) // 2)
    high = _at_rank(spread, total // 2 + 1)
    return None if low is None or high is None else Fraction(low + high, 2)


def _at_rank(spread: Mapping[int, int], rank: int) -> int | None:
    seen = 0
    for value in sorted(spread):
        seen += spread[value]
        if seen >= rank:
            return value
    return None
