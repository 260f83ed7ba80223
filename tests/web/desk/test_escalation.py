from datetime import datetime, timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.escalation import actions as escalation
from lapor.domain.escalation.actions import climb, prepare_letters
from lapor.domain.escalation.models import Letter, Response
from lapor.domain.reports.actions.reminding import issue_reminder
from lapor.kernel import clock
from tests.factories.cases import MONDAY, World, category, dispatch, make_world, receive
from tests.factories.escalation import load_ladder

pytestmark = pytest.mark.django_db
LATE = MONDAY + timedelta(days=30)
DUE = "2026-04-08"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: LATE)
    return LATE


@pytest.fixture
def world(db: None, now: datetime) -> World:
    category()
    return make_world()


@pytest.fixture
def case(world: World) -> Case:
    load_ladder()
    found = dispatch(world, receive(world), at=MONDAY)
    climb(at=LATE)
    return found


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, case: Case) -> str:
    answer = as_user(user).get(f"/meja/{case.number}/eskalasi/")
    assert answer.status_code == 200
    return answer.content.decode()


def send(user: User, case: Case, **data):
    return as_user(user).post(f"/meja/{case.number}/eskalasi/", data)


class TestReadingAlong:
    """Who got a copy (tembusan) …"""

    def test_reads_nothing_that_officers_say_among_themselves(
        self, world: World, case: Case
    ):
        at = LATE + timedelta(hours=1)
        told = "Kerjakan malam ini juga."
        escalation.instruct(case, text=told, by=world.leader, at=at)
        held = cases.Resolved(world.regency, "Tiang diganti", at.date())
        cases.convene(
            case,
            held_on=at.date(),
            participants="Kabupaten Contoh",
            notes="Disepakati diam-diam.",
            decisions=[held],
            by=world.coordinator,
            at=at,
        )
        cases.send_copy(case, to=world.other, by=world.admin, at=at)

        def seen(user: User) -> str:
            desk = as_user(user).get(f"/meja/{case.number}/").content.decode()
            return page(user, case) + desk

        copied, own = seen(world.other_admin), seen(world.admin)
        for words in (told, "Disepakati diam-diam."):
            assert words in own
            assert words not in copied


class TestList:
    """What climbed to me …"""

    def test_is_listed_with_what_can_be_done(self, world: World, case: Case):
        shown = as_user(world.coordinator).get("/meja/eskalasi/").content.decode()
        assert case.number in shown
        assert "Menerbitkan surat teguran" in shown
        assert f"/meja/{case.number}/eskalasi/" in shown

    def test_keeps_the_words_of_a_secret_case(self, world: World):
        load_ladder()
        secret = dispatch(world, receive(world, secret=True), at=MONDAY)
        climb(at=LATE)
        shown = as_user(world.coordinator).get("/meja/eskalasi/").content.decode()
        assert secret.number in shown
        assert secret.title not in shown
        assert "Isinya tidak terbuka" in shown

    def test_is_empty_for_whom_nothing_concerns(self, world: World, case: Case):
        shown = as_user(world.other_admin).get("/meja/eskalasi/").content.decode()
        assert "Tidak ada yang naik ke Anda" in shown

    def test_is_one_click_away(self, world: World, case: Case):
        assert "/meja/eskalasi/" in as_user(world.leader).get("/meja/").content.decode()

    def test_asks_few_questions(
        self, world: World, case: Case, django_assert_max_num_queries
    ):
        client = as_user(world.leader)
        client.get("/meja/eskalasi/")
        with django_assert_max_num_queries(16):
            client.get("/meja/eskalasi/")


class TestCase:
    """The page of a late case …"""

    def test_tells_how_it_climbed(self, world: World, case: Case):
        shown = page(world.leader, case)
        assert "Terlambat 5 hari kerja, naik ke APIP dan pimpinan instansi" in shown
        assert f"APIP, {world.regency.name}" in shown

    @pytest.mark.parametrize(
        ("who", "ways"),
        [
            ("liaison", set()),
            ("admin", {"instruksi", "minta-penjelasan"}),
            ("leader", {"instruksi", "minta-penjelasan"}),
            ("auditor", {"pemeriksaan"}),
            ("coordinator", {"surat-teguran"}),
            (
                "national",
                {"instruksi", "minta-penjelasan", "intervensi", "surat-teguran"},
            ),
        ],
    )
    def test_offers_each_what_is_his(
        self, world: World, case: Case, who: str, ways: set[str]
    ):
        shown = page(world.officers[who], case)
        every = ("instruksi", "minta-penjelasan", "pemeriksaan", "intervensi")
        offered = {w for w in (*every, "surat-teguran") if f'value="{w}"' in shown}
        assert offered == ways

    def test_takes_a_request_and_its_explanation(self, world: World, case: Case):
        asked = send(
            world.leader,
            case,
            jenis="minta-penjelasan",
            text="Mengapa belum ditindaklanjuti?",
            due_on=DUE,
        )
        assert asked.status_code == 302
        request = Response.objects.get()
        assert "Mengapa belum ditindaklanjuti?" in page(world.liaison, case)

        told = send(
            world.liaison,
            case,
            jenis="penjelasan",
            answers=request.pk,
            text="Alat rusak; selesai Senin.",
        )
        assert told.status_code == 302
        shown = page(world.leader, case)
        assert "Alat rusak; selesai Senin." in shown
        assert 'value="penjelasan"' not in page(world.liaison, case)

    def test_keeps_what_was_typed_when_something_is_missing(
        self, world: World, case: Case
    ):
        answer = send(
            world.leader, case, jenis="minta-penjelasan", text="Mengapa begini?"
        )
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "Mengapa begini?" in shown
        assert "Pilih tanggalnya." in shown

    def test_says_what_the_domain_refused(self, world: World, case: Case):
        answer = send(
            world.leader, case, jenis="instruksi", text="Segera.", due_on="2020-01-01"
        )
        assert answer.status_code == 422
        assert "sesudah hari ini" in answer.content.decode()

    @pytest.mark.parametrize(
        ("data", "status"),
        [
            ({"jenis": "lain"}, 404),
            ({"jenis": ""}, 404),
            ({"jenis": "penjelasan", "answers": 99, "text": "x"}, 404),
            ({"jenis": "penjelasan", "answers": "x", "text": "x"}, 422),
            ({"jenis": "intervensi", "text": "Kami ambil alih."}, 403),
        ],
    )
    def test_refuses_what_does_not_fit(
        self, world: World, case: Case, data: dict[str, object], status: int
    ):
        assert send(world.liaison, case, **data).status_code == status
        assert not Response.objects.exists()

    def test_is_missing_for_others(self, world: World, case: Case):
        answer = as_user(world.other_admin).get(f"/meja/{case.number}/eskalasi/")
        assert answer.status_code == 404


class TestLetter:
    """A letter …"""

    def test_goes_out_by_hand(self, world: World, case: Case):
        answer = send(world.coordinator, case, jenis="surat-teguran")
        assert answer.status_code == 302
        assert Letter.objects.get().sender == world.coordinator_home

    def test_is_read_at_both_ends_only(self, world: World, case: Case):
        prepare_letters(at=LATE)
        letter = Letter.objects.get()
        issue_reminder(letter.pk, at=LATE)
        url = f"/meja/eskalasi/surat/{letter.pk}/"

        for who in ("coordinator", "leader", "admin"):
            answer = as_user(world.officers[who]).get(url)
            assert answer.status_code == 200
            assert answer["Content-Type"] == "application/pdf"
            assert answer.getvalue().startswith(b"%PDF")
        for who in ("other_admin", "liaison", "ombudsman"):
            assert as_user(world.officers[who]).get(url).status_code == 404

    def test_is_named_on_both_pages(self, world: World, case: Case):
        prepare_letters(at=LATE)
        number = Letter.objects.get().number
        assert number in page(world.leader, case)
        listed = as_user(world.leader).get("/meja/eskalasi/").content.decode()
        assert number in listed


class TestExtension:
    """The form of an extension …"""

    def test_extends_at_the_desk(self, world: World, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=1))
        case = dispatch(world, receive(world), at=MONDAY)
        answer = as_user(world.liaison).post(
            f"/meja/{case.number}/",
            {
                "aksi": "perpanjang",
                "langkah": "kirim",
                "days": 5,
                "reason": "Suku cadang dipesan.",
            },
        )
        assert answer.status_code == 302
        case.refresh_from_db()
        assert case.extension_count == 1
