"""Reading the ledger: what happened becomes messages, exactly once."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from lapor.domain.ledger.actions import move_bookmark, record
from lapor.domain.ledger.models import Entry
from lapor.domain.ledger.queries import after, bookmark_of
from lapor.domain.notifications.queries.delivery import READER
from lapor.domain.notifications.queries.places import Happening
from lapor.kernel.actor import SYSTEM

from .planning import Plan, plan
from .reminders import set_reminders

log = logging.getLogger(__name__)
#: What happened longer ago is no news any more: imports, made-up years.
STALE: Final = timedelta(days=7)
_LOCK: Final = 5_411_905  # any number, ours alone


def read_ledger(*, at: datetime, limit: int = 500) -> int:
    """Read the next entries and write who is told; returns how many were read.

    Bookmark, messages and reminders are one transaction: a reader that is killed has
    done nothing, or all. One reads at a time; the others return 0 at once. An entry
    that cannot be dealt with is set aside with a fact of its own and stops nobody.
    """
    with transaction.atomic():
        if not _is_alone():
            return 0
        entries = list(after(bookmark_of(READER), limit=limit))
        if not entries:
            return 0
        fresh = [e for e in entries if e.happened_at > at - STALE]
        _deal_with(fresh, at)
        move_bookmark(READER, last=entries[-1])
    return len(entries)


def _deal_with(entries: Sequence[Entry], at: datetime) -> None:
    happenings = [happening_of(entry) for entry in entries]
    try:
        with transaction.atomic():
            _write(plan(happenings, at=at), happenings, at)
    except Exception:
        log.exception("A batch of notices failed; its entries are tried one by one")
        for entry in entries:
            _deal_with_one(entry, at)


def _deal_with_one(entry: Entry, at: datetime) -> None:
    happening = happening_of(entry)
    try:
        with transaction.atomic():
            _write(plan([happening], at=at), [happening], at)
    except Exception as error:
        log.exception("No notices for entry %s", entry.pk)
        record(
            "notice.skipped",
            subject=entry.subject,
            actor=SYSTEM,
            at=at,
            entry=entry.pk,
            fault=type(error).__name__,
        )


def _write(made: Plan, happenings: Sequence[Happening], at: datetime) -> None:
    made.write()
    set_reminders(happenings, at=at)


def happening_of(entry: Entry) -> Happening:
    """Return an entry of the ledger as something to tell."""
    return Happening(f"e{entry.pk}", entry.fact, entry.subject, entry.data)


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])
