"""Second factors: the app, the recovery codes, and who must have one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from lapor.domain.accounts.models import User
from tests.factories.cases import World

ADD = "/masuk/2fa/totp/activate/"
CODES = "/masuk/2fa/recovery-codes/"


def code_of(secret: str, *, step: int = 0) -> str:
    """Return the code an app would show now, or ``step`` codes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def add_app(client: Client) -> str:
    """Set up the app through the pages and return its secret."""
    client.post("/masuk/ulang/", {"password": "lapor-demo"})
    page = client.get(ADD).content.decode()
    found = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert found
    client.post(ADD, {"code": code_of(found[1], step=-1)})
    return found[1]


@pytest.fixture
def equipped(log_in, strict: User) -> tuple[Client, str]:
    """An agency admin who has set up his app, and its secret."""
    client = log_in(strict)
    return client, add_app(client)


class TestDuty:
    """Who must have a second factor …"""

    def test_is_led_to_set_it_up_first(self, log_in, strict: User):
        client = log_in(strict)

        response = client.get("/kelola/")

        assert response["Location"] == "/masuk/2fa/"
        assert "Tambahkan faktor kedua" in client.get("/masuk/2fa/").content.decode()

    def test_works_once_he_has_one(self, equipped):
        client, _ = equipped

        assert client.get("/kelola/").status_code == 200

    def test_cannot_lay_his_last_one_down(self, equipped, strict: User):
        client, _ = equipped
        client.post("/masuk/2fa/reauthenticate/", {"code": "000000"})

        response = client.post("/masuk/2fa/totp/deactivate/")

        assert "wajib memakai faktor kedua" in response.content.decode()
        assert Authenticator.objects.filter(user=strict, type="totp").exists()

    def test_spares_demo_accounts(self, log_in, world: World):
        assert log_in(world.admin).get("/kelola/").status_code == 200


class TestApp:
    """The authenticator app …"""

    def test_asks_for_the_password_before_it_is_added(self, log_in, strict: User):
        response = log_in(strict).get(ADD)

        assert response["Location"].startswith("/masuk/ulang/")

    def test_is_asked_for_at_the_next_log_in(self, equipped, strict: User):
        client, secret = equipped
        client.post("/masuk/keluar/")

        first = client.post(
            "/masuk/", {"login": strict.username, "password": "lapor-demo"}
        )
        assert first["Location"] == "/masuk/2fa/authenticate/"
        assert client.get("/kelola/").status_code == 302

        client.post(first["Location"], {"code": code_of(secret, step=1)})
        assert client.get("/kelola/").status_code == 200

    def test_refuses_a_wrong_code_with_a_sentence(self, equipped, strict: User):
        client, _ = equipped
        client.post("/masuk/keluar/")
        client.post("/masuk/", {"login": strict.username, "password": "lapor-demo"})

        response = client.post("/masuk/2fa/authenticate/", {"code": "000000"})

        assert "Kode salah" in response.content.decode()

    def test_lies_sealed_in_the_database(self, equipped, strict: User):
        _, secret = equipped

        stored = Authenticator.objects.get(user=strict, type="totp").data

        assert secret not in str(stored)

    def test_may_be_taken_off_by_who_need_not_have_one(self, log_in, world: World):
        client = log_in(world.liaison)
        add_app(client)

        client.post("/masuk/2fa/totp/deactivate/")

        assert not Authenticator.objects.filter(
            user=world.liaison, type="totp"
        ).exists()


class TestRecoveryCodes:
    """Recovery codes …"""

    def test_let_in_once_each(self, equipped, strict: User):
        client, _ = equipped
        page = client.get(CODES).content.decode()
        code = re.findall(r"<li><code>([^<]+)</code>", page)[0]

        for allowed in (True, False):
            client.post("/masuk/keluar/")
            client.post("/masuk/", {"login": strict.username, "password": "lapor-demo"})
            client.post("/masuk/2fa/authenticate/", {"code": code})
            assert ("_auth_user_id" in client.session) is allowed

    def test_can_be_fetched_as_a_text(self, equipped):
        client, _ = equipped

        response = client.get(f"{CODES}download/")

        assert len(response.content.split()) == 10

    def test_are_made_anew(self, equipped):
        client, _ = equipped
        before = client.get(CODES).content

        client.post(f"{CODES}generate/")

        assert client.get(CODES).content != before


class TestPages:
    """Every page that can be reached …"""

    @pytest.mark.parametrize(
        ("path", "title"),
        [
            ("/masuk/2fa/", "Akun saya"),
            ("/masuk/sandi/", "Ganti kata sandi"),
            ("/masuk/ulang/", "Pastikan ini Anda"),
            ("/masuk/tertutup/", "Akun ini sudah ditutup"),
            ("/masuk/2fa/reauthenticate/", "Pastikan ini Anda"),
            ("/masuk/2fa/totp/deactivate/", "Lepas aplikasi"),
            (CODES, "Kode pemulihan"),
            (f"{CODES}generate/", "Buat kode pemulihan baru?"),
            ("/masuk/2fa/webauthn/", "Kunci sandi"),
            ("/masuk/2fa/webauthn/add/", "Tambah kunci sandi"),
        ],
    )
    def test_speaks_indonesian_in_our_frame(self, equipped, path: str, title: str):
        client, _ = equipped

        response = client.get(path)
        page = response.content.decode()

        assert response.status_code == 200
        assert title in page
        assert 'href="#isi"' in page
        for word in ("Sign In", "Password", "Authenticator App", "Security Key"):
            assert word not in page

    def test_lets_one_change_the_password(self, log_in, world: World):
        client = log_in(world.liaison)
        fresh = "empat kata yang panjang"

        response = client.post(
            "/masuk/sandi/",
            {"oldpassword": "lapor-demo", "password1": fresh, "password2": fresh},
        )

        assert response.status_code == 302
        world.liaison.refresh_from_db()
        assert world.liaison.check_password(fresh)

    def test_refuses_a_short_password(self, log_in, world: World):
        response = log_in(world.liaison).post(
            "/masuk/sandi/",
            {"oldpassword": "lapor-demo", "password1": "pendek", "password2": "pendek"},
        )

        assert "12" in response.content.decode()
        assert response.status_code == 200
