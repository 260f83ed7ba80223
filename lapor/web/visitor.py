"""From where a request comes, for throttling only; nothing keeps it."""

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """Return the network address of the visitor.

    ``LAPOR_PROXIES`` says how many own proxies stand in front: so many addresses from
    the end of ``X-Forwarded-For`` were written by them, all before could be made up.
    """
    count = settings.LAPOR_PROXIES
    chain = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")
    ]
    if count and len(chain) >= count and chain[-count]:
        return chain[-count]
    return request.META.get("REMOTE_ADDR") or "?"
