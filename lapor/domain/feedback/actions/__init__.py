"""Rating, and asking those who did not."""

from .calling import draw_calls, note_call
from .rating import LONGEST_COMMENT, Stars, accept_and_rate, copy_ratings, rate

__all__ = [
    "LONGEST_COMMENT",
    "Stars",
    "accept_and_rate",
    "copy_ratings",
    "draw_calls",
    "note_call",
    "rate",
]
