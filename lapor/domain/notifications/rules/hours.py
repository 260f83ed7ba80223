"""Quiet hours and the hour at which an office opens. All moments are aware."""

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from .words import Urgency

QUIET_FROM: Final = 21  # o'clock where the receiver is (domain §11)
QUIET_UNTIL: Final = 7
OPENS: Final = time(8)  # an office, in its own zone


class Quiet(NamedTuple):
    """When somebody wants no message: hours of his own clock, ``start`` included.

    Equal hours mean: never quiet.
    """

    zone: str
    start: int = QUIET_FROM
    end: int = QUIET_UNTIL


def send_at(at: datetime, urgency: Urgency, quiet: Quiet) -> datetime:
    """Return when a notice of this moment may leave, in the zone of ``at``.

    >>> from datetime import UTC
    >>> night = datetime(2026, 3, 2, 15, tzinfo=UTC)  # 22:00 in Jakarta
    >>> send_at(night, Urgency.NORMAL, Quiet("Asia/Jakarta")).isoformat()
    '2026-03-03T00:00:00+00:00'
    >>> send_at(night, Urgency.NOW, Quiet("Asia/Jakarta")) == night
    True
    """
    if urgency == Urgency.NOW or quiet.start == quiet.end:
        return at
    local = at.astimezone(ZoneInfo(quiet.zone))
    over_midnight = quiet.start > quiet.end
    is_late = local.hour >= quiet.start and (over_midnight or local.hour < quiet.end)
    is_early = local.hour < quiet.end and (over_midnight or local.hour >= quiet.start)
    if not (is_late or is_early):
        return at
    day = local.date() + timedelta(days=1 if is_late and over_midnight else 0)
    end = datetime.combine(day, time(quiet.end), ZoneInfo(quiet.zone))
    return end.astimezone(at.tzinfo)


def opening(day: date, zone: str) -> datetime:
    """Return when an office in this zone opens on a day."""
    return datetime.combine(day, OPENS, ZoneInfo(zone))
