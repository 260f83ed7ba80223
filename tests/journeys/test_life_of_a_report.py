"""One complaint, from the form to its end, in a browser with and without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lapor.domain.accounts.models import User
from lapor.domain.cases import actions
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.rules import AnswerResult, Closing, State
from lapor.domain.feedback.models import Rating
from lapor.domain.ledger.models import Entry
from lapor.domain.reporters.models import Identity
from lapor.kernel import files
from tests.factories.accounts import PASSWORD
from tests.factories.cases import ANSWER, World, category, make_world
from tests.factories.files import CANARY, photo
from tests.factories.time import Time

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Lampu jalan mati di depan pasar"
CONTENT = "Lampu jalan di depan pasar mati sejak seminggu, warga takut lewat."
FOLLOW_UP = "Petugas menuju lokasi pada Senin sore dan memeriksa kabel."
COMPLAINT = "Lampu menyala satu malam lalu padam lagi."
SECOND_ANSWER = f"{ANSWER} Kabel yang putus sudah diganti pada 4 Maret 2026."
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.fixture
def world(transactional_db: None, time: Time) -> World:
    category()
    return make_world()


@pytest.fixture
def visitor(chromium: Browser, live_server, script: bool):
    """Somebody with a telephone or computer of his own."""
    contexts: list[BrowserContext] = []

    def arrive() -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=script,
            viewport={"width": 1280, "height": 900},
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()


Visitor = Callable[[], Page]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def next_part(page: Page, script: bool) -> None:
    """With a script the form comes in three parts; without, all at once."""
    if script:
        page.locator(".step:not([hidden])").get_by_text("Lanjut").click()


def submit(page: Page, world: World, picture: Path, *, script: bool) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Buat laporan").first.click()
    page.get_by_label("Pengaduan").check()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_content").fill(CONTENT)
    page.locator("#id_date_of_incident").fill("2026-03-01")
    next_part(page, script)
    page.locator("#id_location").fill("Pasar Contoh")
    page.locator("#id_agency").fill(world.regency.name)
    page.locator("#id_attachments").set_input_files(picture)
    next_part(page, script)
    page.locator("#id_is_anonymous").check()
    page.locator("#id_consent").check()
    press(page, "Kirim laporan")
    page.wait_for_url("**/lapor/terkirim/")


def read_receipt(page: Page) -> tuple[str, str]:
    """Return number and code as they stand on the card."""
    expect(page.get_by_role("img", name=re.compile("Kode QR"))).to_be_visible()
    number = page.locator("#nomor").inner_text()
    code = page.locator("#kode").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}", number)
    assert len(re.sub(r"\W", "", code)) == 26
    return number, code


def track(page: Page, number: str, code: str) -> None:
    page.goto("/lacak/")
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    press(page, "Buka laporan")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert code not in page.url


def log_in(page: Page, user: User) -> None:
    page.goto("/meja/")
    expect(page).to_have_url(re.compile(r"/masuk/\?next="))
    page.locator("#id_login").fill(user.username)
    page.locator("#id_password").fill(PASSWORD)
    press(page, "Masuk")
    expect(page).to_have_url(re.compile(r"/meja/$"))


def open_from_queue(page: Page, number: str) -> None:
    page.goto("/meja/")
    row = page.get_by_role("row", name=number).or_(
        page.get_by_role("listitem").filter(has_text=number)
    )
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def verify_and_dispatch(page: Page, world: World, number: str) -> None:
    open_from_queue(page, number)
    expect(page.get_by_text(CONTENT).first).to_be_visible()
    form = page.locator("#tindakan")
    form.get_by_label("Klasifikasi").select_option("complaint_ordinary")
    form.get_by_label("Kategori", exact=True).select_option(label="Jalan berlubang")
    form.get_by_label("Unit kerja").select_option(label=world.unit.name)
    press(page, "Verifikasi dan disposisikan")
    expect(page.get_by_role("status")).to_contain_text("terverifikasi")


def write_follow_up(page: Page, number: str) -> None:
    open_from_queue(page, number)
    page.get_by_label("Tindak lanjut untuk pelapor").fill(FOLLOW_UP)
    press(page, "Pratinjau")
    expect(page.locator("#tindakan .sheet")).to_contain_text(FOLLOW_UP)
    assert Case.objects.get().state == State.DISPATCHED  # only shown, not sent
    press(page, "Kirim")
    expect(page.get_by_role("status")).to_contain_text("Terkirim kepada pelapor")


def answer(page: Page, number: str, text: str) -> None:
    open_from_queue(page, number)
    page.get_by_label("Hasil", exact=True).select_option(AnswerResult.FULFILLED)
    page.get_by_label("Jawaban akhir untuk pelapor").fill(text)
    press(page, "Pratinjau")
    expect(page.locator("#tindakan .sheet")).to_contain_text(text)
    press(page, "Kirim")
    expect(page.get_by_role("status")).to_contain_text("Terkirim kepada pelapor")


def reply(page: Page) -> None:
    page.reload()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    follow(page, "Tanggapi jawaban")
    page.locator("#id_content").fill(COMPLAINT)
    press(page, "Tanggapi jawaban")
    expect(page.get_by_role("status")).to_contain_text("Tanggapan Anda terkirim")


def accept_and_rate(page: Page) -> None:
    page.reload()
    expect(page.get_by_text(SECOND_ANSWER)).to_be_visible()
    follow(page, "Terima jawaban")
    page.locator("input[name=solved]").first.check()
    for question, stars in (("speed", 4), ("quality", 5), ("manner", 3)):
        page.locator(f"input[name={question}][value='{stars}']").check()
    press(page, "Terima jawaban")
    expect(page.get_by_role("status")).to_contain_text("Laporan Anda selesai")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo as a telephone makes it, with the place and a name inside."""
    path = tmp_path / "bukti.jpg"
    path.write_bytes(photo(640, 480, gps=True))
    return path


@BOTH
def test_a_complaint_is_answered_contested_accepted_and_rated(
    visitor: Visitor, world: World, time: Time, picture: Path, script: bool
):
    citizen, admin, liaison = visitor(), visitor(), visitor()

    submit(citizen, world, picture, script=script)
    number, code = read_receipt(citizen)
    track(reporter := visitor(), number, code)
    expect(reporter.get_by_text(CONTENT)).to_be_visible()
    expect(reporter.get_by_text("bukti.jpg")).to_be_visible()

    time.passes(hours=2)
    log_in(admin, world.admin)
    verify_and_dispatch(admin, world, number)

    time.passes(hours=2)
    log_in(liaison, world.liaison)
    write_follow_up(liaison, number)
    reporter.reload()
    expect(reporter.get_by_text(FOLLOW_UP)).to_be_visible()

    time.passes(days=1)
    liaison.context.clear_cookies()
    log_in(liaison, world.liaison)
    answer(liaison, number, ANSWER)
    reply(reporter)

    time.passes(minutes=20)
    open_from_queue(liaison, number)
    expect(liaison.get_by_text(COMPLAINT)).to_be_visible()
    answer(liaison, number, SECOND_ANSWER)
    accept_and_rate(reporter)

    case = Case.objects.get()
    assert (case.number, case.state, case.unit) == (number, State.CLOSED, world.unit)
    assert case.closing == Closing.ACCEPTED
    rating = Rating.objects.get(case=case)
    assert (rating.speed, rating.quality, rating.manner) == (4, 5, 3)
    facts = Entry.objects.filter(subject=case.ref).order_by("pk")
    assert list(facts.values_list("fact", flat=True)) == [
        "case.received",
        "case.dispatched",
        "case.assigned",
        "case.followed_up",
        "case.answered",
        "case.replied",
        "case.answered",
        "case.accepted",
        "case.rated",
    ]
    assert not Identity.objects.exists()
    with files.open_file(Attachment.objects.get().key) as stored:
        assert CANARY not in stored.read()


@BOTH
def test_an_answer_nobody_contests_is_closed_by_silence_and_is_not_called_solved(
    visitor: Visitor, world: World, time: Time, picture: Path, script: bool
):
    submit(citizen := visitor(), world, picture, script=script)
    number, code = read_receipt(citizen)
    log_in(admin := visitor(), world.admin)
    verify_and_dispatch(admin, world, number)
    log_in(liaison := visitor(), world.liaison)
    write_follow_up(liaison, number)
    answer(liaison, number, ANSWER)
    due = Case.objects.get().due_at
    assert due

    time.moment = due - timedelta(minutes=1)
    actions.sweep(at=time())
    assert Case.objects.get().state == State.ANSWERED
    time.moment = due + timedelta(minutes=1)
    actions.sweep(at=time())

    case = Case.objects.get()
    assert (case.state, case.closing) == (State.CLOSED, Closing.SILENCE)
    track(reporter := visitor(), number, code)
    told = reporter.get_by_role("main").inner_text()
    assert "Ditutup otomatis karena pelapor tidak menanggapi" in told
    assert Closing.ACCEPTED.label not in told
    expect(reporter.get_by_role("link", name="Buka kembali")).to_be_visible()
