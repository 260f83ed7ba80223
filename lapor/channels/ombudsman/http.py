"""The HTTP adapter: a package is one signed POST, a withdrawal another."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
from django.utils.translation import gettext as _

from lapor.channels.ombudsman.parcel import Parcel
from lapor.channels.signing import signed
from lapor.channels.transport import Refused, Unreachable
from lapor.kernel import clock

PATIENCE: Final = 60.0  # seconds: a package may have many photos
OWN_MACHINE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
AGAIN: Final = frozenset({408, 409, 425, 429})  # 4xx that only mean "not now"


class OverHTTP:
    """Posts to ``{base}/handovers`` and ``{base}/handovers/{number}/withdrawn``.

    The number is the idempotency key: a package that arrives twice is one. An answer
    of 200 or 201 with ``{"reference": …}`` means that they have it.
    """

    def __init__(
        self,
        base: str,
        *,
        key: str,
        transport: httpx2.BaseTransport | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        """``transport`` replaces the network in tests."""
        parts = urlsplit(base)
        if parts.scheme != "https" and parts.hostname not in OWN_MACHINE:
            raise Refused(_("Alamat Ombudsman harus https."))
        self.base, self.key, self.now = base.rstrip("/"), key, now
        self.transport = transport

    def hand_over(self, parcel: Parcel) -> str:
        """Deliver a package; return their reference."""
        message = f"{parcel.number}-{parcel.version}"
        headers = {
            "Content-Type": parcel.media_type,
            "Idempotency-Key": message,
            "X-Package-Name": parcel.name,
            "X-Package-SHA256": parcel.sha256,
            "X-Ombudsman-Office": parcel.office or "ombudsman",
        }
        answer = self._post("handovers", parcel.content, message, headers)
        return str(answer.get("reference") or "")

    def take_back(self, number: str) -> None:
        """Say that consent was withdrawn."""
        body = json.dumps({"handover": number, "event": "consent_withdrawn"}).encode()
        headers = {"Content-Type": "application/json"}
        path = f"handovers/{number}/withdrawn"
        self._post(path, body, f"{number}-withdrawn", headers)

    def _post(
        self, path: str, body: bytes, message: str, headers: dict[str, str]
    ) -> dict[str, Any]:
        headers |= signed(body, key=self.key, message_id=message, at=self.now())
        try:
            with httpx2.Client(
                timeout=PATIENCE, transport=self.transport, follow_redirects=False
            ) as client:
                answer = client.post(
                    f"{self.base}/{path}", content=body, headers=headers
                )
        except httpx2.HTTPError as trouble:
            raise Unreachable(str(trouble) or type(trouble).__name__) from trouble
        if answer.status_code in {200, 201}:
            return _json(answer)
        sentence = _("Ombudsman menjawab %(status)s.") % {"status": answer.status_code}
        if 400 <= answer.status_code < 500 and answer.status_code not in AGAIN:
            raise Refused(sentence)
        raise Unreachable(sentence)


def _json(answer: httpx2.Response) -> dict[str, Any]:
    """Return the body. A 200 that says nothing is no receipt: it is asked again."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unreachable(_("Ombudsman menjawab tanpa tanda terima."))
    return found
