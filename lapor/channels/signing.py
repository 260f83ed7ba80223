"""Signatures on messages, both ways: Standard Webhooks, HMAC-SHA-256.

What is signed is ``id.timestamp.body``: a message cannot be changed, re-dated or sent
again under another name. https://www.standardwebhooks.com
"""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from lapor.kernel.errors import NotPermitted

TOLERANCE: Final = timedelta(minutes=5)
LONGEST_ID: Final = 200
#: So many signatures of one message are looked at: a sender that changes keys has two.
MOST_SIGNATURES: Final = 8


def signed(body: bytes, *, key: str, message_id: str, at: datetime) -> dict[str, str]:
    """Return the headers that go with a body."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": _signature(key, message_id, stamp, body),
    }


def checked(
    headers: Mapping[str, str], body: bytes, *, keys: Sequence[str], at: datetime
) -> str:
    """Return the id of a message whose signature and time are right.

    Two live keys allow a change of keys. Raises NotPermitted with one sentence; it
    never says which part was wrong.
    """
    message_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "").split()[:MOST_SIGNATURES]
    moment = moment_of(stamp)
    is_named = 0 < len(message_id) <= LONGEST_ID
    if is_named and moment is not None and abs(moment - at) <= TOLERANCE:
        for key in filter(None, keys):
            wanted = _signature(key, message_id, stamp, body).encode()
            if any(hmac.compare_digest(each.encode(), wanted) for each in given):
                return message_id
    raise refused()


def refused() -> NotPermitted:
    """Return the one sentence for whatever does not prove where it comes from."""
    return NotPermitted(_("Tanda tangan atau waktu pesan ini tidak benar."))


def moment_of(seconds: object) -> datetime | None:
    """Return the moment of a Unix time in seconds, None for what is none."""
    text = str(seconds)
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        return None
    return datetime.fromtimestamp(int(text), UTC)


def _signature(key: str, message_id: str, stamp: str, body: bytes) -> str:
    signed_part = f"{message_id}.{stamp}.".encode() + body
    mac = hmac.digest(_raw(key), signed_part, "sha256")
    return f"v1,{base64.b64encode(mac).decode()}"


def _raw(key: str) -> bytes:
    """Return the bytes of a key, written as ``whsec_…`` (base64) or as plain text."""
    if not key.startswith("whsec_"):
        return key.encode()
    try:
        return base64.b64decode(key.removeprefix("whsec_") + "==")
    except binascii.Error:
        raise refused() from None
