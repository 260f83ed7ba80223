"""What every request passes: the language, the safety net, the guard of the routes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from lapor.web import access, failures

Answer = Callable[[HttpRequest], HttpResponseBase]

#: Nobody needs to send more in one go: five files of 10 MB, or one workbook. Bytes.
LARGEST_BODY = 64 * 1024 * 1024


class Language:
    """Speak Indonesian unless the reader has chosen otherwise (a cookie).

    Browsers in Indonesia often announce English; the announcement is not a choice, so
    it is not looked at. That also lets one stored page serve every reader.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the language for this request and name it in the answer."""
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in self.known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SafetyNet:
    """Turn what went wrong into a page that says what to do; nothing typed is lost.

    Refusals of the domain keep their own sentence and status. A database that is away
    gives 503 with Retry-After, made without touching database or session.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse a body that is too long before a byte of it is read."""
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > LARGEST_BODY:
            return failures.too_large(request)
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer what a view raised; None leaves it to Django."""
        return failures.answer(request, exception)


class RouteGuard:
    """Let through only what the table in ``access`` allows; unknown routes are shut."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; what an officer has seen stays in no cache (ASVS 14.3.2)."""
        response = self.get_response(request)
        if getattr(request, "_cached_user", None) and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> HttpResponseBase | None:
        """Look the route up and compare with who asks."""
        match = request.resolver_match
        name = match.view_name if match else ""
        try:
            return access.guard(request, name, kwargs)
        except Exception as exception:
            # Exceptions of process_view never reach process_exception.
            response = failures.answer(request, exception)
            if response is None:
                raise
            return response
