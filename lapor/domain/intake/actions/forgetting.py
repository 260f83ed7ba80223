"""What waits is asked about once; what nobody needs any more is forgotten.

A draft is reminded of after twenty hours, by day, and erased after seven days without a
word. The raw message goes after thirty days; that it came stays known for a year, so
that it stays one message.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries.inbound import waiting
from lapor.domain.intake.queries.sealed import closed
from lapor.domain.intake.queries.talks import (
    memory_of,
    place_of,
    to_be_forgotten,
    to_be_reminded,
)
from lapor.domain.intake.rules import dialogue
from lapor.kernel import files, queue

from .inbound import HEAR, hear_later
from .submitting import HOME_ZONE

REMIND: Final = "channels.remind"
REMINDED_AFTER: Final = timedelta(hours=20)
ERASED_AFTER: Final = timedelta(days=7)
RAW_KEPT: Final = timedelta(days=30)
KNOWN_FOR: Final = timedelta(days=400)
HEARD_WITHIN: Final = timedelta(minutes=10)
GIVEN_UP_AFTER: Final = timedelta(days=3)
BY_DAY: Final = range(7, 21)  # hours in Jakarta in which a reminder may ring
AT_MOST: Final = 500


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Ask once, by day, about reports that were told and not sent; returns how many."""
    if at.astimezone(HOME_ZONE).hour not in BY_DAY:
        return 0
    rows = to_be_reminded(before=at - REMINDED_AFTER).select_for_update(
        skip_locked=True
    )[:AT_MOST]
    count = 0
    for row in rows:
        row.reminded_at = at
        row.save(update_fields=["reminded_at"])
        queue.defer(REMIND, talk=row.pk)
        count += 1
    return count


def forget(*, at: datetime) -> int:
    """Erase old drafts with their files, raw messages and silent conversations."""
    erased = 0
    while keys := _erase_drafts(at):
        files.discard(key for media in keys for key in media)
        erased += len(keys)
    old = Inbound.objects.filter(
        received_at__lt=at - RAW_KEPT, heard_at__isnull=False
    ).exclude(wrapped_key=b"")
    old.update(key_id="", wrapped_key=b"", sealed=b"")
    Inbound.objects.filter(received_at__lt=at - KNOWN_FOR).delete()
    Talk.objects.filter(heard_at__lt=at - KNOWN_FOR, has_draft=False).delete()
    return erased


def hear_again(*, at: datetime) -> int:
    """Defer once more what came and was not heard, for example after days down."""
    rows = waiting(before=at - HEARD_WITHIN).filter(
        received_at__gt=at - GIVEN_UP_AFTER
    )[:AT_MOST]
    under_way = queue.pending(HEAR, "inbound")
    lost = [row for row in rows if row.pk not in under_way]
    with transaction.atomic():
        for row in lost:
            hear_later(row)
    return len(lost)


@transaction.atomic
def _erase_drafts(at: datetime) -> list[list[str]]:
    rows = list(
        to_be_forgotten(before=at - ERASED_AFTER).select_for_update(skip_locked=True)[
            :AT_MOST
        ]
    )
    media = []
    for row in rows:
        memory = memory_of(row)
        memory.talk = dialogue.Talk(language=memory.talk.language)
        memory.files = {}
        media.append(list(row.media))
        closed(row, memory.as_json(), place_of(row))
        row.media, row.has_draft = [], False
        row.save()
    return media
