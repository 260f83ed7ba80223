"""Answers that may be some seconds old, kept in the process and shown with their time.

Classes, topics and national counts are asked for on every page and change rarely.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings

P = ParamSpec("P")
T = TypeVar("T")
MOST = 256


def remembered(ask: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function answered for ``LAPOR_PAGE_MEMORY`` seconds (0: never)."""
    kept: dict[object, tuple[float, T]] = {}

    @wraps(ask)
    def remember(*args: P.args, **kwargs: P.kwargs) -> T:
        now = time.monotonic()
        key = (args, tuple(sorted(kwargs.items())))
        found = kept.get(key)
        if found and now - found[0] < settings.LAPOR_PAGE_MEMORY:
            return found[1]
        answer = ask(*args, **kwargs)
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = (now, answer)
        return answer

    return remember
