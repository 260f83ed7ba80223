"""The indicators P1 to P8: from counts to exact fractions, or to nothing.

Unit        shares without dimension, 0 to 1; P5 in days of 24 hours on working days.
Empty       None: whoever had nothing to do has no result, and not full marks.
Exact       fractions; rounding happens once, where a number is shown.
"""

from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple

from .counts import Counts, Parts
from .definitions import DEFINITIONS, Definition

SMALL: Final = 10  # dispatched reports; below, a result has no category (TDN)
MICROSECONDS_A_DAY: Final = 86_400_000_000


class Base(Enum):
    """What a share of reports is divided by."""

    DISPATCHED = "dispatched"
    RECEIVED = "received"
    NOT_ARCHIVED = "not_archived"
    STRICT = "strict"  # all but archived duplicates


class Result(NamedTuple):
    """One indicator of one population, with what it was made of.

    ``denominator`` is the n to be shown beside it; ``strict`` the variant of P3 and P4
    over all reports but duplicates; ``classes`` the parts of P8.
    """

    definition: Definition
    numerator: Fraction
    denominator: int
    strict: Parts | None = None
    classes: tuple[tuple[str, Parts], ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The exact value, None for an empty population."""
        return _share(self.numerator, self.denominator)

    @property
    def exact(self) -> str:
        """Numerator over denominator, not reduced: ``3309/4088``."""
        return f"{self.numerator}/{self.denominator}"


def connected(counts: Counts) -> Fraction | None:
    """P1: agencies with an admin's account and a valid decree, of all.

    >>> connected(Counts(connected=Parts(11, 12)))
    Fraction(11, 12)
    """
    return _share(counts.connected.kept, counts.connected.population)


def active(counts: Counts) -> Fraction | None:
    """P2: agencies whose admin logged in lately, of all."""
    return _share(counts.active.kept, counts.active.population)


def followed_up(counts: Counts, base: Base = Base.DISPATCHED) -> Fraction | None:
    """P3 (PTL): done and in process, of what was dispatched.

    >>> followed_up(Counts(waiting=573, in_process=206, done=3309)) * 4088
    Fraction(3515, 1)
    """
    return _share(counts.done + counts.in_process, _base(counts, base))


def completed(counts: Counts, base: Base = Base.DISPATCHED) -> Fraction | None:
    """P4 (PS): done, of what was dispatched."""
    return _share(counts.done, _base(counts, base))


def in_process(counts: Counts, base: Base = Base.DISPATCHED) -> Fraction | None:
    """The share in process, as the reviews of 2020 show beside P3 and P4."""
    return _share(counts.in_process, _base(counts, base))


def first_answer_days(counts: Counts) -> Fraction | None:
    """P5 (RTL): mean working time from dispatch to the first follow-up, in days."""
    days = Fraction(counts.answer_microseconds, MICROSECONDS_A_DAY)
    return _share(days, counts.first_answers)


def verified_on_time(counts: Counts) -> Fraction | None:
    """P6: verified within the limit, of those verified or overdue."""
    return _share(counts.verified.kept, counts.verified.population)


def first_answer_on_time(counts: Counts) -> Fraction | None:
    """P7: first followed up within the limit, of those followed up or overdue."""
    return _share(counts.answered.kept, counts.answered.population)


def kept_term(counts: Counts, classification: str | None = None) -> Fraction | None:
    """P8: answered within the limit of the class, of those closed or overdue.

    Without a class: all together, so that each report weighs the same.
    """
    if classification is not None:
        parts = counts.by_class.get(classification, Parts())
    else:
        parts = sum(counts.by_class.values(), Parts())
    return _share(parts.kept, parts.population)


def is_small(counts: Counts) -> bool:
    """Say whether too little was dispatched for a category (TDN)."""
    return counts.dispatched < SMALL


def indicators(counts: Counts) -> tuple[Result, ...]:
    """Return P1 to P8 of a population, in their order."""
    done, handled = counts.done, counts.done + counts.in_process
    strict = _base(counts, Base.STRICT)
    term = sum(counts.by_class.values(), Parts())
    days = Fraction(counts.answer_microseconds, MICROSECONDS_A_DAY)
    made: dict[str, tuple[int | Fraction, int, Parts | None]] = {
        "P1": (counts.connected.kept, counts.connected.population, None),
        "P2": (counts.active.kept, counts.active.population, None),
        "P3": (handled, counts.dispatched, Parts(handled, strict)),
        "P4": (done, counts.dispatched, Parts(done, strict)),
        "P5": (days, counts.first_answers, None),
        "P6": (counts.verified.kept, counts.verified.population, None),
        "P7": (counts.answered.kept, counts.answered.population, None),
        "P8": (term.kept, term.population, None),
    }
    found = []
    for definition in DEFINITIONS:
        numerator, denominator, variant = made[definition.id]
        classes = tuple(sorted(counts.by_class.items()))
        found.append(
            Result(
                definition,
                Fraction(numerator),
                denominator,
                variant,
                classes if definition.id == "P8" else (),
            )
        )
    return tuple(found)


def _base(counts: Counts, base: Base) -> int:
    return {
        Base.DISPATCHED: counts.dispatched,
        Base.RECEIVED: counts.received,
        Base.NOT_ARCHIVED: counts.received - counts.archived,
        Base.STRICT: counts.received - counts.archived_twice,
    }[base]


def _share(part: int | Fraction, whole: int) -> Fraction | None:
    return Fraction(part) / whole if whole else None
