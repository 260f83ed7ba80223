"""From a public mention to a report: kept as a draft, finished on the web.

Nothing is asked in public. The author gets a direct message with a link; the form
opens with his words in it. He may as well answer the questions in the conversation.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation

from lapor.domain.cases.rules import Channel
from lapor.domain.deadlines.rules import local_day
from lapor.domain.intake.models import Talk
from lapor.domain.intake.queries.handed import opened_draft, token_of
from lapor.domain.intake.queries.inbound import read_inbound
from lapor.domain.intake.queries.talks import memory_of
from lapor.domain.intake.rules import dialogue
from lapor.domain.intake.rules.dialogue import HANDED_OFF, Draft, Node
from lapor.domain.priorities.queries import emergency_text
from lapor.kernel import ids
from lapor.kernel.enums import translate
from lapor.kernel.text import clean

from .conversing import keep_talk, talk_with
from .inbound import note_heard, taken

LONGEST: Final = 5_000  # characters of a mention


def hand_off(
    *,
    channel: Channel,
    address: str,
    external_id: str,
    text: str,
    url: str = "",
    at: datetime,
) -> Sequence[str]:
    """Keep a mention as a draft and return the message with the link to finish it.

    The same mention twice is one; a further one is added to the draft under way.
    """
    with transaction.atomic():
        inbound = taken(channel, address, external_id, sent_at=None, at=at)
        if inbound.heard_at is not None:
            return list(read_inbound(inbound).get("replies", ()))
        row = talk_with(channel, address, at)
        memory = memory_of(row)
        memory.address = address
        told = clean(text, max_length=dialogue.MOST_TYPED, multiline=True)[:LONGEST]
        words = "\n".join(part for part in (told, url) if part)
        memory.talk = _with(memory.talk, words)
        keep_talk(row, memory, None, at)
        link = (
            f"{settings.LAPOR_PUBLIC_URL.rstrip('/')}/lapor/"
            f"?lanjut={token_of(row, memory.talk.draft.key)}"
        )
        with translation.override(memory.talk.language):
            warning = emergency_text(told, local_day(at, settings.TIME_ZONE))
            offer = translate(HANDED_OFF).format(link=link)
            replies = [warning, offer] if warning else [offer]
        note_heard(inbound, replies, at=at)
    return replies


@transaction.atomic
def end_draft(token: str, *, at: datetime) -> None:
    """Forget a draft that its author has sent on the web."""
    found = opened_draft(token)
    if found is None or found.draft is None:
        return
    row = Talk.objects.select_for_update().get(pk=found.talk)
    memory = memory_of(row)
    memory.talk = dialogue.Talk(language=memory.talk.language)
    keep_talk(row, memory, None, at)


def _with(talk: dialogue.Talk, words: str) -> dialogue.Talk:
    """Return the conversation with a draft that holds these words."""
    if talk.node in {Node.IDLE, Node.WHICH, Node.SOLVED}:
        key = ids.new_media_key().replace("/", "")
        return talk.at(Node.CONTENT, draft=Draft(key=key, content=words))
    if talk.draft.size + len(words) > dialogue.MOST_TYPED:
        return talk
    draft = replace(talk.draft, asides=(*talk.draft.asides, words))
    return replace(talk, draft=draft)
