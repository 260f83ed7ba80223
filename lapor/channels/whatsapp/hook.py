"""The hook of the Cloud API: the handshake, and signed notifications."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lapor.channels import deliveries, hooks
from lapor.channels.whatsapp.reading import messages_in, standings_in
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import keep_inbound
from lapor.kernel import clock
from lapor.kernel.errors import Invalid

#: Meta brings a notification again for seven days when we were away; nothing in the
#: signature says when this attempt was made, so the age of the message is what counts.
WINDOW: Final = timedelta(days=7)
#: One notification may hold many messages: Meta names 3 MB as its largest.
LARGEST: Final = 3 * 1024 * 1024  # bytes


@hooks.hook("GET", "POST")
def whatsapp(request: HttpRequest) -> HttpResponse:
    """Answer the handshake, or keep the messages of one notification."""
    if request.method == "GET":
        hooks.check_token(
            request.GET.get("hub.verify_token", ""), settings.LAPOR_WHATSAPP_VERIFY
        )
        if request.GET.get("hub.mode") != "subscribe":
            raise Invalid(_("Pesan ini tidak kami kenal."))
        challenge = request.GET.get("hub.challenge", "")[:200]
        return HttpResponse(challenge, content_type="text/plain")
    body = hooks.body_of(request, largest=LARGEST)
    hooks.check_hub(
        request.headers.get("X-Hub-Signature-256", ""),
        body,
        settings.LAPOR_WHATSAPP_SECRET,
    )
    now = clock.now()
    given = hooks.json_of(body)
    number = settings.LAPOR_WHATSAPP_NUMBER_ID
    new = seen = old = 0
    for came in messages_in(given, number):
        if not hooks.is_fresh(came.sent_at, window=WINDOW, at=now):
            old += 1
            continue
        is_new = keep_inbound(
            channel=Channel.WHATSAPP,
            address=came.address,
            external_id=came.id,
            payload={
                "id": came.id,
                "text": came.text,
                "media": came.media,
                "notes": came.notes,
                "raw": came.raw,
            },
            sent_at=came.sent_at,
            at=now,
        )
        new, seen = new + is_new, seen + (not is_new)
    for standing in standings_in(given, number):
        deliveries.note("whatsapp", standing.id, standing.state, standing.error, at=now)
    if old and not new + seen:
        raise Invalid(_("Pesan ini terlalu lama."))
    return hooks.taken(new, seen)
