"""Public copies, and what the public says of them."""

from .publication import MonthOfPublication, Publication, WordsOfPublication
from .voices import Comment, Follow, Support

__all__ = [
    "Comment",
    "Follow",
    "MonthOfPublication",
    "Publication",
    "Support",
    "WordsOfPublication",
]
