"""SMS in, over HTTP: from Kannel with a token, from any other gateway signed."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lapor.channels import deliveries, hooks, signing
from lapor.channels.sms.encoding import piece_in
from lapor.channels.sms.numbers import sender_of
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import keep_inbound
from lapor.kernel import clock
from lapor.kernel.errors import Invalid

#: Kannel cannot sign. It brings a message again after we were away, with its old time;
#: its own id keeps that one message.
WINDOW: Final = timedelta(days=3)
LONGEST: Final = 10_000
WIDE: Final = frozenset({"UTF-16BE", "UCS-2", "UTF-16"})
#: Kannel's codes of what became of a message (``%d``).
STATES: Final = {"1": "delivered", "2": "failed", "16": "failed"}


@hooks.hook("GET")
def kannel(request: HttpRequest) -> HttpResponse:
    """Keep one SMS that Kannel's ``smsbox`` brings (``get-url``).

    The body of the answer is empty: Kannel would send it to the reporter.
    """
    given = request.GET
    hooks.check_token(given.get("token", ""), settings.LAPOR_SMS_TOKEN)
    now = clock.now()
    sent_at = signing.moment_of(given.get("time", ""))
    if not hooks.is_fresh(sent_at, window=WINDOW, at=now):
        raise Invalid(_("Pesan ini terlalu lama."))
    _keep(
        {
            "id": given.get("id", ""),
            "from": given.get("from", ""),
            "text": _text(request),
            "raw": given.dict() | {"token": ""},
        },
        sent_at=sent_at,
        piece=piece_in(_raw(request, "udh")),
        at=now,
    )
    return HttpResponse("", content_type="text/plain")


@hooks.hook("GET")
def kannel_report(request: HttpRequest) -> HttpResponse:
    """Take Kannel's report on one message of ours."""
    given = request.GET
    hooks.check_token(given.get("token", ""), settings.LAPOR_SMS_TOKEN)
    state = STATES.get(given.get("state", ""), "")
    deliveries.note("sms", given.get("key", "")[:200], state, state, at=clock.now())
    return HttpResponse("", content_type="text/plain")


@hooks.hook("POST")
def signed(request: HttpRequest) -> HttpResponse:
    """Take a signed message or report of any gateway (Standard Webhooks)."""
    body = hooks.body_of(request)
    now = clock.now()
    keys = settings.LAPOR_SMS_SECRETS
    hooks.demand("".join(keys))
    signing.checked(request.headers, body, keys=keys, at=now)
    given = hooks.json_of(body)
    data = given.get("data")
    if not isinstance(data, dict):
        raise Invalid(_("Pesan ini tidak kami kenal."))
    if given.get("type") == "sms.reported":
        state = str(data.get("state", ""))
        deliveries.note("sms", str(data.get("id", ""))[:200], state, at=now)
        return hooks.taken(1, 0)
    if given.get("type") != "sms.received":
        raise Invalid(_("Pesan ini tidak kami kenal."))
    is_new = _keep(
        {**{n: str(data.get(n, "")) for n in ("id", "from", "text")}, "raw": given},
        sent_at=signing.moment_of(data.get("sent_at", "")),
        piece=_piece(data.get("part")),
        at=now,
    )
    return hooks.taken(int(is_new), int(not is_new))


def _keep(given: dict[str, Any], *, sent_at: Any, piece: Any, at: Any) -> bool:
    """Keep a message of a person; a machine that takes no answer is passed over."""
    name = given["id"]
    if not 0 < len(name) <= signing.LONGEST_ID:
        raise Invalid(_("Pesan ini tidak lengkap: %(name)s.") % {"name": "id"})
    address = sender_of(given["from"])
    if not address:
        return False
    return keep_inbound(
        channel=Channel.SMS,
        address=address,
        external_id=name,
        payload={"id": name, "text": given["text"][:LONGEST], "raw": given["raw"]},
        sent_at=sent_at,
        piece=piece,
        at=at,
    )


def _text(request: HttpRequest) -> str:
    """Return the words of Kannel's ``%b``, in the character set of ``%C``."""
    is_wide = request.GET.get("charset", "").upper() in WIDE
    return _raw(request, "text").decode("utf-16-be" if is_wide else "utf-8", "replace")


def _raw(request: HttpRequest, name: str) -> bytes:
    """Return the bytes of a parameter, as Kannel encodes what is no text."""
    raw: str = request.META.get("QUERY_STRING", "")
    query = parse_qs(raw, encoding="latin-1")
    return query.get(name, [""])[0].encode("latin-1")


def _piece(part: object) -> tuple[str, int, int] | None:
    if not isinstance(part, dict):
        return None
    number, total = part.get("number"), part.get("total")
    if not (isinstance(number, int) and isinstance(total, int)):
        return None
    reference = str(part.get("ref", ""))[:20]
    return (reference, number, total) if 1 <= number <= total <= 255 else None
