"""Trying again: longer pauses, an end, and a gate for a channel that is down."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

GIVE_UP_AFTER: Final = timedelta(hours=72)  # reliability R10
_PAUSES: Final = (1, 2, 5, 15, 30, 60)  # minutes; the last one for ever
#: So many failures of one channel in a row shut its gate, and for how long.
_PATIENCE: Final = 5
_SHUT: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))


def retry_at(
    at: datetime,
    *,
    attempts: int,
    queued_at: datetime,
    asked: timedelta = timedelta(0),
) -> datetime | None:
    """Return when to try again after ``attempts`` failures; None: give up.

    ``asked``: so long at least the other side wants to be left alone.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> retry_at(noon, attempts=3, queued_at=noon).isoformat()
    '2026-03-02T12:05:00+00:00'
    >>> retry_at(noon + GIVE_UP_AFTER, attempts=80, queued_at=noon)
    """
    if at - queued_at >= GIVE_UP_AFTER:
        return None
    pause = timedelta(minutes=_PAUSES[min(max(attempts, 1), len(_PAUSES)) - 1])
    return min(at + max(pause, asked), queued_at + GIVE_UP_AFTER)


class Gate(NamedTuple):
    """The circuit breaker of one channel."""

    failures: int = 0  # in a row
    shut_until: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """Say whether messages may be tried. After a pause one batch tries it out."""
        return self.shut_until is None or at >= self.shut_until


def after_failure(gate: Gate, at: datetime) -> Gate:
    """Return the gate after one more failure of the other side."""
    failures = gate.failures + 1
    if failures < _PATIENCE:
        return Gate(failures, None)
    pause = _SHUT[min(failures - _PATIENCE, len(_SHUT) - 1)]
    return Gate(failures, at + pause)
