"""What no decree sets and no agency changes."""

from typing import Final

LEAST_EXPLANATION: Final = 40  # characters of an answer without evidence
