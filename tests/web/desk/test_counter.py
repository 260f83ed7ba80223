"""Taking a report for somebody else."""

from datetime import UTC, date, datetime

import pytest

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import open_with
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import CounterEntry
from lapor.domain.reporters.queries import has_identity
from tests.factories.cases import receive
from tests.factories.files import photo, upload

FILLED = {
    "channel": "walk_in",
    "classification": "complaint",
    "title": "Air mati sejak tiga hari di RW 05",
    "content": "Air dari perusahaan daerah mati sejak hari Jumat di seluruh RW 05.",
    "date_of_incident": "2026-02-27",
    "location": "RW 05",
    "agency": "Pemerintah Kabupaten Contoh",
    "name": "Ibu Wati",
    "phone": "0812 3456 7890",
    "consent": "on",
    "key": "a" * 32,
}


class TestCounter:
    """/meja/loket/ …"""

    def test_takes_the_report_and_gives_a_receipt_to_hand_over(self, world, as_user):
        client = as_user(world.clerk)

        answer = client.post("/meja/loket/", FILLED)
        page = client.get(answer.url)

        case = Case.objects.get()
        assert (case.channel, case.entered_by) == (
            Channel.WALK_IN,
            world.clerk.actor.ref,
        )
        assert case.agency == world.regency
        assert has_identity(case.number)
        assert case.number in page.text
        assert open_with(case.number, page.context["code"]) == case
        assert "no-store" in page["Cache-Control"]

    def test_needs_no_name(self, world, as_user):
        given = FILLED | {"name": "", "phone": "", "is_anonymous": "on"}

        as_user(world.clerk).post("/meja/loket/", given)

        assert not has_identity(Case.objects.get().number)

    def test_keeps_the_rules_of_the_web_form_and_what_was_typed(self, world, as_user):
        given = FILLED | {"title": "Air", "date_of_incident": "2030-01-01"}

        page = as_user(world.clerk).post("/meja/loket/", given)

        assert page.status_code == 422
        assert set(page.context["form"].errors) == {"title", "date_of_incident"}
        assert FILLED["content"] in page.text
        assert not Case.objects.exists()

    def test_asks_which_of_several_offices_is_meant(self, world, as_user):
        page = as_user(world.clerk).post(
            "/meja/loket/", FILLED | {"agency": "Pemerintah"}
        )

        assert page.status_code == 422
        assert world.other.code in page.text

    def test_takes_a_form_that_is_sent_twice_once(self, world, as_user):
        client = as_user(world.clerk)

        for _ in range(2):
            client.post("/meja/loket/", FILLED)

        assert Case.objects.count() == 1

    def test_keeps_files_with_the_case(self, world, as_user):
        given = FILLED | {"attachments": upload("foto.jpg", photo())}

        as_user(world.clerk).post("/meja/loket/", given)

        assert Case.objects.get().attachments.count() == 1

    def test_writes_down_the_letter_and_shows_it_with_the_case(self, world, as_user):
        letter = {
            "channel": "letter",
            "letter_number": "12/RW.05/II/2026",
            "letter_on": "2026-02-20",
            "arrived_on": "2026-02-27",
            "queue_number": "A-1",
        }
        client = as_user(world.clerk)

        receipt = client.get(client.post("/meja/loket/", FILLED | letter).url)
        page = client.get(f"/meja/{Case.objects.get().number}/")

        entry = CounterEntry.objects.get()
        assert entry.letter_on == date(2026, 2, 20)
        assert entry.queue_number == ""  # belongs to another way in
        assert "12/RW.05/II/2026" in receipt.text
        assert "12/RW.05/II/2026" in page.text

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"channel": "letter", "arrived_on": ""}, "arrived_on"),
            ({"channel": "letter", "arrived_on": "2026-03-09"}, "arrived_on"),
            (
                {
                    "channel": "letter",
                    "letter_on": "2026-02-20",
                    "arrived_on": "2026-02-19",
                },
                "arrived_on",
            ),
            ({"channel": "phone", "called_at": "2026-03-05T10:00"}, "called_at"),
            ({"channel": "phone", "call_minutes": "601"}, "call_minutes"),
            ({"channel": "box", "arrived_on": "2030-01-01"}, "arrived_on"),
        ],
    )
    def test_refuses_days_that_cannot_be(self, world, as_user, given, field):
        page = as_user(world.clerk).post("/meja/loket/", FILLED | given)

        assert set(page.context["form"].errors) == {field}
        assert not Case.objects.exists()

    def test_keeps_the_log_of_a_call(self, world, as_user):
        call = {
            "channel": "phone",
            "called_at": "2026-03-02T09:30",
            "call_minutes": "12",
        }

        as_user(world.clerk).post("/meja/loket/", FILLED | call)

        entry = CounterEntry.objects.get()
        assert entry.called_at == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
        assert entry.call_minutes == 12

    def test_begins_with_the_way_in_of_the_report_before(self, world, as_user):
        page = as_user(world.clerk).get("/meja/loket/?kanal=letter")

        assert page.context["form"]["channel"].value() == "letter"

    @pytest.mark.parametrize("who", ["leader", "coordinator", "ombudsman"])
    def test_is_closed_to_who_enters_nothing(self, world, as_user, who):
        assert as_user(world.officers[who]).get("/meja/loket/").status_code == 403

    @pytest.mark.parametrize("address", ["/meja/loket/serupa/", "/meja/loket/kiriman/"])
    def test_is_closed_with_all_that_belongs_to_it(self, world, as_user, address):
        assert as_user(world.leader).post(address).status_code == 403

    def test_shows_no_receipt_without_its_cookie(self, world, as_user):
        assert as_user(world.clerk).get("/meja/loket/bukti/").url == "/meja/loket/"


class TestSimilar:
    """/meja/loket/serupa/ …"""

    TYPED = {
        "title": "Lampu jalan padam di depan pasar",
        "content": "Lampu jalan di depan pasar padam sejak seminggu lalu.",
    }

    def test_shows_cases_on_the_same_matter_and_why(self, world, as_user):
        case = receive(world)

        page = as_user(world.admin).post("/meja/loket/serupa/", self.TYPED)

        assert case.number in page.text
        assert page.context["similar"][0].why

    def test_shows_no_case_beyond_the_officers_reach(self, world, as_user):
        case = receive(world)

        page = as_user(world.other_admin).post("/meja/loket/serupa/", self.TYPED)

        assert case.number not in page.text

    def test_knows_a_letter_that_was_written_down_before(self, world, as_user):
        client = as_user(world.clerk)
        letter = {
            "channel": "letter",
            "letter_number": "12/RW",
            "arrived_on": "2026-03-01",
        }
        client.post("/meja/loket/", FILLED | letter)

        page = client.post(
            "/meja/loket/serupa/", {"letter_number": "12/rw", "letter_on": ""}
        )

        assert [each.is_same_letter for each in page.context["similar"]] == [True]

    def test_works_without_script_and_keeps_what_was_typed(self, world, as_user):
        case = receive(world)
        client = as_user(world.admin)

        page = client.post("/meja/loket/", FILLED | self.TYPED | {"langkah": "serupa"})

        assert page.status_code == 200
        assert case.number in page.text
        assert FILLED["name"] in page.text
        assert Case.objects.count() == 1

    def test_compares_nothing_with_half_a_word(self, world, as_user):
        receive(world)

        page = as_user(world.admin).post("/meja/loket/serupa/", {"title": "Lampu"})

        assert page.context["similar"] == []
