"""Making a case public, and taking what the public says of it."""

from .publishing import (
    PUBLICATION_COLUMNS,
    Dispatch,
    approve,
    copy_publications,
    dispatch_and_propose,
    hide,
    propose,
)
from .voices import Visitor, comment, follow, moderate, support, unfollow, unsupport

__all__ = [
    "PUBLICATION_COLUMNS",
    "Dispatch",
    "Visitor",
    "approve",
    "comment",
    "copy_publications",
    "dispatch_and_propose",
    "follow",
    "hide",
    "moderate",
    "propose",
    "support",
    "unfollow",
    "unsupport",
]
