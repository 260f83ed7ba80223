"""Small shapes that views hand to components: plain data, no queries inside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class File:
    """A file to fetch: its name for people, where it is, its size in bytes."""

    name: str
    url: str
    size: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline.

    ``tone``: empty for a step of the office, ``person`` for the reporter, ``note`` for
    an internal note, ``late`` for a missed day, ``next`` for what is still to come.
    ``day_only`` hides the hour (anonymous reports, see the identity rules).
    """

    title: str
    at: datetime | None = None
    by: str = ""
    body: str = ""
    tone: str = ""
    files: Sequence[File] = field(default=())
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One link of a tab row. ``count`` None shows no number."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart or one column of a column chart; ``amount`` ≥ 0.

    ``shown`` stands for an amount that must not be told exactly ("< 5").
    """

    label: str
    amount: int
    url: str = ""
    shown: str = ""
