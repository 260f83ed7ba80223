"""What waits for a person in evaluation: one line each, the most urgent first."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from lapor.domain.accounts.models import User


class Duty(NamedTuple):
    """One thing to do, where, and by when. ``due_on`` None: no term."""

    words: str
    detail: str
    url: str
    due_on: date | None = None


Source = Callable[[User, date], Iterable[Duty]]
SOURCES: Final[tuple[Source, ...]] = ()


def duties_of(user: User, *, on: date) -> list[Duty]:
    """Return what is due from a person, those with a term first."""
    found = [duty for source in SOURCES for duty in source(user, on)]
    return sorted(found, key=lambda duty: (duty.due_on or date.max, duty.words))
