"""A half-year round on every tier, by the demo accounts, in a browser, start to end.

The demo country is made once for the module. Days pass by a clock that the doors look
at; everything else is what a person does: pages, buttons, files.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.domain.accounts.models import User
from lapor.domain.monev.actions.errands import carry_out
from lapor.domain.monev.models import Result, Round, Sheet
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.plans.models import Recommendation
from lapor.domain.plans.rules import RecommendationStatus
from lapor.kernel import clock
from lapor.ops import demo
from lapor.ops.demo.evaluation import Cast, casts, filler_of, leader_of
from lapor.ops.demo.proof import proof_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]
START = datetime(2026, 8, 3, 2, tzinfo=UTC)  # Monday, 09.00 in Jakarta
PERIOD = "2026-S1"
TIERS = (
    Tier.MICRO_AGENCY,
    Tier.MICRO_AUDITOR,
    Tier.MESO_COORDINATION,
    Tier.MESO_TERRITORY,
    Tier.THEMATIC_PROGRAMME,
    Tier.THEMATIC_RESOLUTION,
    Tier.MACRO,
)


class Days:
    """The moment at which the doors look at the clock."""

    def __init__(self) -> None:
        self.now = START

    def pass_until(self, day: date) -> None:
        """Go on to nine in the morning after a day, never back."""
        later = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        self.now = max(self.now, later + timedelta(days=1))


@pytest.fixture(scope="module")
def country(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Make the demo country for all tests here, and take it away again."""
    old, home = settings.LAPOR_HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock():
        settings.LAPOR_HOME = home
        call_command("reference", verbosity=0)
        demo.build(cases=1_200, months=20, seed=1, until=START.date(), at=START)
        yield
        settings.LAPOR_HOME = old
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    standing = Days()
    monkeypatch.setattr(clock, "now", lambda: standing.now)
    return standing


@pytest.fixture(scope="module")
def server(country: None) -> Iterator[LiveServer]:
    """Serve the pages from this process, so that the clock is ours."""
    running = LiveServer("127.0.0.1")
    yield running
    running.stop()


Open = Callable[[User, str], Page]


@pytest.fixture
def open_as(server: LiveServer, browser: Browser, days: Days) -> Open:
    """Open a page as somebody; each time with a session of that day."""

    def go(user: User, path: str) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=server.url)
        context.set_default_timeout(20_000)
        session = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": "sessionid", "value": session, "url": server.url}]
        )
        page = context.new_page()
        page.goto(path)
        return page

    return go


@dataclass
class Story:
    """One round, who lives through it, and how."""

    cast: Cast
    days: Days
    open_as: Open
    proof: Path

    @property
    def lead(self) -> User:
        return self.cast.people[0]

    @property
    def round(self) -> Round:
        return Round.objects.get(
            tier=self.cast.tier, assessor=self.cast.assessor, period=PERIOD
        )

    @property
    def sheet(self) -> Sheet:
        """The sheet that people fill: the first whose people have accounts."""
        for sheet in self.round.sheets.order_by("pk"):
            names = {filler_of(sheet.subject), leader_of(sheet.subject)}
            if User.objects.filter(username__in=names).count() == len(names):
                return sheet
        raise AssertionError("nobody can fill a sheet of this round")

    def at_round(self, act: str = "") -> Page:
        here = f"/monev/putaran/{self.round.code}/"
        return self.open_as(self.lead, f"{here}{act}/" if act else here)

    def do(self, act: str, button: str) -> None:
        page = self.at_round(act)
        press(page, button)
        expect(page).not_to_have_url(re.compile(f"/{act}/$"))
        carry_out(self.round.code, at=self.days.now)  # what the worker does
        page.context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, name: str) -> Locator:
    """Open what is folded behind a name; returns it."""
    folded = page.locator("details.act").filter(
        has=page.locator("summary", has_text=name)
    )
    folded.locator("summary").click()
    return folded


@pytest.mark.django_db
def test_somebody_evaluates_on_every_tier(country: None):
    assert {cast.tier for cast in casts()} == set(Tier)


@pytest.mark.parametrize("tier", TIERS, ids=[str(tier) for tier in TIERS])
def test_a_round_is_lived_through(
    tier: Tier, country: None, open_as: Open, days: Days, tmp_path: Path
):
    proof = tmp_path / "bukti.png"
    proof.write_bytes(proof_file("bukti").read())
    cast = next(cast for cast in casts() if cast.tier == tier)
    story = Story(cast, days, open_as, proof)

    draft_and_open(story)
    fill_and_sign(story)
    verify_and_clarify(story)
    decide_and_publish(story)
    recommend_and_follow(story)

    assert story.round.state == RoundState.ENDED
    assert Result.objects.filter(round=story.round).count() == (
        story.round.sheets.count()
    )


def draft_and_open(story: Story) -> None:
    page = story.open_as(story.lead, "/monev/putaran/buat/")
    post = f"{story.cast.tier.value}:{story.cast.assessor.code}"
    page.locator("#id_post").select_option(post)
    page.locator("#id_period").select_option(PERIOD)
    press(page, "Buat rancangan putaran")
    expect(page.get_by_role("main")).to_contain_text("Rancangan")
    story.do("buka", "Buka putaran")
    assert story.round.state == RoundState.OPENED


def fill_and_sign(story: Story) -> None:
    sheet = story.sheet
    filler = User.objects.get(username=filler_of(sheet.subject))
    leader = User.objects.get(username=leader_of(sheet.subject))
    home = f"/monev/lembar/{sheet.pk}/"
    page = story.open_as(filler, home)
    open_items = list(sheet.items.filter(automatic=None).order_by("pk"))
    for item in open_items:
        value = 3 if item == open_items[0] else 0
        page.locator(f"#nilai-{item.key}-{value}").check()
    press(page, "Simpan semua isian")
    page.goto(f"{home}bukti/{open_items[0].key}/")
    page.locator("#id_uploads").set_input_files(story.proof)
    press(page, "Unggah bukti")
    expect(page.get_by_role("main")).to_contain_text("Berkas yang sudah ada")

    page = story.open_as(leader, f"{home}ajukan/")
    page.locator("#id_agreed").check()
    press(page, "Tanda tangani dan ajukan")
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED


def verify_and_clarify(story: Story) -> None:
    assert story.round.fill_until
    story.days.pass_until(story.round.fill_until)
    if story.round.state == RoundState.OPENED:
        story.do("mulai-verifikasi", "Mulai verifikasi")
    sheet = story.sheet
    home = f"/monev/lembar/{sheet.pk}/"
    page = story.open_as(story.lead, f"{home}verifikasi/")
    page.locator("#id_accept_rest").check()
    press(page, "Simpan dan selesaikan verifikasi")
    page.goto(f"{home}klarifikasi/minta/")
    page.locator("#id_about").select_option(index=1)
    page.locator("#id_question").fill("Apakah ada bukti untuk tahun ini?")
    page.get_by_role("main").locator("form button").first.click()
    story.do("kirim-klarifikasi", "Kirim permintaan klarifikasi")

    point = sheet.clarifications.get()
    filler = User.objects.get(username=filler_of(sheet.subject))
    page = story.open_as(filler, f"{home}klarifikasi/{point.pk}/jawab/")
    page.locator("#id_answer").fill("Ada; kami lampirkan dalam rapat.")
    page.get_by_role("main").locator("form button").first.click()
    page = story.open_as(story.lead, f"{home}klarifikasi/{point.pk}/putuskan/")
    page.get_by_label("Penjelasan diterima").check()
    page.locator("#id_decision").fill("Sesuai.")
    page.get_by_role("main").locator("form button").first.click()
    sheet.refresh_from_db()
    assert sheet.state == SheetState.VERIFIED


def decide_and_publish(story: Story) -> None:
    page = story.at_round("pleno")
    page.locator("#id_held_on").fill(story.days.now.date().isoformat())
    for name, words in (
        ("place", "Ruang rapat"),
        ("chaired_by", "Kepala bagian"),
        ("attendees", "Penilai dan yang dinilai"),
        ("decisions", "Hasil disepakati."),
    ):
        page.locator(f"#id_{name}").fill(words)
    press(page, "Catat pleno")
    story.do("tetapkan", "Tetapkan hasil")
    story.do("umumkan", "Umumkan hasil")
    assert story.round.state == RoundState.PUBLISHED
    assert story.round.number
    sheet = story.sheet
    filler = User.objects.get(username=filler_of(sheet.subject))
    page = story.open_as(
        filler, f"/monev/putaran/{story.round.code}/hasil/{sheet.subject.code}/"
    )
    expect(page.get_by_role("main")).to_contain_text(sheet.subject.name)


def recommend_and_follow(story: Story) -> None:
    sheet = story.sheet
    page = story.at_round("rekomendasi")
    page.locator("#id_subject").select_option(sheet.subject.code)
    page.locator("#id_text").fill("Selesaikan tunggakan, paling banyak 5 persen.")
    due = story.days.now.date() + timedelta(days=60)
    page.locator("#id_due_on").fill(due.isoformat())
    press(page, "Beri rekomendasi")
    given = Recommendation.objects.get(round_number=story.round.code)
    filler = User.objects.get(username=filler_of(sheet.subject))
    home = f"/monev/rekomendasi/{given.pk}/"

    page = story.open_as(filler, home)
    press(page, "Terima")
    press(page, "Mulai dikerjakan")
    claim = unfold(page, "Nyatakan selesai")
    claim.locator("textarea").fill("Tunggakan tinggal 3 persen.")
    claim.locator("input[type=file]").set_input_files(story.proof)
    claim.get_by_role("button", name="Nyatakan selesai").click()
    page = story.open_as(story.lead, home)
    unfold(page, "Sahkan selesai").get_by_role("button").click()
    given.refresh_from_db()
    assert given.standing == RecommendationStatus.VERIFIED
    story.do("akhiri", "Akhiri putaran")
