"""Reading notices: the matrix, receivers, the way out, the inbox."""

from .delivery import (
    channel_states,
    costs,
    deliveries_page,
    due,
    gates,
    has_work,
    standing_counts,
)
from .inbox import inbox_page, unread_count
from .limits import standings
from .people import preference_of, push_keys, subscriptions_of
from .texts import current_texts, preview, rendered, rules_on, versions_of

__all__ = [
    "channel_states",
    "costs",
    "current_texts",
    "deliveries_page",
    "due",
    "gates",
    "has_work",
    "inbox_page",
    "preference_of",
    "preview",
    "push_keys",
    "rendered",
    "rules_on",
    "standing_counts",
    "standings",
    "subscriptions_of",
    "unread_count",
    "versions_of",
]
