"""Every page of the console and of the own account, looked at by axe, at two widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.cases import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = [
    "/kelola/",
    "/kelola/ui/",
    "/kelola/hak-akses/",
    "/kelola/alur/",
    "/kelola/jejak/",
    "/kelola/akun/",
    "/kelola/akun/buka/",
    "/kelola/akun/{account}/",
    "/kelola/akun/{account}/ubah/",
    "/kelola/instansi/",
    "/kelola/instansi/{agency}/",
    "/kelola/instansi/{agency}/ubah/",
    "/kelola/instansi/{agency}/unit/",
    "/kelola/instansi/{agency}/sk/",
    "/kelola/pengawasan/",
    "/kelola/pengawasan/tambah/",
    "/kelola/kalender/",
    "/kelola/kalender/nasional/?tahun=2026",
    "/kelola/batas-waktu/",
    "/kelola/batas-waktu/tambah/",
    "/kelola/kategori/",
    "/kelola/kategori/tambah/",
    "/kelola/klasifikasi/",
    "/kelola/wilayah/",
    "/kelola/daftar/",
    "/kelola/daftar/holidays/",
    "/masuk/2fa/",
    "/masuk/sandi/",
    "/masuk/ulang/",
    "/masuk/keluar/",
    "/masuk/2fa/webauthn/",
]


def enter(page: Page, server: LiveServer, world: World) -> None:
    page.goto(f"{server.url}/masuk/")
    page.get_by_label("Nama pengguna").fill(world.national.username)
    page.get_by_label("Kata sandi").fill("lapor-demo")
    page.get_by_role("button", name="Masuk", exact=True).click()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_fit_for_everybody(
    live_server: LiveServer, browser: Browser, width: int
):
    world = make_world()
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on(
        "console",
        lambda line: complaints.append(line.text) if line.type == "error" else None,
    )
    axe = Axe()
    trouble = []
    page.goto(f"{live_server.url}/masuk/")
    trouble += _trouble(axe, page, "/masuk/")
    enter(page, live_server, world)
    for pattern in PATHS:
        path = pattern.format(account=world.liaison.pk, agency=world.regency.code)
        response = page.goto(f"{live_server.url}{path}")
        assert response is not None
        assert response.status == 200, path
        trouble += _trouble(axe, page, path)

    assert trouble == []
    assert complaints == []


def test_a_mandate_is_given_without_javascript(
    live_server: LiveServer, browser: Browser
):
    world = make_world()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/masuk/")
    page.get_by_role("button", name="Admin nasional").click()
    page.goto(f"{live_server.url}/kelola/akun/{world.liaison.pk}/")

    page.get_by_text("Beri mandat", exact=True).first.click()
    page.get_by_label("Peran").select_option("clerk")
    page.get_by_label("Dasar (nomor SK)").fill("SK 9/2026")
    page.get_by_role("button", name="Beri mandat").click()

    expect(page.get_by_text("Mandat sudah diberikan.")).to_be_visible()
    expect(page.get_by_text("SK 9/2026")).to_be_visible()


def test_a_calendar_day_is_looked_at_before_it_is_saved(
    live_server: LiveServer, browser: Browser
):
    world = make_world()
    page = browser.new_page()
    enter(page, live_server, world)
    page.goto(f"{live_server.url}/kelola/kalender/nasional/?tahun=2026")

    page.get_by_text("Tambah atau cabut hari libur").click()
    page.get_by_label("Tanggal").fill("2026-12-01")
    page.get_by_label("Cuti bersama").check()
    page.get_by_label("Nama hari").fill("Cuti bersama uji")
    page.get_by_label("Dasar hukum").fill("SKB uji 1/2026")
    page.get_by_role("button", name="Lihat dampaknya").click()
    expect(page.get_by_text("belum ada yang disimpan")).to_be_visible()
    page.get_by_role("button", name="Catat keputusan ini").click()

    expect(page.get_by_text("Keputusan sudah dicatat")).to_be_visible()
    expect(page.get_by_role("cell", name="Cuti bersama uji").first).to_be_visible()


def _trouble(axe: Axe, page: Page, path: str) -> list[str]:
    """Return what is serious, and whether the page must be scrolled sideways."""
    found = [
        f"{path} {each['id']} {each['nodes'][0]['html'][:120]}"
        for each in axe.run(page).response["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
    root = "document.documentElement"
    if page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
        found.append(f"{path} scrolls sideways")
    return found
