"""What waits is asked about once; what nobody needs any more is forgotten.

A draft is reminded of after twenty hours, by day, and erased after seven days without a
word. The raw message goes after thirty days; that it came stays known for a year, so
that it stays one message. Whoever's identity was destroyed is forgotten here too.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries.inbound import waiting
from lapor.domain.intake.queries.sealed import case_handle, closed
from lapor.domain.intake.queries.talks import (
    memory_of,
    place_of,
    to_be_forgotten,
    to_be_reminded,
)
from lapor.domain.intake.rules import dialogue
from lapor.domain.ledger.actions import move_bookmark
from lapor.domain.ledger.queries import bookmark_of, newest_settled, of_kind
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
READER: Final = "intake.forget"  # of identities that were destroyed
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
    _forget_destroyed()
    return erased


@transaction.atomic
def _forget_destroyed() -> None:
    """Let conversations forget reports whose identities were destroyed (UU 27/2022
    art. 43): the address, the raw messages, the way from the one to the other.
    """
    last = newest_settled()  # before reading: what settles meanwhile comes next time
    facts = of_kind("identity.shredded", bookmark_of(READER))
    numbers = {ref.partition(":")[2] for ref in facts.values_list("subject", flat=True)}
    handles = [case_handle(number) for number in numbers]
    rows = Talk.objects.select_for_update().filter(handles__overlap=handles)
    for row in rows if handles else ():
        memory = memory_of(row)
        memory.cases = [case for case in memory.cases if case[0] not in numbers]
        same = Inbound.objects.filter(channel=row.channel, address=row.address)
        same.filter(heard_at__isnull=False).update(
            key_id="", wrapped_key=b"", sealed=b""
        )
        if memory.cases or row.has_draft:
            row.handles = [case_handle(number) for number, _key, _way in memory.cases]
            closed(row, memory.as_json(), place_of(row))
            row.save()
        else:
            row.delete()
    if last is not None:
        move_bookmark(READER, last=last)


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
