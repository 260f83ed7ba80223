"""Answers for load balancers, supervisors and Prometheus."""

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from lapor.kernel import env
from lapor.ops import readiness

RETRY_AFTER = "10"
LOOPBACK = {"127.0.0.1", "::1", ""}
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def plain(text: str, status: int = 200) -> HttpResponse:
    """Answer with one line of text."""
    return HttpResponse(f"{text}\n", content_type="text/plain", status=status)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process is alive; touches nothing else."""
    return plain("ok")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests may be sent here: 200, or 503 with the reason."""
    trouble = readiness.trouble()
    if not trouble:
        return plain("ok")
    response = plain(trouble, status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the numbers to the machine itself, or to whoever has the token."""
    if not (_is_local(request) or _has_token(request)):
        return HttpResponseForbidden(
            gettext("Angka ini hanya untuk mesin ini atau pemegang token.")
        )
    registry = CollectorRegistry()
    registry.register(readiness.Numbers())
    ProcessCollector(registry=registry)
    return HttpResponse(generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4)


def _is_local(request: HttpRequest) -> bool:
    """Behind a proxy everybody seems local: a forwarded request never is."""
    is_forwarded = any(header in request.META for header in FORWARDED)
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK and not is_forwarded


def _has_token(request: HttpRequest) -> bool:
    token = env.text("LAPOR_METRICS_TOKEN")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())
