"""A long SMS comes in parts, in any order; some come late and some never.

What is complete is heard as one message. After ten minutes what is there is heard with
a mark where a part is missing, and its sender is asked; a part that comes later takes
the place of its mark.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction

from lapor.domain.intake.models import Inbound
from lapor.domain.intake.queries.inbound import parts_of, torn_groups
from lapor.domain.intake.rules.dialogue import missing_mark

from .inbound import hear_later

PATIENCE: Final = timedelta(minutes=10)
SAME_MESSAGE: Final = timedelta(days=1)
AT_MOST: Final = 500


class Whole(NamedTuple):
    """What a part makes of its message: its text, what is missing, whose place it has.

    ``external_id`` is that of the whole message; ``rows`` are the parts heard with it.
    """

    text: str
    external_id: str
    torn: str
    fills: str
    rows: tuple[Inbound, ...]


def whole_of(
    row: Inbound, texts: Mapping[int, str], *, is_over: bool = False
) -> Whole | None:
    """Return the message a part belongs to, or None while others are waited for.

    ``texts`` are the texts of the parts by their row; ``is_over``: wait no longer.
    """
    near = [
        part
        for part in parts_of(row)
        if abs(part.received_at - row.received_at) <= SAME_MESSAGE
    ]
    heard = [part for part in near if part.heard_at is not None]
    name = f"{row.group}:{min(part.pk for part in near)}"
    if heard:
        mark = missing_mark(f"{row.part}/{row.parts}")
        return Whole(texts[row.pk], f"{name}:{row.pk}", "", mark, (row,))
    found = {part.part: part for part in near}
    missing = [n for n in range(1, row.parts + 1) if n not in found]
    if missing and not is_over:
        return None
    pieces = [
        texts[found[n].pk] if n in found else missing_mark(f"{n}/{row.parts}")
        for n in range(1, row.parts + 1)
    ]
    torn = ", ".join(f"{n}/{row.parts}" for n in missing)
    return Whole("".join(pieces), name, torn, "", tuple(found.values()))


def note_parts_heard(whole: Whole, *, at: datetime) -> None:
    """Note that the parts had their effect with the whole message."""
    keys = [row.pk for row in whole.rows]
    Inbound.objects.filter(pk__in=keys).update(heard_at=at)


@transaction.atomic
def hear_torn(*, at: datetime) -> int:
    """Let messages be heard that have waited ten minutes for a part; how many."""
    rows = list(torn_groups(before=at - PATIENCE)[:AT_MOST])
    for row in rows:
        hear_later(row)
    return len(rows)
