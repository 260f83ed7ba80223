"""Conversations: what they remember, which wait too long, when somebody last wrote."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import translation

from lapor.domain.intake.models import Talk
from lapor.domain.intake.rules import dialogue
from lapor.kernel.enums import translate

from .sealed import address_digest, opened

_PLACE: Final = b"intake.talk\0"
MOST_CASES: Final = 20
HOUR: Final = 3_600.0  # seconds


@dataclass
class Memory:
    """What lies in the box of a conversation.

    ``cases`` are its reports, the newest last: number, key of the submission (the
    origin of the access code, "" when it was opened by its code) and channel.
    ``files`` tell what is known of the stored files of the draft, by their key.
    ``heard`` messages came since ``hour`` (Unix time), to bound what answers cost.
    """

    address: str
    talk: dialogue.Talk = field(default_factory=dialogue.Talk)
    cases: list[tuple[str, str, str]] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    hour: float = 0.0
    heard: int = 0

    def count(self, at: datetime) -> int:
        """Count one message, and return how many there were within the hour."""
        if at.timestamp() - self.hour >= HOUR:
            self.hour, self.heard = at.timestamp(), 0
        self.heard += 1
        return self.heard

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "address": self.address,
            "talk": self.talk.as_json(),
            "cases": [list(case) for case in self.cases[-MOST_CASES:]],
            "files": self.files,
            "hour": self.hour,
            "heard": self.heard,
        }


def place_of(row: Talk) -> bytes:
    """Return what binds the box of a conversation to its row."""
    return _PLACE + row.channel.encode() + b"\0" + bytes(row.address)


def memory_of(row: Talk) -> Memory:
    """Open what a conversation remembers. Raises CannotOpen or KeyMissing."""
    content = opened(row, place_of(row))
    return Memory(
        address=content.get("address", ""),
        talk=dialogue.Talk.from_json(content.get("talk", {})),
        cases=[(n, key, channel) for n, key, channel in content.get("cases", ())],
        files=content.get("files", {}),
        hour=content.get("hour", 0.0),
        heard=content.get("heard", 0),
    )


def reminder_of(row: Talk, today: date) -> tuple[str, list[str]]:
    """Return the address of a conversation, and what reminds it of its draft."""
    memory = memory_of(row)
    with translation.override(memory.talk.language):
        question = dialogue.question(memory.talk, dialogue.Setting(today))
        return memory.address, [translate(dialogue.REMINDER), question]


def last_heard(channel: str, address: str) -> datetime | None:
    """Return when this address last wrote, or None; for windows of 24 hours."""
    found = Talk.objects.filter(
        channel=channel, address=address_digest(channel, address)
    )
    moments: tuple[datetime, datetime | None] | None = found.values_list(
        "heard_at", "sent_until"
    ).first()
    return (moments[1] or moments[0]) if moments else None


def known_draft_files(keys: Iterable[str]) -> set[str]:
    """Return which of these stored files belong to a draft under way."""
    wanted = set(keys)
    rows = Talk.objects.filter(media__overlap=list(wanted)).values_list(
        "media", flat=True
    )
    return {key for media in rows for key in media} & wanted


def to_be_reminded(*, before: datetime) -> "QuerySet[Talk]":
    """Return conversations whose draft has waited since ``before``, not reminded."""
    return Talk.objects.filter(
        has_draft=True, heard_at__lt=before, reminded_at=None
    ).order_by("heard_at")


def to_be_forgotten(*, before: datetime) -> "QuerySet[Talk]":
    """Return conversations whose draft nobody has touched since ``before``."""
    return Talk.objects.filter(has_draft=True, heard_at__lt=before).order_by("heard_at")
