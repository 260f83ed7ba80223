"""Files that a message names, fetched: first where it lies, then the bytes."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile

from lapor.channels import fetching
from lapor.channels.transport import Refused, Unreachable

#: Where Meta keeps media; the token goes nowhere else.
HOSTS: Final = frozenset({"lookaside.fbsbx.com"})


def fetch(media: Mapping[str, Any]) -> "ContentFile[bytes]":
    """Return a file as it came. Raises Refused, Unreachable or TooLarge."""
    key = str(media.get("id", ""))
    if not key.isalnum():
        raise Refused("no media id")
    base = settings.LAPOR_WHATSAPP_API.rstrip("/")
    headers = {"Authorization": f"Bearer {settings.LAPOR_WHATSAPP_TOKEN}"}
    with fetching.client(headers) as client:
        about = fetching.json_from(client, f"{base}/{key}")
        url = str(about.get("url", ""))
        if not _is_theirs(url, base):
            raise Refused("media lies on a foreign host")
        content = fetching.bytes_from(client, url)
    found = hashlib.sha256(content)
    known = {found.hexdigest(), base64.b64encode(found.digest()).decode(), ""}
    if str(about.get("sha256", "")) not in known:
        raise Unreachable("media came broken")
    kind = str(about.get("mime_type", ""))
    return ContentFile(content, name=fetching.named(str(media.get("name", "")), kind))


def _is_theirs(url: str, base: str) -> bool:
    parts, own = urlsplit(url), urlsplit(base)
    if parts.netloc == own.netloc:
        return parts.scheme == own.scheme
    return parts.scheme == "https" and parts.hostname in HOSTS
