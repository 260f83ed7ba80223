"""Signatures on messages, both ways: Standard Webhooks, HMAC-SHA-256.

What is signed is ``id.timestamp.body``: a message cannot be changed, re-dated or sent
again under another name. https://www.standardwebhooks.com
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from lapor.kernel.errors import NotPermitted

TOLERANCE: Final = timedelta(minutes=5)
LONGEST_ID: Final = 100


def signed(body: bytes, *, key: str, message_id: str, at: datetime) -> dict[str, str]:
    """Return the headers that go with a body."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_mac(key, message_id, stamp, body)}",
    }


def checked(headers: Mapping[str, str], body: bytes, *, key: str, at: datetime) -> str:
    """Return the id of a message whose signature and time are right.

    Raises NotPermitted with one sentence; it never says which part was wrong.
    """
    message_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    is_named = 0 < len(message_id) <= LONGEST_ID
    if key and is_named and _is_recent(stamp, at):
        wanted = _mac(key, message_id, stamp, body)
        for each in given.split():
            version, _comma, mac = each.partition(",")
            if version == "v1" and hmac.compare_digest(mac.encode(), wanted.encode()):
                return message_id
    raise NotPermitted(_("Tanda tangan atau waktu pesan ini tidak benar."))


def _is_recent(stamp: str, at: datetime) -> bool:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return False
    return abs(datetime.fromtimestamp(int(stamp), UTC) - at) <= TOLERANCE


def _mac(key: str, message_id: str, stamp: str, body: bytes) -> str:
    signed_part = f"{message_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.digest(_raw(key), signed_part, "sha256")).decode()


def _raw(key: str) -> bytes:
    """Return the bytes of a key, written as ``whsec_…`` (base64) or as plain text."""
    if key.startswith("whsec_"):
        return base64.b64decode(key.removeprefix("whsec_"))
    return key.encode()
