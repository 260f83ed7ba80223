"""Telling people: reading what happened, sending, taking back."""

from .delivering import (
    Outcome,
    Parcel,
    bounced,
    open_gate,
    proved,
    put_back,
    refused_later,
    send_again,
    settle,
    take,
    take_up_abandoned,
)
from .digests import send_digests
from .limiting import spend
from .lists import load_notices
from .reading import read_ledger
from .reminders import send_reminders
from .texts import Words, approve_text, set_rule, write_text
from .warnings import warn
from .wishes import (
    Wish,
    add_browser,
    drop_browser,
    mark_read,
    set_wish,
    unsubscribe,
)

__all__ = [
    "Outcome",
    "Parcel",
    "Wish",
    "Words",
    "add_browser",
    "approve_text",
    "bounced",
    "drop_browser",
    "load_notices",
    "mark_read",
    "open_gate",
    "proved",
    "put_back",
    "read_ledger",
    "refused_later",
    "send_again",
    "send_digests",
    "send_reminders",
    "set_rule",
    "set_wish",
    "settle",
    "spend",
    "take",
    "take_up_abandoned",
    "unsubscribe",
    "warn",
    "write_text",
]
