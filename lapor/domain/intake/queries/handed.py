"""Drafts that a link of ours opens in the form of the web."""

from typing import Final, NamedTuple

from django.core import signing

from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import Talk
from lapor.domain.intake.rules.dialogue import Draft

from .talks import memory_of

_SALT: Final = "lapor.intake.handed"
_LASTS: Final = 30 * 24 * 60 * 60  # seconds
_LONGEST: Final = 400


class Opened(NamedTuple):
    """What a link opens: a conversation, the channel it came by, its draft.

    ``draft`` is None once it was sent or erased; the channel stays known, so that
    sending twice is sending once.
    """

    talk: int
    channel: Channel
    draft: Draft | None


def token_of(row: Talk, key: str) -> str:
    """Return the signed name of a draft, for a link."""
    return signing.dumps([row.pk, key, row.channel], salt=_SALT)


def opened_draft(token: str) -> Opened | None:
    """Return what a link opens, None for one that is not ours or too old."""
    try:
        pk, key, channel = signing.loads(token[:_LONGEST], salt=_SALT, max_age=_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    row = Talk.objects.filter(pk=pk, has_draft=True).first()
    draft = memory_of(row).talk.draft if row else None
    return Opened(pk, Channel(channel), draft if draft and draft.key == key else None)
