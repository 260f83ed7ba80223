"""The desk in a browser: for everybody, at two widths, with and without script."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from tests.factories.cases import World, category, make_case, receive

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
Sit = Callable[..., Page]


@pytest.fixture
def sit(live_server: LiveServer, browser: Browser, as_user) -> Sit:
    """Seat an officer at a browser; what the console complains of is kept."""

    def seat(user: User, *, width: int = 1280, script: bool = True) -> Page:
        client: Client = as_user(user)
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
        )
        session = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": "sessionid", "value": session, "url": live_server.url}]
        )
        return context.new_page()

    return seat


def faults(page: Page) -> list[str]:
    """Return what axe calls serious or critical, and sideways scrolling."""
    result = Axe().run(page)
    found = [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in result.response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "scrolls sideways"] if wide else found


class TestPagesOfTheDesk:
    """Pages of the desk …"""

    @pytest.mark.parametrize("width", [320, 1280])
    def test_are_fit_for_everybody(self, world: World, sit: Sit, width: int):
        new, answered = receive(world, anonymous=True), make_case(world, State.REPLIED)
        page, found = sit(world.admin, width=width), {}
        for path in (
            "/meja/",
            "/meja/?tab=on_hold",
            "/meja/cari/?q=lampu",
            "/meja/loket/",
            f"/meja/{new.number}/",
            f"/meja/{new.number}/?aksi=tunda",
            f"/meja/{new.number}/?aksi=arsipkan",
            f"/meja/{answered.number}/",
            f"/meja/{answered.number}/riwayat/",
        ):
            page.goto(path)
            found[path] = faults(page)

        assert {path: each for path, each in found.items() if each} == {}

    @pytest.mark.parametrize(
        ("state", "who", "button"),
        [
            (State.RECEIVED, "admin", "Verifikasi dan disposisikan"),
            (State.RECEIVED, "national", "Verifikasi dan disposisikan"),
            (State.DISPATCHED, "liaison", "Pratinjau"),
            (State.REPLIED, "liaison", "Pratinjau"),
            (State.RETURN_REQUESTED, "national", "Setujui dan alihkan"),
        ],
    )
    def test_show_the_next_act_without_scrolling(
        self, world: World, sit: Sit, state: State, who: str, button: str
    ):
        case = make_case(world, state)
        page = sit(world.officers[who])

        page.goto(f"/meja/{case.number}/")

        box = page.get_by_role("button", name=button).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800


class TestWorking:
    """An officer …"""

    @pytest.mark.parametrize("script", [True, False])
    def test_answers_after_a_preview(self, world: World, sit: Sit, script: bool):
        case = make_case(world, State.DISPATCHED)
        page = sit(world.liaison, script=script)

        page.goto("/meja/")
        page.get_by_role("link", name=case.title).click()
        page.get_by_label("Tindak lanjut untuk pelapor").fill("Lampu diganti 2 Maret.")
        page.get_by_role("button", name="Pratinjau").click()
        expect(page.locator(".sheet")).to_contain_text("Lampu diganti 2 Maret.")
        page.get_by_role("button", name="Kirim", exact=True).click()

        expect(page.get_by_role("status")).to_contain_text("Terkirim kepada pelapor")
        assert Case.objects.get().state == State.IN_PROGRESS

    def test_is_helped_to_find_office_and_topic(self, world: World, sit: Sit):
        case = receive(world, agency=world.panrb)
        below = category("Lampu jalan")
        type(below).objects.filter(pk=below.pk).update(parent=category())
        page = sit(world.national)

        page.goto(f"/meja/{case.number}/")
        page.get_by_label("Kategori", exact=True).select_option(str(category().pk))
        page.get_by_label("Subkategori").select_option(label="Lampu jalan")
        page.get_by_label("Klasifikasi").select_option("complaint_ordinary")
        page.get_by_label("Instansi atau unit tujuan").fill("pekerjaan umum")
        page.get_by_label("Dinas Pekerjaan Umum").check()
        page.get_by_role("button", name="Verifikasi dan disposisikan").click()

        expect(page.get_by_role("status")).to_contain_text("terdisposisi")
        done = Case.objects.get()
        assert (done.agency, done.category) == (world.regency, below)
