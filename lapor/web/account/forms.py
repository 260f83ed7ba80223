"""The forms of allauth in our words: one term for one thing, no grey placeholders."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

_NEW: Mapping[str, Any] = {
    "oldpassword": _("Kata sandi saat ini"),
    "password1": _("Kata sandi baru"),
    "password2": _("Kata sandi baru, sekali lagi"),
}


class Plain(forms.Form):
    """Sets labels, drops placeholders and the list of password rules."""

    labels: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *given: Any, **named: Any) -> None:
        """Rename the fields allauth has made."""
        super().__init__(*given, **named)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = ""


class LogIn(Plain, LoginForm):  # type: ignore[misc]
    """Name and password."""

    labels = {"login": _("Nama pengguna"), "password": _("Kata sandi")}


class Reauthenticate(Plain, ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    labels = {"password": _("Kata sandi")}


class ChangePassword(Plain, ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one."""

    labels = _NEW


class SetPassword(Plain, SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    labels = _NEW


class Code(Plain):
    """A code of digits."""

    labels = {"code": _("Kode")}

    def __init__(self, *given: Any, **named: Any) -> None:
        """Ask telephones for the keyboard of digits."""
        super().__init__(*given, **named)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class Authenticate(Code, AuthenticateForm):  # type: ignore[misc]
    """The second factor at log-in."""


class ReauthenticateCode(Code, ReauthenticateCodeForm):  # type: ignore[misc]
    """The second factor once more."""


class ActivateTOTP(Code, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""
