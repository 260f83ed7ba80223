"""Promises of a case as its page shows them, and the one the reporter judges next."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from lapor.domain.cases.models import Case, Promise
from lapor.kernel.enums import Labelled, noop

KEPT_HERE: Final = "_promises"  # on a case whose promises came with it


class Standing(Labelled):
    """How a promise stands."""

    OPEN = "open", noop("Belum jatuh tempo")
    DUE = "due", noop("Jatuh tempo hari ini")
    SAID_KEPT = "said_kept", noop("Ditepati menurut instansi")
    KEPT = "kept", noop("Ditepati menurut pelapor")
    MISSED = "missed", noop("Tidak ditepati pada harinya")


class ShownPromise(NamedTuple):
    """One promise. ``asks``: the reporter may say whether it was kept."""

    key: int
    due_on: date
    text: str
    standing: Standing
    asks: bool


COLUMNS: Final = (
    *("id", "due_on", "text", "kept_at", "asked_at", "is_confirmed", "missed_at"),
)


def promises_of(case: Case) -> list[ShownPromise]:
    """Return the promises of a case, first due first; one query or none."""
    if KEPT_HERE not in case.__dict__:
        rows = Promise.objects.filter(case=case).order_by("due_on", "pk")
        keep_promises(case, rows.values_list(*COLUMNS))
    shown: list[ShownPromise] = case.__dict__[KEPT_HERE]
    return shown


def keep_promises(case: Case, rows: Iterable[Sequence[Any]]) -> None:
    """Put promises that were read along with a case where they are looked for.

    ``rows`` in the order of ``COLUMNS``; days and moments may be ISO texts.
    """
    case.__dict__[KEPT_HERE] = [_shown(*row) for row in rows]


def waits_for_word(case: Case) -> bool:
    """Say whether the reporter may judge a promise now."""
    return any(promise.asks for promise in promises_of(case))


def promise_to_judge(case: Case) -> Promise | None:
    """Return the promise that the reporter judges next: the longest due one."""
    asked = next((one for one in promises_of(case) if one.asks), None)
    return Promise.objects.filter(pk=asked.key).first() if asked else None


def _shown(
    key: int,
    due_on: date | str,
    text: str,
    kept_at: datetime | str | None,
    asked_at: datetime | str | None,
    is_confirmed: bool | None,
    missed_at: datetime | str | None,
) -> ShownPromise:
    day = date.fromisoformat(due_on) if isinstance(due_on, str) else due_on
    standing = Standing.OPEN
    if is_confirmed:
        standing = Standing.KEPT
    elif missed_at:
        standing = Standing.MISSED
    elif kept_at:
        standing = Standing.SAID_KEPT
    elif asked_at:
        standing = Standing.DUE
    asks = is_confirmed is None and bool(asked_at or kept_at)
    return ShownPromise(key, day, text, standing, asks)
