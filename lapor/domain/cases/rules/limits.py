"""How often and how long: what the decrees leave open (domain §7.2, 8.1, 9.4)."""

from datetime import timedelta
from typing import Final

REOPEN_WINDOW: Final = timedelta(days=30)  # calendar days after closing
MOST_REOPENINGS: Final = 2  # by the reporter
RETURN_WINDOW_DAYS: Final = 2  # working days from dispatch to say "not ours"
BINDING_AFTER_RETURNS: Final = 2  # then the next decision binds
MOST_PAUSES: Final = 2  # requests for data during follow-up
LEAST_EXPLANATION: Final = 40  # characters of an answer without evidence
