"""Web Push (RFC 8030, 8291, 8292): sealed for the browser, carried by its service.

The service of the browser's maker sees that something came, and not what. Even what it
carries is only a number and an address of ours.
"""

import json
from typing import Final

from django.conf import settings

from lapor.channels.transport import Message, Receipt, Refused, Unreachable
from lapor.kernel import push_keys

SECONDS: Final = 10
TTL: Final = 24 * 60 * 60  # seconds: older ones are in the inbox anyway
#: The browser has gone for good: its address is forgotten.
GONE: Final = "gone"
_GONE_CODES: Final = frozenset({404, 410})
_LATER_CODES: Final = frozenset({408, 425, 429})


class WebPush:
    """Sends a notice to one browser; ``to`` is its subscription as JSON."""

    def send(self, message: Message) -> Receipt:
        """Seal and send; raises Refused or Unreachable."""
        # It brings an HTTP client of its own: half a second that a start need not pay.
        from py_vapid import Vapid02, VapidException  # noqa: PLC0415
        from pywebpush import WebPushException, webpush  # noqa: PLC0415
        from requests import RequestException  # noqa: PLC0415

        try:
            answer = webpush(
                json.loads(message.to),
                payload(message),
                vapid_private_key=Vapid02.from_raw(push_keys.private_text().encode()),
                vapid_claims={"sub": f"mailto:{_contact()}"},
                ttl=TTL,
                timeout=SECONDS,
                headers={"Urgency": "high"},
            )
        except WebPushException as refusal:
            status = getattr(refusal.response, "status_code", 0)
            raise _meant(status) from None
        except RequestException as trouble:
            raise Unreachable(
                f"the push service fails: {type(trouble).__name__}"
            ) from None
        except (ValueError, TypeError, KeyError, VapidException):
            raise Refused(f"{GONE}: the subscription cannot be read") from None
        return Receipt(provider_id=str(answer.headers.get("Location", ""))[-100:])


def payload(message: Message) -> str:
    """Return what the browser shows: a heading, a line, and where a tap leads."""
    line, _space, address = message.text.partition("http")
    words = {"title": message.subject, "body": line.strip(" ."), "tag": message.key}
    return json.dumps(words | {"url": f"http{address}" if address else "/meja/"})


def _meant(status: int) -> Refused | Unreachable:
    if status in _GONE_CODES:
        return Refused(f"{GONE}: the browser has unsubscribed ({status})")
    if status in _LATER_CODES or status >= 500 or not status:
        return Unreachable(f"the push service says {status}")
    return Refused(f"the push service says {status}")


def _contact() -> str:
    address: str = settings.DEFAULT_FROM_EMAIL
    return address.rpartition("<")[2].strip("> ")
