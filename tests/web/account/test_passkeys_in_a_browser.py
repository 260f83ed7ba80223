"""Passkeys under our content security policy, with a virtual authenticator."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.accounts import make_officer
from tests.factories.organisations import agency

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab with a virtual authenticator that complains about nothing."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda line: complaints.append(line.text) if line.type == "error" else None,
    )
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    assert complaints == []


def log_in(page: Page, live_server: LiveServer, username: str) -> None:
    page.goto(f"{live_server.url}/masuk/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill("lapor-demo")
    page.get_by_role("button", name="Masuk", exact=True).click()


def add_key(page: Page, live_server: LiveServer, *, passwordless: bool) -> None:
    page.goto(f"{live_server.url}/masuk/2fa/webauthn/add/")
    page.get_by_label("Kata sandi").fill("lapor-demo")
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nama kunci").fill("Ponsel dinas")
    if passwordless:
        page.get_by_label("Masuk tanpa kata sandi").check()
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_an_officer_adds_a_passkey_and_logs_in_with_it(
    live_server: LiveServer, page: Page
):
    officer = make_officer("liaison_officer", agency(), username="siti")
    log_in(page, live_server, officer.username)
    add_key(page, live_server, passwordless=True)
    page.get_by_role("button", name="Keluar").click()

    page.get_by_role("button", name="Masuk dengan kunci sandi").click()

    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    assert page.url == f"{live_server.url}/meja/"


@pytest.mark.django_db(transaction=True)
def test_a_key_serves_as_second_factor(live_server: LiveServer, page: Page):
    admin = make_officer("agency_admin", agency(), username="rina", demo=False)
    log_in(page, live_server, admin.username)
    expect(page.get_by_text("Tambahkan faktor kedua dahulu")).to_be_visible()
    add_key(page, live_server, passwordless=False)
    page.get_by_role("button", name="Keluar").click()
    log_in(page, live_server, admin.username)

    page.get_by_role("button", name="Pakai kunci sandi").click()

    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    page.goto(f"{live_server.url}/kelola/")
    expect(page.get_by_role("heading", name="Kelola", exact=True)).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_at_a_bare_address_the_page_says_why_there_are_none(
    live_server: LiveServer, page: Page
):
    page.goto(f"{live_server.url.replace('localhost', '127.0.0.1')}/masuk/")

    expect(page.get_by_text("Buka lewat nama situsnya")).to_be_visible()
    expect(
        page.get_by_role("button", name="Masuk dengan kunci sandi")
    ).not_to_be_visible()
