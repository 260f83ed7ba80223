"""The way out through an HTTP gateway that speaks as Kannel's ``sendsms`` does."""

from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

import httpx2
from django.conf import settings

from lapor.channels import fetching
from lapor.channels.sms.encoding import SEVEN_BIT, count_of, encoded, plainer
from lapor.channels.transport import Message, Receipt, Refused, Unreachable

#: What Kannel says when it has a message: accepted, or queued for later.
TAKEN: Final = ("0:", "3:")
REPORTS: Final = "31"  # every kind of delivery report


class Gateway:
    """Sends through ``LAPOR_SMS_URL``."""

    def send(self, message: Message) -> Receipt:
        """Send one SMS. An answer of 200 that is no receipt counts as no answer."""
        text = plainer(message.text)
        given = {
            "username": settings.LAPOR_SMS_USER,
            "password": settings.LAPOR_SMS_PASSWORD,
            "from": settings.LAPOR_SMS_SENDER,
            "to": message.to,
            "charset": "UTF-8",
            "coding": "0" if _is_seven_bit(text) else "2",
            "text": text,
        }
        if settings.LAPOR_SMS_REPORTS:
            given |= {"dlr-mask": REPORTS, "dlr-url": _report_url(message.key)}
        with fetching.client() as client:
            answer = _asked(client, given)
        said = answer.text.strip()
        if not said.startswith(TAKEN):
            fetching.judge(answer.status_code)
            raise Unreachable("an answer that is no receipt")
        cost = count_of(text) * Decimal(settings.LAPOR_SMS_COST)
        return Receipt(message.key, cost, awaits_proof=settings.LAPOR_SMS_REPORTS)


def _asked(client: httpx2.Client, given: dict[str, str]) -> httpx2.Response:
    try:
        answer = client.get(settings.LAPOR_SMS_URL, params=given)
    except httpx2.HTTPError as trouble:
        raise Unreachable(type(trouble).__name__) from None
    if answer.status_code in {401, 403}:
        raise Unreachable("the gateway refuses our password")
    if answer.status_code == 400:
        raise Refused("the gateway says 400")
    return answer


def _is_seven_bit(text: str) -> bool:
    return encoded(text, 0).data_coding == SEVEN_BIT


def _report_url(key: str) -> str:
    """Return where Kannel reports to; ``%d`` is its code of what became of it."""
    base = settings.LAPOR_PUBLIC_URL.rstrip("/")
    query = urlencode({"token": settings.LAPOR_SMS_TOKEN, "key": key})
    return f"{base}/hooks/sms/kannel/report/?{query}&state=%d"
