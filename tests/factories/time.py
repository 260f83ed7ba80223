"""The clock of the doors, moved by a story."""

from datetime import datetime, timedelta

from tests.factories.cases import MONDAY


class Time:
    """What ``clock.now`` is while a story is told; it begins on a Monday morning."""

    def __init__(self, moment: datetime = MONDAY) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **amount: int) -> None:
        """Let hours or days go by."""
        self.moment += timedelta(**amount)
