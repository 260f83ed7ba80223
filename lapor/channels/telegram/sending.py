"""The way out through the Bot API."""

from typing import Any, Final

import httpx2
from django.conf import settings

from lapor.channels import fetching
from lapor.channels.transport import Message, Receipt, Refused, Unreachable

LONGEST: Final = 4096  # characters of a text


class Bot:
    """Sends through ``api.telegram.org`` (settings ``LAPOR_TELEGRAM_…``)."""

    def send(self, message: Message) -> Receipt:
        """Send one text. Without price; Telegram never reports arrival."""
        given = {
            "chat_id": int(message.to),
            "text": message.text[:LONGEST],
            "link_preview_options": {"is_disabled": True},
        }
        sent = call("sendMessage", given)
        return Receipt(str(sent.get("message_id", "")))


def call(method: str, given: dict[str, Any]) -> dict[str, Any]:
    """Call a method of the Bot API; return its result. Raises Refused, Unreachable.

    The token is part of the address: no error may carry it.
    """
    base = settings.LAPOR_TELEGRAM_API.rstrip("/")
    url = f"{base}/bot{settings.LAPOR_TELEGRAM_TOKEN}/{method}"
    with fetching.client() as client:
        answer = fetching.posted(client, url, json=given)
    said = fetching.object_in(answer)
    if said.get("ok") is True:
        result = said.get("result")
        return result if isinstance(result, dict) else {}
    raise _refusal(answer, said)


def _refusal(answer: httpx2.Response, said: dict[str, Any]) -> Exception:
    code = said.get("error_code", answer.status_code)
    # 400: no such chat; 403: the person has blocked the bot or left.
    if code in {400, 403}:
        return Refused(f"Telegram says {code}")
    more = said.get("parameters")
    wait = more.get("retry_after") if isinstance(more, dict) else 0
    return Unreachable(f"Telegram says {code}", wait=wait if type(wait) is int else 0)
