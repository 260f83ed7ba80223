"""How log-in behaves here: closed to strangers, open to those with an account."""

from collections.abc import Mapping
from typing import Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lapor.domain.accounts import sealing
from lapor.domain.accounts.actions import note_log_in
from lapor.domain.accounts.models import User
from lapor.kernel import clock
from lapor.web.account import sessions

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "account_inactive": _("Akun ini sudah ditutup. Hubungi admin instansi Anda."),
    "username_password_mismatch": _(
        "Nama pengguna atau kata sandi salah. Periksa huruf besar dan kecil."
    ),
    "too_many_login_attempts": _(
        "Terlalu banyak percobaan yang gagal. Tunggu beberapa menit, lalu coba lagi. "
        "Kunci sandi tetap dapat dipakai."
    ),
    "enter_current_password": _("Kata sandi saat ini salah."),
    "incorrect_password": _("Kata sandi salah."),
    "incorrect_code": _("Kode salah atau sudah lewat waktunya. Tulis kode terbaru."),
    "invalid_login": _("Kunci sandi ini tidak terdaftar pada akun mana pun."),
    "rate_limited": _("Terlalu sering mencoba. Tunggu satu menit, lalu coba lagi."),
}


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an administrator in the console, never by sign-up."""

    error_messages = {**DefaultAccountAdapter.error_messages, **REFUSALS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs himself up."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Log in under a new session id and note when the session began."""
        super().login(request, user)
        sessions.begin(request, at=clock.now())
        if isinstance(user, User):
            note_log_in(user, at=clock.now())


class SealingAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors whose secrets lie sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": REFUSALS["incorrect_code"],
        "cannot_delete_authenticator": _(
            "Peran Anda wajib memakai faktor kedua. Tambahkan yang lain dahulu."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret with the keys of the installation."""
        return sealing.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what ``encrypt`` has sealed."""
        return sealing.opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of those who must have one."""
        user = authenticator.user
        if not user.needs_second_factor(on=timezone.localdate(clock.now())):
            return True
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(
        self, user: AbstractBaseUser, type: Authenticator.Type
    ) -> str:
        """Propose a name for a new key."""
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Kunci %(number)d") % {"number": known + 1}
