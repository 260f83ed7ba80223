"""Pages of allauth with what this house adds to them."""

from typing import Any, Final

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import IndexView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext

from lapor.domain.accounts.queries import demo_accounts
from lapor.kernel import clock
from lapor.web import failures

#: The one password of all made-up accounts; they exist in demonstrations only.
DEMO_PASSWORD: Final = "lapor-demo"  # noqa: S105


class LogIn(LoginView):  # type: ignore[misc]
    """Log-in; in a demonstration with the made-up accounts, one button each."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo accounts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.LAPOR_DEMO:
            context["demo_accounts"] = demo_accounts()
            context["demo_password"] = DEMO_PASSWORD
        return context


class LogOut(LogoutView):  # type: ignore[misc]
    """Log-out that also empties what the browser kept of us."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log out; the browser drops cookies, cache and storage (ASVS 14.3.1)."""
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


class Security(IndexView):  # type: ignore[misc]
    """The own account: password, second factors, recovery codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the person must set up a second factor first."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today = timezone.localdate(clock.now())
        context["must_add"] = not context["is_mfa_enabled"] and (
            self.request.user.needs_second_factor(on=today)
        )
        context["grants"] = self.request.user.valid_grants(on=today)
        return context


def too_many(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponseBase:
    """Answer who tries too often (handler429 of allauth)."""
    return failures.page(
        request,
        429,
        gettext("Terlalu sering mencoba. Tunggu satu menit, lalu coba lagi."),
        retry_after=60,
    )
