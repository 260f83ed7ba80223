"""The hook of the Bot API: a secret token in a header, one update in the body."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lapor.channels import hooks
from lapor.channels.telegram.reading import message_in
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import keep_inbound
from lapor.kernel import clock
from lapor.kernel.errors import Invalid

#: Telegram keeps an update for 24 hours while we are away; after that it is odd.
WINDOW: Final = timedelta(hours=25)


@hooks.hook("POST")
def telegram(request: HttpRequest) -> HttpResponse:
    """Keep the message of one update."""
    hooks.check_token(
        request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""),
        settings.LAPOR_TELEGRAM_SECRET,
    )
    now = clock.now()
    came = message_in(hooks.json_of(hooks.body_of(request)))
    if came is None:
        return hooks.taken(0, 0)
    if came.sent_at and not hooks.is_fresh(came.sent_at, window=WINDOW, at=now):
        raise Invalid(_("Pesan ini terlalu lama."))
    is_new = keep_inbound(
        channel=Channel.TELEGRAM,
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
    return hooks.taken(int(is_new), int(not is_new))
