"""Writing the ledger: one way, inside a transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from lapor.kernel import bulk
from lapor.kernel.actor import Actor

from .models import Bookmark, Entry


def record(
    fact: str, *, subject: str, actor: Actor, at: datetime, **data: object
) -> Entry:
    """Write one fact; the caller's transaction decides whether it stays.

    Raises RuntimeError outside a transaction: a fact is recorded where it comes true.
    """
    _demand_transaction()
    return Entry.objects.create(
        fact=fact, subject=subject, actor=actor.ref, happened_at=at, data=data
    )


def record_many(entries: Iterable[Entry], *, batch: int = 2_000) -> Sequence[Entry]:
    """Write many facts at once, in order; for imports and made-up countries."""
    _demand_transaction()
    return Entry.objects.bulk_create(list(entries), batch_size=batch)


def copy_entries(rows: Iterable[Sequence[object]]) -> int:
    """Write made-up history by COPY: (moment, fact, subject, actor, data) each."""
    _demand_transaction()
    columns = ("happened_at", "fact", "subject", "actor", "data")
    return bulk.copy_in(Entry, columns, rows)


def move_bookmark(reader: str, *, last: Entry) -> None:
    """Remember that ``reader`` has dealt with everything up to ``last``."""
    _demand_transaction()
    Bookmark.objects.update_or_create(
        reader=reader, defaults={"transaction": last.transaction, "entry": last.pk}
    )


def _demand_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction that makes it true.")
