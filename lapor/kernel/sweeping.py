"""Doing what is due, one after the other: what fails stops nobody behind it."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import OperationalError

log = logging.getLogger(__name__)
Row = TypeVar("Row")


def one_by_one(rows: Iterable[Row], do: Callable[[Row], int]) -> int:
    """Do each, which opens a transaction of its own; returns what they add up to.

    One that fails is logged, and due again at the next run. When the database is away
    the run ends: OperationalError.
    """
    done = 0
    for row in rows:
        try:
            done += do(row)
        except OperationalError:
            raise
        except Exception:
            log.exception("A sweep left out one that failed; it is tried again")
    return done
