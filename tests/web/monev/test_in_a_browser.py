"""Sheets and rounds in a browser: for everybody, by keyboard, without script too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.domain.accounts.models import User
from lapor.domain.analytics.models import Register
from lapor.domain.cases.rules import State
from lapor.domain.monev.models import Errand, Result, Sheet, SheetItem
from lapor.domain.monev.rules.items import items
from lapor.domain.monev.rules.words import RoundAct, RoundState, SheetState, Tier
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all
from tests.factories.monev import make_round

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
Sit = Callable[..., Page]
KEYS = [item.key for item in items(for_unit=True)]
FIRST, SECOND = KEYS[:2]


@pytest.fixture
def sit(live_server: LiveServer, browser: Browser) -> Sit:
    """Seat an officer at a browser."""

    def seat(user: User, *, width: int = 1280, script: bool = True) -> Page:
        client = Client()
        client.force_login(user)
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
    found = [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "scrolls sideways"] if wide else found


def opened(world: World, **fields: object) -> Sheet:
    return make_round(
        Tier.MICRO_AGENCY, world.regency, world.unit, **fields
    ).sheets.get()


class TestSheet:
    """A sheet …"""

    def test_saves_itself_while_one_types(self, world: World, sit: Sit):
        sheet = opened(world)
        page = sit(world.liaison)
        page.goto(f"/monev/lembar/{sheet.pk}/")

        page.locator(f"#nilai-{FIRST}-3").check()
        page.locator(f"#catatan-{SECOND}").fill("Belum ada")
        expect(page.locator("[data-status]")).to_contain_text("Tersimpan pukul")
        page.wait_for_timeout(1200)

        values = dict(sheet.items.values_list("key", "value"))
        notes = dict(sheet.items.values_list("key", "note"))
        assert (values[FIRST], notes[SECOND]) == (3, "Belum ada")

    def test_loses_nothing_when_one_leaves_in_the_middle(self, world: World, sit: Sit):
        sheet = opened(world)
        page = sit(world.liaison)
        page.goto(f"/monev/lembar/{sheet.pk}/")

        page.locator(f"#catatan-{FIRST}").fill("Sedang disusun")
        page.goto("/monev/")
        page.wait_for_timeout(500)

        assert sheet.items.get(key=FIRST).note == "Sedang disusun"

    def test_says_that_the_network_is_away(self, world: World, sit: Sit):
        sheet = opened(world)
        page = sit(world.liaison)
        page.goto(f"/monev/lembar/{sheet.pk}/")

        page.context.set_offline(True)
        page.locator(f"#nilai-{FIRST}-3").check()

        expect(page.locator("[data-status]")).to_contain_text("jaringan terputus")
        assert page.locator(f"#nilai-{FIRST}-3").is_checked()

    def test_is_filled_by_keyboard_without_script(self, world: World, sit: Sit):
        sheet = opened(world)
        page = sit(world.liaison, script=False, width=320)
        page.goto(f"/monev/lembar/{sheet.pk}/")

        page.locator(f"#nilai-{FIRST}-0").focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type("Dua orang")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/bukti/**")

        item = sheet.items.get(key=FIRST)
        assert (item.value, item.note) == (1, "Dua orang")


class TestPages:
    """Pages of rounds …"""

    @pytest.mark.parametrize("width", [320, 1280])
    def test_are_fit_for_everybody(self, world: World, sit: Sit, width: int):
        sheet = opened(world)
        other = opened(world, state=RoundState.VERIFYING, sheets=SheetState.SUBMITTED)
        SheetItem.objects.filter(sheet=other).update(value=2)
        settled = opened(
            world, state=RoundState.PUBLISHED, sheets=SheetState.VERIFIED
        ).round
        Result.objects.create(
            round=settled,
            subject=world.unit,
            score=8150,
            category="good",
            rank=1,
            group="units",
            low=7000,
            high=9000,
            parts=dict.fromkeys(settled.parts, 8000),
        )
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=14))
        fold_all(at=MONDAY)
        found = {}
        for user, path in (
            (world.admin, "/monev/"),
            (world.admin, "/monev/putaran/"),
            (world.admin, "/monev/putaran/buat/"),
            (world.admin, f"/monev/putaran/{sheet.round.code}/"),
            (world.admin, f"/monev/putaran/{sheet.round.code}/mulai-verifikasi/"),
            (world.admin, f"/monev/lembar/{other.pk}/verifikasi/"),
            (world.admin, f"/monev/lembar/{other.pk}/klarifikasi/minta/"),
            (world.liaison, f"/monev/lembar/{sheet.pk}/"),
            (world.liaison, f"/monev/lembar/{sheet.pk}/bukti/{FIRST}/"),
            (world.leader, f"/monev/lembar/{sheet.pk}/ajukan/"),
            (world.leader, f"/monev/lembar/{other.pk}/"),
            (world.auditor, "/monev/apip/"),
            (world.auditor, "/monev/lhm/buat/"),
            (world.leader, "/monev/ringkasan/"),
            (world.leader, "/monev/grafik/"),
            (world.admin, "/monev/peringkat/"),
            (
                world.admin,
                f"/monev/putaran/{settled.code}/hasil/{world.unit.code}/",
            ),
            (world.admin, f"/monev/putaran/{settled.code}/rekomendasi/"),
            (world.admin, f"/monev/putaran/{other.round.code}/sementara/"),
        ):
            page = sit(user, width=width)
            answer = page.goto(path)
            assert answer, path
            assert answer.status == 200, path
            if wrong := faults(page):
                found[path] = wrong
            page.context.close()

        assert found == {}


class TestWhatWaits:
    """A round that is being opened, and a register, …"""

    def test_read_well_without_script_and_on_a_telephone(self, world: World, sit: Sit):
        sheet = opened(world, state=RoundState.DRAFT)
        Errand.objects.create(
            round=sheet.round,
            act=RoundAct.OPEN,
            asked_by=world.admin,
            asked_at=MONDAY,
        )
        page = sit(world.admin, width=320, script=False)

        page.goto(f"/monev/putaran/{sheet.round.code}/")
        expect(page.get_by_role("main")).to_contain_text("Sedang dikerjakan")
        page.get_by_role("link", name="Muat ulang").click()
        page.goto("/monev/register/")
        page.locator("#id_m202602").fill("7")
        page.get_by_role("button", name="Simpan register").click()

        expect(page.get_by_role("main")).to_contain_text("Register tersimpan")
        assert Register.objects.get().declared == 7

    def test_are_for_everybody(self, world: World, sit: Sit):
        sheet = opened(world, state=RoundState.DRAFT)
        Errand.objects.create(
            round=sheet.round,
            act=RoundAct.OPEN,
            asked_by=world.admin,
            asked_at=MONDAY,
        )
        page = sit(world.admin, width=320)

        for path in (f"/monev/putaran/{sheet.round.code}/", "/monev/register/"):
            page.goto(path)
            assert faults(page) == [], path
