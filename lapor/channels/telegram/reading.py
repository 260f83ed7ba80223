"""The updates of the Bot API, as its reference shows them, read.

https://core.telegram.org/bots/api#update
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from lapor.channels.signing import moment_of

LONGEST: Final = 10_000
#: Kinds of messages with one file; a photo comes in several sizes.
FILES: Final = ("document", "video", "voice", "audio", "animation", "video_note")


class Came(NamedTuple):
    """One message of a person in a private conversation with the bot."""

    id: str
    address: str
    sent_at: datetime | None
    text: str
    media: tuple[Mapping[str, str], ...]
    notes: tuple[str, ...]
    raw: Mapping[str, Any]


def message_in(update: Mapping[str, Any]) -> Came | None:
    """Return the message of an update; None for groups, edits and the rest."""
    number = update.get("update_id")
    if not isinstance(number, int):
        return None
    pressed = update.get("callback_query")
    if isinstance(pressed, dict):
        message, text = pressed.get("message"), str(pressed.get("data", ""))
    else:
        message, text = update.get("message"), ""
    if not isinstance(message, dict):
        return None
    chat = message.get("chat")
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    address = str(chat.get("id", ""))
    if not (address.isascii() and address.isdigit() and len(address) <= 20):
        return None
    if not isinstance(pressed, dict):
        text = str(message.get("text") or message.get("caption") or "")
    media = _media(message)
    text = text or _place(message)
    known = bool(text or media)
    return Came(
        id=f"update:{number}",
        address=address,
        sent_at=moment_of(message.get("date", "")) if not pressed else None,
        text=_without_slash(text)[:LONGEST],
        media=media,
        notes=()
        if known
        else (_("Jenis pesan ini belum dapat kami baca. Tulis sebagai teks."),),
        raw=update,
    )


def _media(message: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    sizes = message.get("photo")
    if isinstance(sizes, list) and sizes:
        rows = [size for size in sizes if isinstance(size, dict)]
        largest = max(rows, key=lambda size: _number(size.get("width")), default={})
        return (_file(largest, name="foto.jpg"),)
    for kind in FILES:
        file = message.get(kind)
        if isinstance(file, dict):
            return (_file(file, name=str(file.get("file_name", ""))),)
    return ()


def _file(file: Mapping[str, Any], *, name: str) -> Mapping[str, str]:
    """Return what is needed to fetch a file; ``size`` is announced, in bytes."""
    return {
        "id": str(file.get("file_id", "")),
        "name": name,
        "type": str(file.get("mime_type", "")),
        "size": str(_number(file.get("file_size"))),
    }


def _place(message: Mapping[str, Any]) -> str:
    place = message.get("location")
    if not isinstance(place, dict):
        return ""
    venue = message.get("venue")
    named = venue if isinstance(venue, dict) else {}
    point = f"{place.get('latitude')}, {place.get('longitude')}"
    names = (named.get("title"), named.get("address"))
    return ", ".join([*(str(name) for name in names if name), point])


def _without_slash(text: str) -> str:
    """Return "/status@lapor_bot 7K2M…" as the word it stands for."""
    if not text.startswith("/"):
        return text
    word, blank, rest = text.partition(" ")
    word = word.partition("@")[0]
    return f"{word if word == '/start' else word[1:]}{blank}{rest}"


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
