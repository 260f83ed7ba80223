"""What an indicator is: its definition as data, and what it gave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final, NamedTuple

from lapor.kernel.enums import Labelled, noop

#: Fewer reports than this give no category (domain §12.2, an assumption).
SMALL: Final = 10


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


class Band(NamedTuple):
    """Values of at least ``least`` carry ``label``; the highest band comes first."""

    least: Fraction
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator gave for one subject.

    Units: those of the indicator; ``value`` is exact, ``None`` means: nobody to
    judge, which is neither good nor bad. ``spread`` counts by whole number (days,
    stars) where a median is wanted; ``classes`` holds numerator and denominator by
    class, reason or channel; ``strict`` is the second variant.
    """

    indicator: str
    numerator: int
    denominator: int
    value: Fraction | None
    strict: tuple[int, int] | None = None
    classes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    spread: Mapping[int, int] = field(default_factory=dict)


Normal = Callable[[Fraction], Fraction]
#: Takes the tables of ``tables.TABLES`` as Ibis tables and a window.
Expression = Callable[[Mapping[str, Any], Window], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator, defined once for every engine, page, report and score.

    ``table`` names its population in ``tables.TABLES``; ``population``,
    ``numerator`` and ``denominator`` are Ibis expressions over it: which rows, and
    two whole numbers aggregated from them, by subject. ``value`` makes the exact
    value of the two. ``normal`` maps a value to 0..100; ``weight`` is the default
    weight inside its part, 0 when only shown. ``formula`` and ``who`` are the same
    in words.
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
    population: Expression
    numerator: Expression
    denominator: Expression
    strict: Expression | None = None
    by: str = ""  # a column to show the parts by: class, reason, channel
    spread: str = ""  # a whole-number column whose median and P90 are shown
    bases: tuple[Basis, ...] = (Basis.COHORT,)
    bands: tuple[Band, ...] = ()
    reference: str = ""
    normal: Normal | None = None
    weight: int = 0
    scale: Fraction = Fraction(1)  # value = scale * numerator / denominator
    owner: str = "panrb"
    source: str = ""
    version: int = 1
    valid_from: date = date(2025, 1, 1)

    def reading(self, numerator: int, denominator: int, **more: Any) -> Reading:
        """Judge two whole numbers; an empty population has no value."""
        value = (
            self.scale * Fraction(numerator, denominator) if denominator > 0 else None
        )
        return Reading(self.id, numerator, denominator, value, **more)


def linear(value: Fraction, bad: Fraction, good: Fraction) -> Fraction:
    """Return 0 at ``bad``, 100 at ``good``, straight between, clipped outside.

    >>> linear(Fraction(85, 100), Fraction(1, 2), Fraction(95, 100))
    Fraction(700, 9)
    """
    share = (value - bad) / (good - bad)
    return 100 * min(max(share, Fraction(0)), Fraction(1))
