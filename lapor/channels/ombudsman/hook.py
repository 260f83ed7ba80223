"""The signed hook through which the Ombudsman says how a hand-over stands."""

import json

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lapor.channels.ombudsman.signing import checked
from lapor.domain.handover.actions import take_notice
from lapor.domain.handover.rules import read_notice
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, Invalid, TooLarge

LARGEST = 64 * 1024  # bytes


@csrf_exempt
@require_POST
def status(request: HttpRequest) -> JsonResponse:
    """Take one notice: 200 when it is known now, 4xx with a sentence when it is odd."""
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            raise TooLarge(_("Pesan ini terlalu besar."))
        body = request.body
        now = clock.now()
        name = checked(
            request.headers, body, key=settings.LAPOR_OMBUDSMAN_SECRET, at=now
        )
        notice = read_notice(_parsed(body))
        had_effect = take_notice(notice, external_id=name, at=now)
    except DomainError as refusal:
        return JsonResponse({"error": refusal.message}, status=refusal.status)
    return JsonResponse({"handover": notice.handover, "changed": had_effect})


def _parsed(body: bytes) -> dict[str, object]:
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Invalid(_("Pesan ini bukan JSON yang benar."))
    return given
