"""Pages for people: readable by everybody, on a small phone, without script."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from playwright.sync_api import Browser, Page

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.publication.models import Publication
from lapor.kernel import clock
from lapor.web import passes
from tests.factories.cases import CODE, HOUR, World, make_case, make_world

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = [
    "/",
    "/lapor/",
    "/lacak/",
    "/laporan/",
    "/laporan/?q=lampu&agency=tidak-ada",
    "/statistik/",
    "/instansi/?q=contoh",
    "/privasi/",
    "/tidak-ada/",
]
MINE = {
    State.RECEIVED: ["", "mengapa/", "pesan/", "cabut/", "lindungi/"],
    State.ON_HOLD: ["", "lengkapi/"],
    State.ANSWERED: ["", "terima/", "tanggapi/"],
    State.CLOSED: ["", "nilai/", "buka-kembali/"],
}
WIDTHS = [320, 1280]

Open = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Open:
    """Open an address in a fresh context; the console must stay silent."""
    contexts = []

    def go(path: str, *, width: int = 320, case: Case | None = None) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}
        )
        contexts.append(context)
        if case:
            answer = HttpResponse()
            passes.give(answer, case.number)
            context.add_cookies(
                [
                    {
                        "name": passes.NAME,
                        "value": answer.cookies[passes.NAME].value,
                        "domain": "localhost",
                        "path": passes.path_of(case.number),
                    }
                ]
            )
        page = context.new_page()
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()


def faults(page: Page) -> list[str]:
    """Return what axe calls serious or critical, and sideways scrolling."""
    result = Axe().run(page, options={"runOnly": RULES})
    found = [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in result.response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "scrolls sideways"] if wide else found


def publish(case: Case) -> None:
    Publication.objects.create(
        case=case,
        title=case.title,
        content=case.content,
        agency=case.agency,
        received_at=case.received_at,
        proposed_by="user:1",
        proposed_at=case.updated_at,
        approved_by="user:2",
        visible_from=case.received_at,
    )


class TestPublicPages:
    """Public pages …"""

    @pytest.mark.parametrize("width", WIDTHS)
    def test_have_no_serious_fault(self, open_page: Open, world: World, width: int):
        case = make_case(world, State.IN_PROGRESS)
        publish(case)
        paths = [
            *PUBLIC,
            f"/laporan/{case.number}/",
            f"/instansi/{case.agency.slug}/",
        ]

        found = {path: faults(open_page(path, width=width)) for path in paths}

        assert {path: each for path, each in found.items() if each} == {}

    def test_speak_english_when_asked(self, open_page: Open, world: World):
        page = open_page("/privasi/")

        page.get_by_role("button", name="English").click()

        assert page.locator("html").get_attribute("lang") == "en"

    def test_let_the_keyboard_skip_to_the_content(self, open_page: Open, world: World):
        page = open_page("/")

        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "isi"


class TestOwnPages:
    """Pages of the reporter …"""

    def test_have_no_serious_fault(self, open_page: Open, world: World):
        found = {}
        for state, slugs in MINE.items():
            case = make_case(world, state, at=clock.now() - 8 * HOUR)
            for slug in slugs:
                path = f"{passes.path_of(case.number)}{slug}"
                found[path] = faults(open_page(path, case=case))

        assert {path: each for path, each in found.items() if each} == {}


class TestForm:
    """The form in a browser …"""

    def fill(self, page: Page, *, has_script: bool) -> None:
        page.get_by_label("Pengaduan").check()
        page.locator("#id_title").fill("Lampu jalan mati di depan pasar")
        page.locator("#id_content").fill("Lampu jalan mati sejak seminggu, gelap.")
        page.locator("#id_date_of_incident").fill("2026-03-01")
        self.next(page, has_script)
        page.locator("#id_location").fill("Jalan Raya 1")
        self.next(page, has_script)
        page.locator("#id_is_anonymous").check()
        page.locator("#id_consent").check()

    def next(self, page: Page, has_script: bool) -> None:
        if has_script:
            page.locator(".step:not([hidden])").get_by_text("Lanjut").click()

    def test_walks_in_steps_and_keeps_a_draft(self, open_page: Open, world: World):
        page = open_page("/lapor/")
        self.fill(page, has_script=True)
        page.wait_for_timeout(600)

        page.goto("/lapor/")

        assert page.locator("#id_title").input_value().startswith("Lampu jalan")
        assert page.locator("#id_location").is_hidden()

    def test_shows_what_is_wrong_at_every_width(self, open_page: Open, world: World):
        page = open_page("/lapor/")
        page.locator("form[data-behaviour=report]").evaluate("form => form.submit()")

        page.wait_for_selector(".errors")

        assert faults(page) == []
        assert page.evaluate("document.activeElement.className") == "errors"

    def test_ends_at_a_receipt_that_opens_the_case(self, open_page: Open, world: World):
        page = open_page("/lapor/")
        self.fill(page, has_script=True)
        page.get_by_role("button", name="Kirim laporan").click()
        page.wait_for_url("**/lapor/terkirim/")

        assert faults(page) == []
        assert page.evaluate("localStorage.getItem('lapor-draf')") is None
        page.get_by_role("link", name="Lihat laporan saya").click()
        assert page.locator("h1").inner_text() == "Lampu jalan mati di depan pasar"

    def test_works_without_script(self, chromium: Browser, live_server, world: World):
        context = chromium.new_context(
            base_url=live_server.url, java_script_enabled=False
        )
        page = context.new_page()
        page.goto("/lapor/")
        self.fill(page, has_script=False)

        page.get_by_role("button", name="Kirim laporan").click()

        assert page.url.endswith("/lapor/terkirim/")
        assert Case.objects.count() == 1
        # nothing is offered that only a script could do
        assert page.locator("[hidden]:visible").count() == 0
        context.close()


class TestTrack:
    """The tracking page in a browser …"""

    def test_is_filled_in_by_the_code_of_the_receipt(
        self, open_page: Open, world: World
    ):
        case = make_case(world, at=clock.now() - HOUR)

        page = open_page(f"/lacak/#{case.number}.{CODE}")
        page.get_by_role("button", name="Buka laporan").click()

        assert page.locator("h1").inner_text() == case.title
        assert CODE not in page.url
