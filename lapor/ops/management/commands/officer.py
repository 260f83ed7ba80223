"""Open the first account of an installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from lapor.domain.accounts.actions import appoint_first
from lapor.domain.accounts.rules import Role
from lapor.domain.organisations.queries import organisation_by_code
from lapor.kernel import clock


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

    def handle(
        self, *, username: str, name: str, role: str, organisation: str, **_: Any
    ) -> None:
        """Open it and say how to log in."""
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
