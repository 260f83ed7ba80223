import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.kernel import clock
from lapor.kernel.errors import Invalid, NotFound
from tests.factories.organisations import agency


@pytest.mark.django_db
class TestOfficer:
    """lapor officer …"""

    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("officer", *arguments, stdout=out)
        return out.getvalue()

    def test_opens_an_account_that_can_log_in_and_manage(self):
        agency("panrb", "Kementerian PANRB")

        said = self.run("ratna", "--name", "Ratna Dewi")

        user = User.objects.get(username="ratna")
        password = re.search(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}", said)
        assert password
        assert user.check_password(password[0])
        assert has_action(user, Action.MANAGE_ACCOUNTS, on=clock.now().date())

    def test_lets_in_again_who_lost_his_second_factor(self):
        agency("panrb", "Kementerian PANRB")
        self.run("ratna")
        user = User.objects.get(username="ratna")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})

        said = self.run("ratna", "--rescue", "lost")

        password = re.search(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}", said)
        user.refresh_from_db()
        assert password
        assert user.check_password(password[0])
        assert not Authenticator.objects.filter(user=user).exists()

    def test_refuses_to_rescue_a_stranger(self):
        with pytest.raises(NotFound):
            self.run("siapa", "--rescue", "lost")

    def test_refuses_a_name_that_is_taken(self):
        agency("panrb", "Kementerian PANRB")
        self.run("ratna")

        with pytest.raises(Invalid, match="sudah dipakai"):
            self.run("ratna")
