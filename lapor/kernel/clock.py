"""The one place that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, aware, in UTC. Doors call it; the domain is told."""
    return datetime.now(UTC)
