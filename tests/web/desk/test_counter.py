"""Taking a report for somebody else."""

import pytest

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import open_with
from lapor.domain.cases.rules import Channel
from lapor.domain.reporters.queries import has_identity
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

    @pytest.mark.parametrize("who", ["leader", "coordinator", "ombudsman"])
    def test_is_closed_to_who_enters_nothing(self, world, as_user, who):
        assert as_user(world.officers[who]).get("/meja/loket/").status_code == 403

    def test_shows_no_receipt_without_its_cookie(self, world, as_user):
        assert as_user(world.clerk).get("/meja/loket/bukti/").url == "/meja/loket/"
