"""The way out through the Cloud API, with its window of 24 hours.

Within 24 hours of the last message of a person any text may be sent. Outside only a
template that Meta has approved before; it has one parameter, the sentence. Whether the
window is open Meta knows best: a text that it refuses for this leaves as the template.
https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings

from lapor.channels import fetching
from lapor.channels.transport import Message, Receipt, Refused, Unreachable
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.queries import last_heard
from lapor.kernel import clock

WINDOW: Final = timedelta(hours=24)
#: A message must not leave in the last minute: it would arrive outside.
MARGIN: Final = timedelta(minutes=5)
LONGEST: Final = 4096  # characters of a text
LONGEST_PARAMETER: Final = 1024
#: The window has shut: today's code, and the one of the interface before.
SHUT: Final = frozenset({131047, 470})
#: Codes of Meta that are final for this message or number: no WhatsApp there (131026),
#: a number in an experiment or not allowed (130472, 131030), our own number (131021),
#: no more from us (131050), a kind or parameter it does not take (131051, 131008,
#: 131009, 100), a template that is missing, unlike the message, paused or shut (132…).
#: Limits of speed and of quality (130429, 131048, 131056) only mean "later".
FINAL: Final = SHUT | {
    *(131026, 130472, 131030, 131021, 131050),
    *(131051, 131008, 131009, 100),
    *(132000, 132001, 132005, 132007, 132012, 132015, 132016),
}


class CloudAPI:
    """Sends through ``graph.facebook.com`` (settings ``LAPOR_WHATSAPP_…``)."""

    def send(self, message: Message) -> Receipt:
        """Send one text, or the approved template outside of the window."""
        now = clock.now()
        heard = last_heard(Channel.WHATSAPP, message.to)
        is_open = heard is not None and now - heard < WINDOW - MARGIN
        if is_open:
            with suppress(_Shut):
                return Receipt(_sent(_text(message)), awaits_proof=True)
        name = _sent(_template(message))
        cost = Decimal(settings.LAPOR_WHATSAPP_COST)
        return Receipt(name, cost, awaits_proof=True)


class _Shut(Refused):
    """Meta says that the window of 24 hours has shut."""


def _sent(body: dict[str, Any]) -> str:
    """Send and return the id that Meta gave. Raises _Shut, Refused, Unreachable."""
    url = (
        f"{settings.LAPOR_WHATSAPP_API.rstrip('/')}/"
        f"{settings.LAPOR_WHATSAPP_NUMBER_ID}/messages"
    )
    headers = {"Authorization": f"Bearer {settings.LAPOR_WHATSAPP_TOKEN}"}
    with fetching.client(headers) as client:
        answer = fetching.posted(client, url, json=body)
    if answer.status_code >= 400:
        _refuse(answer)
    fetching.judge(answer.status_code)
    sent = fetching.object_in(answer).get("messages")
    if not (isinstance(sent, list) and sent and isinstance(sent[0], dict)):
        raise Unreachable("taken without a message id")
    return str(sent[0].get("id", ""))


def _text(message: Message) -> dict[str, Any]:
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to.lstrip("+"),
        "type": "text",
        "text": {"preview_url": False, "body": message.text[:LONGEST]},
    }


def _template(message: Message) -> dict[str, Any]:
    """Return the approved template; its parameter is one line without wide gaps."""
    name = settings.LAPOR_WHATSAPP_TEMPLATE
    if not name:
        raise Refused("outside of 24 hours, and no approved template is set")
    sentence = " ".join(message.text.split())[:LONGEST_PARAMETER]
    return {
        "messaging_product": "whatsapp",
        "to": message.to.lstrip("+"),
        "type": "template",
        "template": {
            "name": name,
            "language": {"code": message.language},
            "components": [
                {"type": "body", "parameters": [{"type": "text", "text": sentence}]}
            ],
        },
    }


def _refuse(answer: Any) -> None:
    """Raise Refused for an error code that is final, else leave it to the status."""
    error = fetching.object_in(answer).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if code in SHUT:
        raise _Shut(f"Meta says {code}")
    if code in FINAL:
        raise Refused(f"Meta says {code}")
    raise Unreachable(f"Meta says {code}")
