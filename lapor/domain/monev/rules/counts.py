"""What is counted of a population of reports, before anything is judged."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Self


@dataclass(frozen=True)
class Parts:
    """``kept`` of ``population`` did what an indicator asks. Unit: reports."""

    kept: int = 0
    population: int = 0

    def __add__(self, other: "Parts") -> "Parts":
        """Add two disjoint populations."""
        return Parts(self.kept + other.kept, self.population + other.population)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """One population. Unit: reports, but for ``answer_microseconds`` (working time).

    ``received`` = unverified + waiting + in_process + done + on_hold + archived; on
    the basis of flow these are the reports that were in hand during the period.
    ``by_class`` holds, for each class, the completions within their term. Unit of
    ``connected``: agencies; of ``active``: agencies, or months of a single one.
    """

    received: int = 0
    unverified: int = 0
    waiting: int = 0
    in_process: int = 0
    done: int = 0
    on_hold: int = 0
    archived: int = 0
    archived_twice: int = 0  # of those, the ones that were duplicates
    other: int = 0  # a published part that names no bucket
    verified: Parts = field(default_factory=Parts)
    answered: Parts = field(default_factory=Parts)
    first_answers: int = 0
    answer_microseconds: int = 0
    by_class: dict[str, Parts] = field(default_factory=dict)
    connected: Parts = field(default_factory=Parts)
    active: Parts = field(default_factory=Parts)

    @property
    def dispatched(self) -> int:
        """Reports that an agency had to answer: waiting, in process, done."""
        return self.waiting + self.in_process + self.done

    def __add__(self, other: Self) -> "Counts":
        """Add two disjoint populations, class by class."""
        classes = sorted({*self.by_class, *other.by_class})
        plain = {
            each.name: getattr(self, each.name) + getattr(other, each.name)
            for each in fields(self)
            if each.name != "by_class"
        }
        return Counts(
            **plain,
            by_class={
                name: self.by_class.get(name, Parts())
                + other.by_class.get(name, Parts())
                for name in classes
            },
        )


def sum_difference(total: int, parts: Iterable[int]) -> int:
    """Return by how much a published total exceeds its published parts.

    Unit: reports. 0 when the identity holds; anything else must be shown.

    >>> sum_difference(57171, (15061, 3189, 7542, 1158, 4876, 24345))
    1000
    """
    return total - sum(parts)
