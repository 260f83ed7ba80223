"""Moving the keys of sealed boxes to the newest wrapping key, before an old one goes.

For tables whose rows have the columns ``key_id`` and ``wrapped_key``; an empty key:
destroyed. The contents are not touched.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, QuerySet

from lapor.kernel.crypto import Sealed, vault
from lapor.kernel.keyring import keyring

BATCH: Final = 500
#: Told after each batch: how many boxes it moved.
Tell = Callable[[int], object]


def silent(moved: int) -> None:
    """Tell nobody."""


def counts_by_key(rows: QuerySet[Any]) -> dict[str, int]:
    """Return how many boxes each wrapping key locks."""
    alive = rows.exclude(wrapped_key=b"").order_by()
    return dict(alive.values_list("key_id").annotate(Count("pk")))


def rewrap(
    rows: QuerySet[Any], place_of: Callable[[Any], bytes], tell: Tell = silent
) -> int:
    """Wrap the key of every box by the newest key; return how many moved.

    Safe to run again and beside readers. What processes seal meanwhile under the old
    key, because they have not started again, needs a second run.
    """
    newest, _key = keyring().newest()
    stale = rows.exclude(key_id=newest).exclude(wrapped_key=b"").order_by("pk")
    total, batch = 0, _move(stale, place_of)
    while batch:
        total += len(batch)
        tell(len(batch))
        batch = _move(stale.filter(pk__gt=batch[-1].pk), place_of)
    return total


@transaction.atomic
def _move(stale: QuerySet[Any], place_of: Callable[[Any], bytes]) -> list[Any]:
    batch = list(stale.select_for_update(of=("self",))[:BATCH])
    for row in batch:
        old = Sealed(row.key_id, bytes(row.wrapped_key), b"")
        box = vault().rewrap(old, place_of(row))
        row.key_id, row.wrapped_key = box.key_id, box.wrapped_key
    stale.model.objects.bulk_update(batch, ["key_id", "wrapped_key"])
    return batch
