"""Making accounts, giving and taking mandates; their lists as tables."""

from lapor.domain.accounts.actions.duty import (
    cancel_leave,
    mark_mailbox,
    take_leave,
)
from lapor.domain.accounts.actions.factors import (
    factors_by_key,
    reset_factor_for,
    reset_second_factor,
    rewrap_factors,
)
from lapor.domain.accounts.actions.lists import (
    accounts_list,
    grants_list,
    note_export,
)
from lapor.domain.accounts.actions.made_up import (
    MadeUp,
    note_log_in,
    open_made_up,
)
from lapor.domain.accounts.actions.mandates import (
    appoint_first,
    give,
    give_first,
    revoke,
)
from lapor.domain.accounts.actions.people import (
    change_account,
    make_password,
    open_account,
    reset_password,
    switch_account,
)

__all__ = [
    "MadeUp",
    "accounts_list",
    "appoint_first",
    "cancel_leave",
    "change_account",
    "factors_by_key",
    "give",
    "give_first",
    "grants_list",
    "make_password",
    "mark_mailbox",
    "note_export",
    "note_log_in",
    "open_account",
    "open_made_up",
    "reset_factor_for",
    "reset_password",
    "reset_second_factor",
    "revoke",
    "rewrap_factors",
    "switch_account",
    "take_leave",
]
