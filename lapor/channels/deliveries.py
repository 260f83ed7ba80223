"""What a channel reports later about a message of ours: it arrived, or it did not."""

from datetime import datetime
from typing import Final

from lapor.domain.notifications.actions import proved, refused_later
from lapor.domain.notifications.rules import Way

ARRIVED: Final = frozenset({"delivered", "read"})


def note(
    way: str, provider_id: str, state: str, why: str = "", *, at: datetime
) -> bool:
    """Note a report; ``state`` is delivered, read, failed or anything in between.

    Reports come late, twice and out of order: each has one effect. Returns whether
    the message was a notice of ours that changed.
    """
    if not provider_id:
        return False
    if state in ARRIVED:
        return proved(Way(way), provider_id, at=at)
    if state == "failed":
        return refused_later(Way(way), provider_id, f"reported: {why}", at=at)
    return False
