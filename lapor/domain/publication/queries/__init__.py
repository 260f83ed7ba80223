"""What the public sees, and what it says."""

from .published import (
    PublicFilters,
    public_case,
    public_page,
    public_search,
    publication_of,
    visible,
)
from .voices import (
    Voices,
    are_comments_open,
    comments_to_moderate,
    is_much_supported,
    supports_of,
    voices_of,
    voter_of,
)

__all__ = [
    "PublicFilters",
    "Voices",
    "are_comments_open",
    "comments_to_moderate",
    "is_much_supported",
    "public_case",
    "public_page",
    "public_search",
    "publication_of",
    "supports_of",
    "visible",
    "voices_of",
    "voter_of",
]
