"""The generic hook: Standard Webhooks, https://www.standardwebhooks.com."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lapor.channels import hooks, signing
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import keep_inbound
from lapor.kernel import clock
from lapor.kernel.errors import Invalid

#: Names under which connectors know networks, and what we call them.
NETWORKS: Final[Mapping[str, Channel]] = {
    "x": Channel.TWITTER,
    "twitter": Channel.TWITTER,
    "instagram": Channel.INSTAGRAM,
}
KINDS: Final = frozenset({"mention.created", "message.created"})
LONGEST: Final = 10_000


@hooks.hook("POST")
def social(request: HttpRequest) -> HttpResponse:
    """Keep one mention or direct message."""
    body = hooks.body_of(request)
    now = clock.now()
    keys = settings.LAPOR_SOCIAL_SECRETS
    hooks.demand("".join(keys))
    name = signing.checked(request.headers, body, keys=keys, at=now)
    given = hooks.json_of(body)
    data = given.get("data")
    if given.get("type") not in KINDS or not isinstance(data, dict):
        raise Invalid(_("Pesan ini tidak kami kenal."))
    network = _word(data, "network", 40).lower()
    author = _word(data, "author_id", 64)
    text = str(data.get("text", ""))[:LONGEST]
    is_new = keep_inbound(
        channel=NETWORKS.get(network, Channel.OTHER),
        address=f"{network}:{author}",
        external_id=f"{network}:{data.get('id') or name}",
        payload={
            "id": f"{network}:{data.get('id') or name}",
            "text": text,
            "is_public": given["type"] == "mention.created",
            "url": str(data.get("url", ""))[:500],
            "raw": given,
        },
        sent_at=signing.moment_of(data.get("sent_at", "")),
        at=now,
    )
    return hooks.taken(int(is_new), int(not is_new))


def _word(data: Mapping[str, Any], name: str, longest: int) -> str:
    value = str(data.get(name, ""))
    if not 0 < len(value) <= longest or ":" in value or not value.isprintable():
        raise Invalid(_("Pesan ini tidak lengkap: %(name)s.") % {"name": name})
    return value
