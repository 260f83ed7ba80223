"""Files that a message names: asked for by their id, then fetched."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from lapor.channels import fetching
from lapor.channels.transport import Refused
from lapor.kernel.errors import TooLarge
from lapor.kernel.files import MAX_BYTES

_PATH: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}")


def fetch(media: Mapping[str, Any]) -> "ContentFile[bytes]":
    """Return a file as it came. Raises Refused, Unreachable or TooLarge."""
    _check(int(str(media.get("size") or 0)))  # above 20 MB Telegram names no path
    base = settings.LAPOR_TELEGRAM_API.rstrip("/")
    token = settings.LAPOR_TELEGRAM_TOKEN
    with fetching.client() as client:
        answer = fetching.json_from(
            client,
            f"{base}/bot{token}/getFile",
            params={"file_id": str(media.get("id", ""))},
        )
        found = answer.get("result")
        about: Mapping[str, Any] = found if isinstance(found, dict) else {}
        size = about.get("file_size")
        _check(size if isinstance(size, int) else 0)
        path = str(about.get("file_path", ""))
        if not _PATH.fullmatch(path) or ".." in path:
            raise Refused("no path to the file")
        content = fetching.bytes_from(client, f"{base}/file/bot{token}/{path}")
    name = str(media.get("name", "")) or path.rpartition("/")[2]
    return ContentFile(content, name=fetching.named(name, str(media.get("type", ""))))


def _check(size: int) -> None:
    if size > MAX_BYTES:
        raise TooLarge(_("Berkas ini lebih dari 10 MB. Perkecil lalu coba lagi."))
