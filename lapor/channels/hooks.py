"""What every hook does first: size, signature, age. Only then is anything believed.

A hook keeps what came and answers at once; the work is done by the worker. The same
message twice has one effect and the same answer, so that a sender stops asking.
"""

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from standardwebhooks import Webhook

from lapor.kernel.errors import DomainError, Invalid, NotFound, NotPermitted, TooLarge

LARGEST: Final = 256 * 1024  # bytes
WINDOW: Final = timedelta(minutes=5)
LONGEST_ID: Final = 200
View = Callable[[HttpRequest], HttpResponse]


def hook(*methods: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Make a view of a hook: no cookies, no form token; refusals are JSON with 4xx."""

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @require_http_methods(list(methods))
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            try:
                return view(request)
            except DomainError as refusal:
                return JsonResponse({"error": refusal.message}, status=refusal.status)

        return guarded

    return decorate


def body_of(request: HttpRequest) -> bytes:
    """Return the raw body, the bytes that were signed; raises TooLarge."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = LARGEST + 1
    if length > LARGEST:
        raise TooLarge(_("Pesan ini terlalu besar."))
    return request.body


def json_of(body: bytes) -> dict[str, Any]:
    """Return the JSON object a body is; raises Invalid."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Invalid(_("Pesan ini bukan JSON yang benar."))
    return given


def demand(setting: str) -> str:
    """Return a setting without which the hook is shut; raises NotFound."""
    if not setting:
        raise NotFound(_("Saluran ini tidak dibuka."))
    return setting


def check_token(given: str, wanted: str) -> None:
    """Compare a shared secret in constant time; raises NotPermitted."""
    if not hmac.compare_digest(given.encode(), demand(wanted).encode()):
        raise _refused()


def check_hub(given: str, body: bytes, secret: str) -> None:
    """Check ``X-Hub-Signature-256`` of Meta over the raw bytes; raises NotPermitted."""
    wanted = hmac.digest(demand(secret).encode(), body, "sha256").hex()
    if not hmac.compare_digest(given.encode(), f"sha256={wanted}".encode()):
        raise _refused()


def check_standard(
    headers: Mapping[str, str], body: bytes, keys: Sequence[str], *, at: datetime
) -> str:
    """Check a Standard Webhooks signature and return the id of the message.

    Signed is ``id.timestamp.body``; the time may be five minutes off. Two live keys
    allow a change of keys. Raises NotPermitted, and never says which part was wrong.
    """
    name = headers.get("webhook-id", "")
    moment = moment_of(headers.get("webhook-timestamp", ""))
    given = headers.get("webhook-signature", "").split()[:8]
    if not (0 < len(name) <= LONGEST_ID) or moment is None:
        raise _refused()
    if abs(moment - at) > WINDOW:
        raise _refused()
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _refused() from None
    for key in keys:
        wanted = Webhook(key).sign(name, moment, text)
        if any(hmac.compare_digest(each.encode(), wanted.encode()) for each in given):
            return name
    raise _refused()


def standard_headers(
    body: str, key: str, *, message_id: str, at: datetime
) -> dict[str, str]:
    """Return the headers that sign a body of ours in the same way."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(key).sign(message_id, at, body),
    }


def moment_of(seconds: object) -> datetime | None:
    """Return the moment of a Unix time in seconds, None for what is none."""
    text = str(seconds)
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        return None
    return datetime.fromtimestamp(int(text), UTC)


def is_fresh(moment: datetime | None, *, window: timedelta, at: datetime) -> bool:
    """Say whether a message is of an age at which its sender may still deliver it."""
    return moment is not None and at - window <= moment <= at + WINDOW


def taken(new: int, seen: int) -> JsonResponse:
    """Say how many messages were new, and how many were here before."""
    return JsonResponse({"new": new, "seen": seen})


def _refused() -> NotPermitted:
    return NotPermitted(_("Tanda tangan atau waktu pesan ini tidak benar."))
