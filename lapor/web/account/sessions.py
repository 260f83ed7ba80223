"""How long a session lasts: 30 minutes without work, 12 hours in all (ASVS 7.3).

The two moments stand in the session itself, as seconds since 1970 (UTC).
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils.translation import gettext

BEGAN: Final = "began_at"
SEEN: Final = "seen_at"
#: Seconds between two notes of activity, so that not every page writes.
STEP: Final = 60


def begin(request: HttpRequest, *, at: datetime) -> None:
    """Note when a session began."""
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()


def end_if_stale(request: HttpRequest, *, at: datetime) -> bool:
    """End a session that lay idle or has grown old; note activity in another.

    Returns True when the person must log in again. Sessions of before this rule
    begin now.
    """
    now, session = at.timestamp(), request.session
    if SEEN not in session:
        begin(request, at=at)
        return False
    idle = now - session[SEEN] > settings.LAPOR_IDLE_MINUTES * 60
    old = now - session[BEGAN] > settings.SESSION_COOKIE_AGE
    if idle or old:
        logout(request)
        messages.warning(
            request,
            gettext("Anda sudah lama tidak bekerja di sini. Silakan masuk lagi.")
            if idle
            else gettext("Sesi kerja berakhir setelah 12 jam. Silakan masuk lagi."),
        )
        return True
    if now - session[SEEN] > STEP:
        session[SEEN] = now
    return False
