"""The reporter's pass: a signed cookie that opens one case, and only its own address.

Whoever knows number and access code gets one. It carries the number and the time, says
nothing of the person, and is sent by the browser to that case's pages alone.
"""

from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

NAME: Final = "kartu"
SALT: Final = "lapor.web.passes"
LASTS: Final = 4 * 60 * 60  # seconds


def path_of(number: str) -> str:
    """Return the address below which the pass of a case is sent."""
    return f"/laporan-saya/{number}/"


def give(response: HttpResponseBase, number: str) -> None:
    """Put the pass for one case on the answer."""
    response.set_cookie(
        NAME,
        signing.TimestampSigner(salt=SALT).sign(number),
        max_age=LASTS,
        path=path_of(number),
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: HttpResponseBase, number: str) -> None:
    """Remove the pass of one case ("tutup laporan ini" on a shared computer)."""
    response.delete_cookie(NAME, path=path_of(number), samesite="Lax")


def opens(request: HttpRequest, number: str) -> bool:
    """Tell whether the visitor holds a valid pass for this case."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        return signer.unsign(request.COOKIES.get(NAME, ""), max_age=LASTS) == number
    except signing.BadSignature:
        return False
