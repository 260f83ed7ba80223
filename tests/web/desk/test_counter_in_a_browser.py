"""The counter from the keyboard alone, with similar cases beside it."""

import pytest
from playwright.sync_api import Page, expect

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import CounterEntry
from tests.factories.cases import World, receive
from tests.web.desk.test_in_a_browser import Sit, faults, sit

__all__ = ["sit"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name has the focus, as a person would."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"Tab does not reach {name}.")


class TestCounter:
    """The counter …"""

    def test_takes_a_letter_without_a_mouse(self, world: World, sit: Sit):
        page = sit(world.clerk)
        page.goto("/meja/loket/")

        tab_to(page, "channel")
        page.keyboard.type("Surat")
        tab_to(page, "classification")
        page.keyboard.type("Pengaduan")
        tab_to(page, "letter_number")
        page.keyboard.type("12/RW.05/2026")
        tab_to(page, "title")
        page.keyboard.type("Lampu jalan padam di depan pasar")
        tab_to(page, "content")
        page.keyboard.type("Lampu jalan di depan pasar padam sejak seminggu lalu.")
        tab_to(page, "date_of_incident")
        page.keyboard.type("02202026")
        tab_to(page, "name")
        page.keyboard.type("Ibu Wati")
        tab_to(page, "consent")
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")

        expect(page.locator("#nomor")).to_be_visible()
        case = Case.objects.get()
        assert case.channel == Channel.LETTER
        assert CounterEntry.objects.get().letter_number == "12/RW.05/2026"

    def test_shows_similar_cases_while_one_types(self, world: World, sit: Sit):
        case = receive(world)
        page = sit(world.admin)
        page.goto("/meja/loket/")

        page.get_by_label("Judul laporan").fill(case.title)
        page.get_by_label("Isi laporan").fill(case.content)

        expect(page.locator("#serupa")).to_contain_text(case.number)
        assert faults(page) == []

    @pytest.mark.parametrize("script", [True, False])
    def test_asks_only_what_the_way_in_needs(
        self, world: World, sit: Sit, script: bool
    ):
        page = sit(world.clerk, script=script)
        page.goto("/meja/loket/")

        expect(page.get_by_label("Nomor antrean")).to_be_visible()
        expect(page.get_by_label("Nomor surat")).to_be_hidden()
        page.get_by_label("Masuk lewat").select_option("phone")

        expect(page.get_by_label("Lama telepon")).to_be_visible()
        expect(page.get_by_label("Nomor antrean")).to_be_hidden()

    @pytest.mark.parametrize("width", [320, 1280])
    def test_is_fit_for_everybody(self, world: World, sit: Sit, width: int):
        page = sit(world.clerk, width=width)
        found = {}
        for path in (
            "/meja/loket/?kanal=letter",
            "/meja/loket/?kanal=phone",
            "/meja/loket/kiriman/",
        ):
            page.goto(path)
            found[path] = faults(page)

        assert {path: each for path, each in found.items() if each} == {}

    def test_fits_on_one_screen(self, world: World, sit: Sit):
        page = sit(world.clerk, width=1440)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto("/meja/loket/")

        button = page.get_by_role("button", name="Simpan dan buat bukti")
        box = button.bounding_box()

        assert box is not None
        assert box["y"] + box["height"] <= 900
