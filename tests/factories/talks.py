"""Conversations in the tests: said one message at a time, by invented people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from lapor.channels.rating import finish
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import Details, converse
from lapor.kernel.files import Accepted
from tests.factories.cases import MONDAY

STORY = "Lampu jalan di depan pasar padam sejak seminggu yang lalu."
#: What a person answers in an SMS, from the first word to the sent report.
WHOLE_SMS = (STORY, "1", "kemarin", "Jl. Contoh 1", "1", "Siti Zzcanary", "ya")
MINUTE = timedelta(minutes=1)
PHOTO = Accepted("ab/cd/abcd", b"1" * 32, 12, "image/webp", "foto.webp", ())
_names = count(1)


@dataclass
class Person:
    """Somebody who writes; each message a minute after the one before."""

    channel: Channel = Channel.SMS
    address: str = "+6281234567890"
    at: datetime = MONDAY
    said: list[str] = field(default_factory=list)

    def say(
        self,
        *texts: str,
        files: Sequence[Accepted] = (),
        name: str = "",
        details: Details | None = None,
        minutes: float = 1,
    ) -> str:
        """Say texts one after the other; return the last answer, joined."""
        answer: list[str] = []
        for text in texts:
            self.at += minutes * MINUTE
            answer = converse(
                channel=self.channel,
                address=self.address,
                external_id=name or f"pesan-{next(_names)}",
                text=text,
                files=files,
                at=self.at,
                details=details or Details(finish=finish),
            )
            self.said.append(text)
        return "\n".join(answer)


def only_case() -> Case:
    """Return the one case there is."""
    return Case.objects.get()
