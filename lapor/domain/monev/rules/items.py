"""The institutional self-assessment (domain §12.7) and its arithmetic. Pure.

The items are dated rows (``data/items.csv``): one that changes gets a last day and a
new row, and none is taken out, for sheets of then are read for years. Weights of
aspects are an assumption. Each item counts 0 to 4; ⚙ items have a value that the
system knows.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.kernel import shipped
from lapor.kernel.enums import Labelled, noop, translate
from lapor.kernel.validity import is_in_force

DATA: Final = Path(__file__).resolve().parent.parent / "data"
MOST: Final = 4


class Aspect(Labelled):
    """The six aspects, after those the Ministry of Home Affairs evaluates."""

    PLANNING = "planning", noop("Perencanaan dan anggaran")
    POLICY = "policy", noop("Kebijakan dan kelembagaan")
    PEOPLE = "people", noop("Sumber daya manusia")
    SYSTEM = "system", noop("Sarana, sistem, dan kanal")
    OUTREACH = "outreach", noop("Sosialisasi")
    DATA = "data", noop("Pemanfaatan data dan monev mikro")


WEIGHTS: Final[Mapping[Aspect, int]] = MappingProxyType(
    {
        Aspect.PLANNING: 15,
        Aspect.POLICY: 20,
        Aspect.PEOPLE: 20,
        Aspect.SYSTEM: 15,
        Aspect.OUTREACH: 15,
        Aspect.DATA: 15,
    }
)


class Item(NamedTuple):
    """One item. ``automatic`` names its rule in ``AUTOMATIC``, empty when none;
    ``zero``, ``two`` and ``four`` are the anchors shown beside the choice.
    """

    key: str
    aspect: Aspect
    is_for_units: bool
    automatic: str
    text: str
    zero: str
    two: str
    four: str
    valid_from: date
    valid_until: date | None

    @property
    def label(self) -> str:
        """The item in the language of the reader."""
        return translate(self.text)


class Known(NamedTuple):
    """What the sealed facts say of a subject; None where they say nothing."""

    is_decree_valid: bool | None = None
    is_decree_complete: bool | None = None
    officers: int | None = None
    units: int | None = None
    dispatched: int | None = None
    months: int | None = None
    received: int | None = None
    previous_received: int | None = None
    channels: int | None = None
    has_api: bool | None = None
    has_micro_round: bool | None = None
    plan_in_time: Fraction | None = None  # R1 as a share
    issues_with_measure: Fraction | None = None
    recommendations_done: Fraction | None = None


@cache
def every_item() -> tuple[Item, ...]:
    """Return the items of all times."""
    return tuple(
        Item(
            row["key"],
            Aspect(row["aspect"]),
            row["level"] == "both",
            row["automatic"],
            row["text"],
            row["zero"],
            row["two"],
            row["four"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        )
        for row in shipped.rows(DATA / "items.csv")
    )


def items(*, for_unit: bool = False, on: date = date.max) -> tuple[Item, ...]:
    """Return the items of an agency on a day, or those that a unit can answer for."""
    return tuple(
        item
        for item in every_item()
        if is_in_force(item, on) and (item.is_for_units or not for_unit)
    )


def item_named(key: str) -> Item | None:
    """Return the newest item of a key, or None when there never was one."""
    return next((item for item in reversed(every_item()) if item.key == key), None)


def automatic(item: Item, known: Known) -> int | None:
    """Return the value 0 to 4 that the system knows, or None.

    >>> automatic(item_named("micro_done"), Known(has_micro_round=False))
    0
    """
    rule = AUTOMATIC.get(item.automatic)
    return rule(known) if rule else None


def institutional(
    scores: Mapping[str, int],
    *,
    aspects: Mapping[str, Aspect] | None = None,
    for_unit: bool = False,
    weights: Mapping[Aspect, int] = WEIGHTS,
) -> Fraction:
    """Return 0 to 100: the mean of each aspect, weighted; missing items count 0.

    ``aspects`` are the items by key, as they were sealed; else those of today.

    >>> institutional({item.key: 4 for item in items()})
    Fraction(100, 1)
    """
    asked = aspects or {i.key: i.aspect for i in items(for_unit=for_unit)}
    total, of = Fraction(0), 0
    for aspect in Aspect:
        keys = [key for key, its in asked.items() if its == aspect]
        if keys:
            got = sum(scores.get(key, 0) for key in keys)
            total += weights[aspect] * Fraction(got, MOST * len(keys))
            of += weights[aspect]
    return 100 * total / of


def _step(value: Fraction | None, bounds: Iterable[Fraction]) -> int | None:
    """Return how many of four rising bounds a value reaches."""
    if value is None:
        return None
    return sum(value >= bound for bound in bounds)


def _share(value: Fraction | None) -> int | None:
    return _step(value, (Fraction(n, 100) for n in (25, 50, 75, 95)))


def _ratio(numerator: int | None, denominator: int | None) -> Fraction | None:
    if numerator is None or not denominator:
        return None
    return Fraction(numerator, denominator)


def _decree(known: Known) -> int | None:
    if known.is_decree_valid is None:
        return None
    if not known.is_decree_valid:
        return 0
    return MOST if known.is_decree_complete else MOST // 2


def _plan(known: Known) -> int | None:
    return _step(known.plan_in_time, (Fraction(n, 100) for n in (60, 60, 100, 100)))


def _workload(known: Known) -> int | None:
    load = _ratio(known.dispatched, (known.officers or 0) * (known.months or 0))
    if load is None:
        return None
    return sum(load <= bound for bound in (20, 40, 80, 160))


def _channels(known: Known) -> int | None:
    if known.channels is None:
        return None
    return sum(known.channels >= bound for bound in (2, 3, 4, 6))


def _growth(known: Known) -> int | None:
    grown = _ratio(known.received, known.previous_received)
    return _step(grown, (Fraction(n, 100) for n in (75, 90, 100, 110)))


def _flag(value: bool | None) -> int | None:
    return None if value is None else MOST * value


AUTOMATIC: Final[Mapping[str, Callable[[Known], int | None]]] = MappingProxyType(
    {
        "plan_approved": _plan,
        "decree_valid": _decree,
        "officers_per_unit": lambda known: _share(_ratio(known.officers, known.units)),
        "workload": _workload,
        "channels_open": _channels,
        "api_integration": lambda known: MOST if known.has_api else None,
        "growth": _growth,
        "micro_done": lambda known: _flag(known.has_micro_round),
        "preventive_done": lambda known: _share(known.issues_with_measure),
        "recommendations_done": lambda known: _share(known.recommendations_done),
    }
)
"""What the system knows, by the name in ``items.csv``; bounds are assumptions."""
