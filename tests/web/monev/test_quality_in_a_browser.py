"""The scoring desk in a browser: by keys alone, without script, for everybody."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from lapor.domain.cases.models import Message
from lapor.domain.quality.models import Assessment, Sample
from lapor.domain.quality.rules.rubric import KEYS
from lapor.kernel import clock
from tests.factories.cases import World
from tests.factories.quality import AFTER, make_answers, make_sample, score
from tests.web.monev.test_in_a_browser import Sit, faults, sit

__all__ = ["sit"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def sample(world: World, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """Three answers to score, after the period has ended."""
    moment: datetime = AFTER.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    make_answers(world, 3)
    return make_sample(world)


def desk(page: Page, sample: Sample) -> None:
    page.goto(f"/monev/sampel/{sample.pk}/nilai/")


class TestScoringDesk:
    """The scoring desk …"""

    def test_takes_seven_keys_for_an_answer(
        self, world: World, sample: Sample, sit: Sit
    ):
        page = sit(world.coordinator)
        desk(page, sample)

        for _ in range(3):
            before = page.url
            for key in "434234":
                page.keyboard.press(key)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url, before=before: url != before)

        expect(page.locator("body")).to_contain_text("Tidak ada lagi yang perlu")
        marks = Assessment.objects.filter(finished_at__isnull=False)
        assert [list(each.marks[key] for key in KEYS) for each in marks] == [
            [4, 3, 4, 2, 3, 4]
        ] * 3

    def test_goes_back_by_arrows_and_saves_by_itself(
        self, world: World, sample: Sample, sit: Sit
    ):
        page = sit(world.coordinator)
        desk(page, sample)

        page.keyboard.press("1")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("2")
        expect(page.locator("[data-status]")).to_have_text("Tersimpan.")
        page.wait_for_timeout(500)

        assert Assessment.objects.get().marks == {KEYS[0]: 2}

    def test_works_without_script(self, world: World, sample: Sample, sit: Sit):
        page = sit(world.coordinator, script=False)
        desk(page, sample)

        for key in KEYS:
            page.locator(f"#{key}-3").check()
        page.get_by_role("button", name="Selesai, berikutnya").click()

        assert Assessment.objects.filter(finished_at__isnull=False).count() == 1

    @pytest.mark.parametrize("width", [320, 1280])
    def test_is_for_everybody(self, world: World, sample: Sample, sit: Sit, width: int):
        Message.objects.filter(case__in=sample.answers.values("case")).update(
            content="Jawaban yang panjang sekali. " * 200
        )
        score(sample.answers.get(place=1), world.coordinator)
        page = sit(world.coordinator, width=width)

        found = {}
        for path in ("", "nilai/2/", "pemeriksaan/"):
            page.goto(f"/monev/sampel/{sample.pk}/{path}")
            found[path] = faults(page)

        assert found == {"": [], "nilai/2/": [], "pemeriksaan/": []}
