"""HTTPS to the services of channels: short patience, no redirects, bounded answers."""

import mimetypes
from collections.abc import Mapping
from typing import Any, Final

import httpx2
from django.utils.translation import gettext as _

from lapor.channels.transport import Refused, Unreachable
from lapor.kernel.errors import TooLarge
from lapor.kernel.files import MAX_BYTES

PATIENCE: Final = httpx2.Timeout(10.0, connect=5.0)  # seconds
#: Answers that only mean "not now".
LATER: Final = frozenset({408, 409, 425, 429})
#: What a file is called when it came without a name. Telegram and WhatsApp name types.
ENDINGS: Final[Mapping[str, str]] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/quicktime": "mov",
}


def client(headers: Mapping[str, str] | None = None) -> httpx2.Client:
    """Return a client; close it after use."""
    return httpx2.Client(headers=dict(headers or {}), timeout=PATIENCE)


def posted(to: httpx2.Client, url: str, **given: Any) -> httpx2.Response:
    """Post, and return whatever answer came; raises Unreachable when none did."""
    try:
        return to.post(url, **given)
    except httpx2.HTTPError as trouble:
        raise Unreachable(type(trouble).__name__) from None


def json_from(to: httpx2.Client, url: str, **given: Any) -> dict[str, Any]:
    """Return the JSON object at an address. Raises Refused or Unreachable."""
    try:
        answer = to.get(url, **given)
    except httpx2.HTTPError as trouble:
        raise Unreachable(type(trouble).__name__) from None
    judge(answer.status_code)
    return object_in(answer)


def bytes_from(to: httpx2.Client, url: str) -> bytes:
    """Return a file of at most 10 MB, whatever size was announced."""
    content = bytearray()
    try:
        with to.stream("GET", url) as answer:
            judge(answer.status_code)
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    raise TooLarge(
                        _("Berkas ini lebih dari 10 MB. Perkecil lalu coba lagi.")
                    )
    except httpx2.HTTPError as trouble:
        raise Unreachable(type(trouble).__name__) from None
    return bytes(content)


def judge(status: int) -> None:
    """Raise Refused for an answer that is final, Unreachable for one that is not."""
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in LATER:
        raise Refused(f"HTTP {status}")
    raise Unreachable(f"HTTP {status}")


def object_in(answer: httpx2.Response) -> dict[str, Any]:
    """Return the JSON object of an answer; one that has none said nothing."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unreachable("an answer without sense")
    return found


def named(name: str, media_type: str) -> str:
    """Return the name of a file, made up from its type when it came without one."""
    if name:
        return name
    plain = media_type.partition(";")[0].strip().lower()
    ending = ENDINGS.get(plain) or (mimetypes.guess_extension(plain) or "").strip(".")
    return f"lampiran.{ending}" if ending else "lampiran"
