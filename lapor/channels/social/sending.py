"""The way out: one signed POST to the connector, which knows the networks."""

import json
from typing import Final

from django.conf import settings

from lapor.channels import fetching, signing
from lapor.channels.transport import Message, Receipt
from lapor.kernel import clock

LONGEST: Final = 2_000  # characters of a direct message


class Connector:
    """Posts to ``LAPOR_SOCIAL_URL``; the key of the message is its id there too."""

    def send(self, message: Message) -> Receipt:
        """Send one direct message."""
        network, _colon, author = message.to.partition(":")
        body = json.dumps(
            {
                "type": "message.send",
                "data": {
                    "network": network,
                    "to": author,
                    "text": message.text[:LONGEST],
                },
            }
        ).encode()
        headers = signing.signed(
            body,
            key=settings.LAPOR_SOCIAL_SECRETS[0],
            message_id=message.key,
            at=clock.now(),
        )
        headers["Content-Type"] = "application/json"
        with fetching.client(headers) as client:
            answer = fetching.posted(client, settings.LAPOR_SOCIAL_URL, content=body)
        fetching.judge(answer.status_code)
        said = fetching.object_in(answer) if answer.content else {}
        return Receipt(str(said.get("id") or message.key))
