"""Moving the boxes of conversations to the newest key, before an old one goes."""

from typing import Any, Final

from django.db import transaction

from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import inbound, talks
from lapor.kernel.crypto import Sealed, vault
from lapor.kernel.keyring import keyring

_BATCH: Final = 500


def rewrap_boxes() -> int:
    """Wrap the keys of all boxes by the newest key; return how many.

    The contents are not touched. Safe to run again and beside conversations.
    """
    return _rewrap(Talk, talks.place_of) + _rewrap(Inbound, inbound.place_of)


def _rewrap(model: Any, place_of: Any) -> int:
    newest, _key = keyring().newest()
    total = 0
    while True:
        with transaction.atomic():
            rows = list(
                model.objects.select_for_update(skip_locked=True)
                .exclude(key_id=newest)
                .exclude(wrapped_key=b"")[:_BATCH]
            )
            for row in rows:
                old = Sealed(row.key_id, bytes(row.wrapped_key), bytes(row.sealed))
                box = vault().rewrap(old, place_of(row))
                row.key_id, row.wrapped_key = box.key_id, box.wrapped_key
            model.objects.bulk_update(rows, ["key_id", "wrapped_key"])
        total += len(rows)
        if not rows:
            return total
