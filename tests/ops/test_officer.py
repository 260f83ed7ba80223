import re
from io import StringIO

import pytest
from django.core.management import call_command

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.kernel import clock
from lapor.kernel.errors import Invalid
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

    def test_refuses_a_name_that_is_taken(self):
        agency("panrb", "Kementerian PANRB")
        self.run("ratna")

        with pytest.raises(Invalid, match="sudah dipakai"):
            self.run("ratna")
