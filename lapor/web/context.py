"""What every page knows: its language and, only for who logged in, the work areas."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from lapor.web import access
from lapor.web.monev import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the few values of the frame; nothing here asks the database.

    ``areas`` and ``monev_pages`` are worked out when a page of an officer shows
    them. Visitors without a session cookie never touch the session or the user.
    """
    return {
        "language": get_language() or "id",
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "is_demo": settings.LAPOR_DEMO,
        "areas": SimpleLazyObject(lambda: access.areas_for(request)),
        "monev_pages": SimpleLazyObject(lambda: navigation.entries_for(request)),
    }
