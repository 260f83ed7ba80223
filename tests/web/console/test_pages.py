"""The overview, the tables of the rules, and who may open what."""

import pytest
from django.test import Client
from django.urls import reverse

from lapor.domain.accounts.rules import TABLE
from lapor.domain.cases.rules import LIFE
from lapor.web import access
from tests.factories.cases import World

NATIONAL_ONLY = [
    "oversight",
    "oversight_add",
    "calendars",
    "calendar_add",
    "categories",
    "category_add",
    "classifications",
    "regions",
    "regulation_add",
    "trail",
]


class TestHome:
    """The overview …"""

    def test_shows_everything_to_the_national_admin(self, national: Client):
        page = national.get("/kelola/").content.decode()

        for title in ("Akun dan mandat", "Kalender hari kerja", "Jejak"):
            assert title in page

    def test_shows_an_agency_admin_what_is_his(self, admin: Client):
        page = admin.get("/kelola/").content.decode()

        assert "Akun dan mandat" in page
        assert "Kalender hari kerja" not in page

    def test_is_shut_to_who_manages_nothing(self, as_user, world: World):
        assert as_user(world.liaison).get("/kelola/").status_code == 403


class TestDoor:
    """The routes of the console …"""

    @pytest.mark.parametrize("name", NATIONAL_ONLY)
    def test_keep_national_data_to_the_nation(
        self, national: Client, admin: Client, name: str
    ):
        url = reverse(f"console:{name}")

        assert national.get(url).status_code == 200
        assert admin.get(url).status_code == 403

    def test_are_shut_to_strangers(self, client: Client, world: World):
        for name, need in access.TABLE.items():
            if name.startswith("console:") and need is not access.Open.PUBLIC:
                url = reverse(name, args=_arguments(name))
                assert client.get(url)["Location"].startswith("/masuk/"), name

    def test_are_shut_to_a_liaison_officer(self, as_user, world: World):
        client = as_user(world.liaison)
        open_to_all = {"console:gallery", "console:rights", "console:life"}
        for name in access.TABLE:
            if name.startswith("console:") and name not in open_to_all:
                url = reverse(name, args=_arguments(name))
                assert client.post(url).status_code == 403, name


class TestRules:
    """The tables of the rules …"""

    def test_name_every_right(self, as_user, world: World):
        page = as_user(world.liaison).get("/kelola/hak-akses/").content.decode()

        assert "Melihat identitas pelapor" in page
        assert "bukan yang anonim" in page
        assert page.count('class="right-cell"') == len(TABLE)

    def test_name_every_step_of_a_case(self, as_user, world: World):
        page = as_user(world.liaison).get("/kelola/alur/").content.decode()

        assert page.count("<tr>") == len(LIFE) + 1

    def test_show_the_components(self, as_user, world: World):
        assert as_user(world.liaison).get("/kelola/ui/").status_code == 200


def _arguments(name: str) -> list[object]:
    known: dict[str, list[object]] = {
        "console:account": [1],
        "console:account_edit": [1],
        "console:account_switch": [1],
        "console:leave": [1],
        "console:leave_cancel": [1, 1],
        "console:mailbox": [1],
        "console:notice": ["received", "id"],
        "console:delivery": [1],
        "console:channel_reopen": ["email"],
        "console:account_password": [1],
        "console:account_factor": [1],
        "console:regulation_edit": [1],
        "console:grant_give": [1],
        "console:grant_revoke": [1, 1],
        "console:organisation": ["panrb"],
        "console:organisation_edit": ["panrb"],
        "console:unit_add": ["panrb"],
        "console:decree_add": ["panrb"],
        "console:decree": ["panrb", "1/2026"],
        "console:oversight_end": [1],
        "console:calendar": ["nasional"],
        "console:category": ["jalan"],
        "console:classification": ["complaint"],
        "console:region": ["32.04"],
        "console:list": ["accounts"],
        "console:list_export": ["accounts", "csv"],
    }
    return known.get(name, [])
