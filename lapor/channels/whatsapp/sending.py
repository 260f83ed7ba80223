"""The way out through the Cloud API, with its window of 24 hours.

Within 24 hours of the last message of a person any text may be sent. Outside only a
template that Meta has approved before; it has one parameter, the sentence.
"""

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
#: Codes of Meta that are final for this message or number: no WhatsApp there, outside
#: of the window, template missing, blocked by the person.
FINAL: Final = frozenset({131026, 131047, 131051, 132000, 132001, 132007, 131050, 100})


class CloudAPI:
    """Sends through ``graph.facebook.com`` (settings ``LAPOR_WHATSAPP_…``)."""

    def send(self, message: Message) -> Receipt:
        """Send one text, or the approved template outside of the window."""
        now = clock.now()
        heard = last_heard(Channel.WHATSAPP, message.to)
        is_open = heard is not None and now - heard < WINDOW - MARGIN
        body = _text(message) if is_open else _template(message)
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
        cost = Decimal(0) if is_open else Decimal(settings.LAPOR_WHATSAPP_COST)
        return Receipt(str(sent[0].get("id", "")), cost, awaits_proof=True)


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
    if code in FINAL:
        raise Refused(f"Meta says {code}")
    raise Unreachable(f"Meta says {code}")
