"""The signed hook through which the Ombudsman says how a hand-over stands."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from lapor.channels import hooks, signing
from lapor.domain.handover.actions import take_notice
from lapor.domain.handover.rules import read_notice
from lapor.kernel import clock


@hooks.hook("POST")
def status(request: HttpRequest) -> JsonResponse:
    """Take one notice: 200 when it is known now, 4xx with a sentence when it is odd."""
    body = hooks.body_of(request)
    now = clock.now()
    keys = [settings.LAPOR_OMBUDSMAN_SECRET]
    name = signing.checked(request.headers, body, keys=keys, at=now)
    notice = read_notice(hooks.json_of(body))
    had_effect = take_notice(notice, external_id=name, at=now)
    return JsonResponse({"handover": notice.handover, "changed": had_effect})
