"""Answers to who wrote to us by mail, in the thread he knows."""

from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext

from lapor.channels.email.decoding import header
from lapor.channels.email.reading import Mail
from lapor.channels.email.robots import without_plus
from lapor.channels.transport import Message, NotSetUp, reply_token, transport_for
from lapor.kernel.text import clean

CHANNEL = "email"
LONGEST_ID = 400  # characters of a Message-ID that we repeat


def own_addresses() -> frozenset[str]:
    """Return the addresses mails of ours come from, in small letters."""
    return frozenset({without_plus(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])})


def is_ours(references: str) -> bool:
    """Say whether a mail answers one of ours, by the ids it names."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    return "<lapor." in references.lower() and f"@{domain}>" in references.lower()


def answer(mail: Mail, lines: Sequence[str], *, number: str = "") -> None:
    """Send these lines to the writer of a mail; nothing to say sends nothing.

    ``number`` is the case it is about. Raises Refused or Unreachable. Without a mail
    server (development) nothing is sent.
    """
    if not lines:
        return
    their_id = clean(header(mail.mime, "Message-ID"), max_length=8_000)[:LONGEST_ID]
    headers = {"Auto-Submitted": "auto-replied"}
    if their_id.startswith("<") and their_id.isascii():
        headers |= {"In-Reply-To": their_id, "References": their_id}
    message = Message(
        key=f"answer:{mail.external_id}",
        channel=CHANNEL,
        to=mail.sender,
        subject=_subject(mail, number),
        text="\n\n".join([*lines, _footer()]),
        headers=headers,
        case=number,
        reply_token=reply_token(number) if number else "",
    )
    try:
        transport_for(CHANNEL).send(message)
    except NotSetUp:
        return


def _subject(mail: Mail, number: str) -> str:
    """Name the case by its number; a talk keeps the subject its writer chose."""
    if number:
        return gettext("Laporan %(number)s") % {"number": number}
    plain = clean(mail.subject, max_length=8_000)[:150]
    if plain.lower().startswith("re:"):
        return plain
    return f"Re: {plain}" if plain else gettext("Laporan Anda")


def _footer() -> str:
    return gettext("Lacak laporan di %(address)s/lacak/") % {
        "address": settings.LAPOR_PUBLIC_URL
    }
