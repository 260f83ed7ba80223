"""Rules and texts of notices, messages on their way, and what people want."""

from .delivery import ChannelState, Delivery, Outgoing
from .limits import Limit, Spending
from .people import InboxItem, Preference, PushSubscription, Reminder
from .texts import Rule, Text

__all__ = [
    "ChannelState",
    "Delivery",
    "InboxItem",
    "Limit",
    "Outgoing",
    "Preference",
    "PushSubscription",
    "Reminder",
    "Rule",
    "Spending",
    "Text",
]
