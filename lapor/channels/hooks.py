"""What every hook does first: size, signature, age. Only then is anything believed.

A hook keeps what came and answers at once; the work is done by the worker. The same
message twice has one effect and the same answer, so that a sender stops asking.
"""

import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lapor.channels import signing
from lapor.kernel.errors import DomainError, Invalid, NotFound, TooLarge

LARGEST: Final = 256 * 1024  # bytes
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


def body_of(request: HttpRequest, *, largest: int = LARGEST) -> bytes:
    """Return the raw body, the bytes that were signed; raises TooLarge.

    Read as a stream: the program's own limit for forms is smaller than what Meta sends.
    """
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = largest + 1
    if length > largest:
        raise TooLarge(_("Pesan ini terlalu besar."))
    body: bytes = request.read(largest + 1)
    if len(body) > largest:
        raise TooLarge(_("Pesan ini terlalu besar."))
    return body


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
        raise signing.refused()


def check_hub(given: str, body: bytes, secret: str) -> None:
    """Check ``X-Hub-Signature-256`` of Meta over the raw bytes; raises NotPermitted."""
    wanted = hmac.digest(demand(secret).encode(), body, "sha256").hex()
    if not hmac.compare_digest(given.encode(), f"sha256={wanted}".encode()):
        raise signing.refused()


def is_fresh(moment: datetime | None, *, window: timedelta, at: datetime) -> bool:
    """Say whether a message is of an age at which its sender may still deliver it."""
    return moment is not None and at - window <= moment <= at + signing.TOLERANCE


def taken(new: int, seen: int) -> JsonResponse:
    """Say how many messages were new, and how many were here before."""
    return JsonResponse({"new": new, "seen": seen})
