"""Open the first account of an installation, or let its holder in again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from lapor.domain.accounts.actions import (
    appoint_first,
    make_password,
    reset_factor_for,
)
from lapor.domain.accounts.queries import account_named
from lapor.domain.accounts.rules import FactorLoss, Role
from lapor.domain.organisations.queries import organisation_by_code
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM


class Command(BaseCommand):
    """Parse, make one call into the domain, tell the password once."""

    help = "Membuka akun petugas pertama dengan mandatnya (misalnya admin nasional)"
    example = "lapor officer ratna --name 'Ratna Dewi' --role national_admin"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, in which role, where."""
        parser.add_argument("username", help="nama akun: huruf kecil dan angka")
        parser.add_argument("--name", default="", help="nama orangnya")
        parser.add_argument(
            "--role",
            default=str(Role.NATIONAL_ADMIN),
            choices=[str(role) for role in Role],
            help="peran (bawaan: national_admin)",
        )
        parser.add_argument(
            "--organisation", default="panrb", help="kode instansi (bawaan: panrb)"
        )
        parser.add_argument(
            "--rescue",
            choices=[str(reason) for reason in FactorLoss],
            help="akun sudah ada: lepas faktor kedua yang hilang, buat sandi baru",
        )

    def handle(self, *, username: str, rescue: str | None, **given: Any) -> None:
        """Open it, or take its second factor off; say how to log in."""
        if rescue:
            self._rescue(username, rescue)
        else:
            self._open(username, **given)

    def _rescue(self, username: str, reason: str) -> None:
        password = make_password()
        user = account_named(username)
        reset_factor_for(
            user, reason=reason, password=password, actor=SYSTEM, at=clock.now()
        )
        self.stdout.write(
            gettext(
                "Faktor kedua akun %(user)s dilepas. Sandi baru (hanya tampil sekali): "
                "%(password)s\nMasuk di /masuk/ lalu pasang verifikasi dua langkah."
            )
            % {"user": user.username, "password": password}
        )

    def _open(
        self, username: str, *, name: str, role: str, organisation: str, **_: Any
    ) -> None:
        user, password = appoint_first(
            username=username,
            name=name or username,
            role=Role(role),
            organisation=organisation_by_code(organisation),
            at=clock.now(),
        )
        self.stdout.write(
            gettext(
                "Akun %(user)s dibuat sebagai %(role)s. Sandi (hanya tampil sekali): "
                "%(password)s\nMasuk di /masuk/ lalu pasang verifikasi dua langkah."
            )
            % {
                "user": user.username,
                "role": Role(role).label,
                "password": password,
            }
        )
