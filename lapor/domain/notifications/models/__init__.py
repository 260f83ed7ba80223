"""Rules and texts of notices, messages on their way, and what people want."""

from .delivery import ChannelState, Delivery, Outgoing
from .people import InboxItem, Preference, PushSubscription, Reminder
from .texts import Rule, Text

__all__ = [
    "ChannelState",
    "Delivery",
    "InboxItem",
    "Outgoing",
    "Preference",
    "PushSubscription",
    "Reminder",
    "Rule",
    "Text",
]
