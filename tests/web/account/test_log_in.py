"""Log-in and log-out through the page."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, override_settings

from lapor.domain.accounts import actions
from tests.factories.cases import World


class TestPage:
    """The log-in page …"""

    def test_offers_the_demo_accounts_with_one_button_each(
        self, client: Client, world: World
    ):
        page = client.get("/masuk/").content.decode()

        assert f'name="login" value="{world.liaison.username}"' in page
        assert "Admin nasional" in page

    @override_settings(LAPOR_DEMO=False)
    def test_shows_no_account_outside_a_demonstration(
        self, client: Client, world: World
    ):
        page = client.get("/masuk/").content.decode()

        assert world.liaison.username not in page
        assert "lapor-demo" not in page

    def test_is_not_kept_by_the_browser(self, client: Client, world: World):
        assert "no-store" in client.get("/masuk/")["Cache-Control"]


class TestLogIn:
    """Logging in …"""

    def test_leads_to_the_desk_under_a_new_session(self, client: Client, world: World):
        client.get("/masuk/")
        session = client.session
        session["planted"] = 1
        session.save()
        before = session.session_key

        response = client.post(
            "/masuk/", {"login": world.liaison.username, "password": "lapor-demo"}
        )

        assert response["Location"] == "/meja/"
        assert client.session.session_key != before

    def test_goes_on_to_where_one_wanted_to_go(self, client: Client, world: World):
        response = client.post(
            "/masuk/?next=/kelola/",
            {
                "login": world.admin.username,
                "password": "lapor-demo",
                "next": "/kelola/",
            },
        )

        assert response["Location"] == "/kelola/"

    def test_never_leads_to_another_site(self, client: Client, world: World):
        response = client.post(
            "/masuk/",
            {
                "login": world.admin.username,
                "password": "lapor-demo",
                "next": "https://evil.example/",
            },
        )

        assert response["Location"] == "/meja/"

    @pytest.mark.parametrize("name", ["liaison", "nobody"])
    def test_refuses_a_wrong_password_and_a_wrong_name_alike(
        self, client: Client, world: World, name: str
    ):
        username = world.liaison.username if name == "liaison" else "tidak-ada"

        response = client.post(
            "/masuk/", {"login": username, "password": "bukan-sandinya"}
        )

        assert "Nama pengguna atau kata sandi salah" in response.content.decode()
        assert "_auth_user_id" not in client.session

    def test_stops_hashing_after_eight_failures_on_one_account(
        self, client: Client, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        hashes = []
        verify = MD5PasswordHasher.verify
        monkeypatch.setattr(
            MD5PasswordHasher,
            "verify",
            lambda self, *given: hashes.append(1) or verify(self, *given),
        )

        for _ in range(12):
            response = client.post(
                "/masuk/", {"login": world.liaison.username, "password": "tebakan"}
            )

        assert len(hashes) == 8
        assert "Terlalu banyak percobaan" in response.content.decode()

    def test_answers_a_flood_with_a_sentence_and_when_to_return(
        self, client: Client, world: World
    ):
        for number in range(61):
            response = client.post(
                "/masuk/", {"login": f"orang-{number}", "password": "tebakan"}
            )

        assert response.status_code == 429
        assert response["Retry-After"] == "60"
        assert "Tunggu satu menit" in response.content.decode()


class TestLogOut:
    """Logging out …"""

    def test_ends_the_session_and_empties_the_browser(self, log_in, world: World):
        client = log_in(world.liaison)
        key = client.session.session_key

        response = client.post("/masuk/keluar/")

        assert response["Location"] == "/masuk/"
        assert '"cookies"' in response["Clear-Site-Data"]
        assert client.get("/kelola/alur/").status_code == 302
        assert client.session.session_key != key

    def test_asks_before_it_happens(self, log_in, world: World):
        client = log_in(world.liaison)

        page = client.get("/masuk/keluar/")

        assert "Keluar dari Lapor?" in page.content.decode()
        assert client.get("/kelola/alur/").status_code == 200


class TestClosedAccount:
    """A closed account …"""

    def test_cannot_log_in(self, client: Client, log_in, world: World):
        world.liaison.is_active = False
        world.liaison.save()

        response = client.post(
            "/masuk/", {"login": world.liaison.username, "password": "lapor-demo"}
        )

        assert "_auth_user_id" not in client.session
        assert response.status_code in {200, 302}

    def test_loses_its_open_session_at_once(self, log_in, now, world: World):
        client = log_in(world.liaison)
        assert client.get("/kelola/alur/").status_code == 200

        actions.switch_account(world.liaison, active=False, by=world.admin, at=now)

        assert client.get("/kelola/alur/").status_code == 302

    def test_loses_its_open_session_with_a_new_password(
        self, log_in, now, world: World
    ):
        client = log_in(world.liaison)

        actions.reset_password(world.liaison, password="x" * 20, by=world.admin, at=now)

        assert client.get("/kelola/alur/").status_code == 302


class TestNobodySignsUp:
    """Accounts are opened by an administrator only."""

    @pytest.mark.parametrize("path", ["daftar/", "signup/", "password/reset/"])
    def test_there_is_no_page_for_it(self, client: Client, db: None, path: str):
        assert client.get(f"/masuk/{path}").status_code == 404
