"""The notifications of the Cloud API, as its reference shows them, read.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
One body may hold several messages and several states of messages of ours.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from lapor.channels.signing import moment_of

#: What says nothing: a sign on a message, a new number, a conversation just opened.
SILENT: Final = frozenset({"reaction", "system", "request_welcome"})
MEDIA: Final = ("image", "document", "video", "audio", "sticker")
LONGEST: Final = 10_000


class Came(NamedTuple):
    """One message of a person. ``address`` is E.164; ``media`` what to fetch."""

    id: str
    address: str
    sent_at: datetime | None
    text: str
    media: tuple[Mapping[str, str], ...]
    notes: tuple[str, ...]
    raw: Mapping[str, Any]


class Standing(NamedTuple):
    """What became of a message of ours: sent, delivered, read or failed."""

    id: str
    state: str
    error: str


def messages_in(body: Mapping[str, Any], number_id: str) -> Iterator[Came]:
    """Yield the messages to our number; others and odd ones are passed over."""
    for value in _values(body, number_id):
        for raw in _rows(value, "messages"):
            came = _came(raw)
            if came is not None:
                yield came


def standings_in(body: Mapping[str, Any], number_id: str) -> Iterator[Standing]:
    """Yield the states of messages that we sent."""
    for value in _values(body, number_id):
        for raw in _rows(value, "statuses"):
            errors = _rows(raw, "errors")
            code = str(errors[0].get("code", "")) if errors else ""
            yield Standing(
                id=str(raw.get("id", ""))[:200],
                state=str(raw.get("status", "")),
                error=code[:20],
            )


def _came(raw: Mapping[str, Any]) -> Came | None:
    sender, name = str(raw.get("from", "")), str(raw.get("id", ""))
    if not (sender.isascii() and sender.isdigit() and 6 <= len(sender) <= 15):
        return None
    if not 0 < len(name) <= 200 or raw.get("type") in SILENT:
        return None
    text, media, notes = _content(raw)
    return Came(
        id=name,
        address=f"+{sender}",
        sent_at=moment_of(raw.get("timestamp", "")),
        text=text[:LONGEST],
        media=media,
        notes=notes,
        raw=raw,
    )


def _content(
    raw: Mapping[str, Any],
) -> tuple[str, tuple[Mapping[str, str], ...], tuple[str, ...]]:
    """Return the words, the files and what to say about what we do not take."""
    kind = str(raw.get("type", ""))
    part = raw.get(kind)
    given: Mapping[str, Any] = part if isinstance(part, dict) else {}
    if kind == "text":
        return str(given.get("body", "")), (), ()
    if kind in MEDIA:
        media = {
            "id": str(given.get("id", "")),
            "name": str(given.get("filename", "")),
            "type": str(given.get("mime_type", "")),
            "sha256": str(given.get("sha256", "")),
        }
        return str(given.get("caption", "")), (media,), ()
    if kind == "button":
        return str(given.get("text", "")), (), ()
    if kind == "interactive":
        chosen = given.get(str(given.get("type", "")))
        title = chosen.get("title", "") if isinstance(chosen, dict) else ""
        if title:
            return str(title), (), ()
    if kind == "location":
        named = (given.get("name"), given.get("address"))
        point = f"{given.get('latitude')}, {given.get('longitude')}"
        return ", ".join([*(str(n) for n in named if n), point]), (), ()
    return "", (), (_("Jenis pesan ini belum dapat kami baca. Tulis sebagai teks."),)


def _values(body: Mapping[str, Any], number_id: str) -> Iterator[Mapping[str, Any]]:
    if body.get("object") != "whatsapp_business_account":
        return
    for entry in _rows(body, "entry"):
        for change in _rows(entry, "changes"):
            value = change.get("value")
            if change.get("field") != "messages" or not isinstance(value, dict):
                continue
            about = value.get("metadata")
            to = about.get("phone_number_id") if isinstance(about, dict) else None
            if not number_id or to == number_id:
                yield value


def _rows(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = holder.get(name)
    if not isinstance(rows, list):
        return []
    return [row for row in rows if isinstance(row, dict)]
