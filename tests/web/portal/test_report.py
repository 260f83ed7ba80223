"""Making a report through the form."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from PIL import Image

from lapor.domain.cases.models import Attachment, Case
from lapor.domain.intake.models import Submission
from lapor.web.portal import report
from tests.factories.cases import World, category
from tests.factories.organisations import region

KEY = "0123456789abcdef0123456789abcdef"
TYPED = {
    "classification": "complaint",
    "title": "Lampu jalan mati di depan pasar",
    "content": "Lampu jalan di depan pasar mati sejak seminggu, jalan gelap.",
    "date_of_incident": "2026-03-01",
    "location": "Jalan Raya 1",
    "is_anonymous": "on",
    "consent": "on",
    "key": KEY,
}


@pytest.fixture
def send(client: Client, world: World):
    def post(**changes: object):
        typed = {k: v for k, v in {**TYPED, **changes}.items() if v is not None}
        return client.post("/lapor/", typed)

    return post


def photo(name: str = "bukti.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


class TestForm:
    """The form …"""

    def test_has_exactly_the_fields_of_the_decree(self, client, world):
        html = client.get("/lapor/").content.decode()

        for name in [
            "classification",
            "title",
            "content",
            "date_of_incident",
            "location",
            "region",
            "agency",
            "category",
            "attachments",
            "is_anonymous",
            "is_secret",
            "name",
            "email",
            "phone",
            "consent",
        ]:
            assert f'name="{name}"' in html

    def test_weighs_less_than_100_kb_with_its_styles(self, client, world):
        from pathlib import Path  # noqa: PLC0415

        from django.contrib.staticfiles import finders  # noqa: PLC0415

        page = len(client.get("/lapor/").content)
        styles = sum(
            Path(finders.find(f"ui/{name}.css")).stat().st_size
            for name in ("base", "components", "portal")
        )

        assert page + styles < 100_000

    def test_can_be_asked_for_an_agency(self, client, world):
        html = client.get(f"/lapor/?agency={world.regency.code}").content.decode()

        assert f'value="{world.regency.code}"' in html

    def test_shows_everything_typed_and_every_fault_at_once(self, send):
        response = send(title="Pendek", content="x" * 10, consent=None)
        html = response.content.decode()

        assert response.status_code == 422
        assert 'value="Pendek"' in html
        assert 'href="#id_title"' in html
        assert 'href="#id_content"' in html
        assert 'href="#id_consent"' in html

    def test_asks_who_one_is_unless_anonymous(self, send):
        html = send(is_anonymous=None).content.decode()

        assert "Tulis nama Anda, atau pilih Anonim." in html
        assert "Isi email atau nomor telepon, atau pilih Anonim." in html

    def test_refuses_a_day_that_has_not_come(self, send):
        assert (
            "setelah hari ini" in send(date_of_incident="2026-03-03").content.decode()
        )

    def test_demands_a_day_for_a_complaint_only(self, send):
        assert send(date_of_incident="").status_code == 422
        assert send(date_of_incident="", classification="aspiration").status_code == 302

    @pytest.mark.parametrize("title", ["\x00" * 12, "\u202e" * 12, "  \t  "])
    def test_sees_through_text_made_of_nothing(self, send, title):
        assert send(title=title).status_code == 422

    def test_takes_text_of_any_script(self, send):
        send(title="Jalan rusak 🕳️ ꦗꦭꦤ꧀ 道路")

        assert Case.objects.get().title == "Jalan rusak 🕳️ ꦗꦭꦤ꧀ 道路"

    def test_refuses_six_files_and_keeps_the_text(self, send):
        response = send(attachments=[photo(f"{n}.jpg") for n in range(6)])
        html = response.content.decode()

        assert response.status_code == 422
        assert "Paling banyak 5 berkas" in html
        assert "lampiran harus dipilih lagi" in html
        assert TYPED["title"] in html

    def test_refuses_a_file_that_is_not_what_its_name_says(self, send):
        fake = SimpleUploadedFile("foto.jpg", b"<script>alert(1)</script>" * 40)

        response = send(attachments=fake)

        assert response.status_code == 422
        assert not Case.objects.exists()


class TestPlace:
    """The place …"""

    def test_is_taken_when_one_name_fits(self, send):
        region("32.76.05.1001", "Sukamaju")

        send(region="sukamaju")

        assert Case.objects.get().region_id == "32.76.05.1001"

    def test_becomes_a_choice_when_several_fit(self, send):
        region("32.76.05.1001", "Sukamaju")
        region("12.07.05.2001", "Sukamaju")

        response = send(region="Sukamaju")
        html = response.content.decode()

        assert response.status_code == 422
        assert 'type="radio" name="region" value="32.76.05.1001"' in html
        assert 'name="region_for" value="Sukamaju"' in html

    def test_takes_the_pick_without_losing_what_was_typed(self, send):
        region("32.76.05.1001", "Sukamaju")
        region("12.07.05.2001", "Sukamaju")

        send(region=["Sukamaju", "12.07.05.2001"], region_for="Sukamaju")

        assert Case.objects.get().region_id == "12.07.05.2001"

    def test_forgets_a_pick_made_for_another_text(self, send):
        region("32.76.05.1001", "Sukamaju")
        region("12.07.05.2001", "Mekarsari")

        send(region=["Mekarsari", "32.76.05.1001"], region_for="Sukamaju")

        assert Case.objects.get().region_id == "12.07.05.2001"

    def test_says_so_when_nothing_fits(self, send):
        assert "tidak kami temukan" in send(region="Qxqxqx").content.decode()

    def test_must_lie_in_the_territory_of_the_agency(self, send, world):
        world.regency.region = region("32.04", "Kabupaten Bandung")
        world.regency.save()
        region("12.07.05.2001", "Mekarsari")

        response = send(region="12.07.05.2001", agency=world.regency.code)

        assert response.status_code == 422
        assert "di luar wilayah instansi tujuan" in response.content.decode()


class TestSubmission:
    """A report that is sent …"""

    def test_gets_number_code_and_qr_on_a_receipt(self, client, send):
        response = send(attachments=photo())
        page = client.get(response["Location"]).content.decode()
        case = Case.objects.get()

        assert response["Location"] == "/lapor/terkirim/"
        assert case.number in page
        assert "<svg" in page
        assert "Mengapa tanggal ini?" in page
        assert Attachment.objects.get().case == case

    def test_shows_the_receipt_to_nobody_else(self, send):
        send()

        assert Client().get("/lapor/terkirim/")["Location"] == "/lacak/"

    def test_opens_its_case_at_once(self, client, send):
        send()
        number = Case.objects.get().number

        assert client.get(f"/laporan-saya/{number}/").status_code == 200

    def test_is_one_report_when_sent_twice(self, send):
        first, second = send(), send()

        assert (first.status_code, second.status_code) == (302, 302)
        assert Case.objects.count() == Submission.objects.count() == 1

    def test_keeps_its_text_when_the_key_was_used_for_another(self, send):
        send()
        response = send(title="Judul yang sama sekali lain")
        html = response.content.decode()

        assert response.status_code == 422
        assert "Judul yang sama sekali lain" in html
        assert KEY not in html

    def test_goes_to_the_agency_that_was_named(self, send, world: World):
        send(agency=world.regency.name)

        assert Case.objects.get().agency == world.regency

    def test_goes_to_the_national_admin_otherwise(self, send, world: World):
        send()

        assert Case.objects.get().agency == world.panrb

    def test_is_given_back_when_the_database_is_away(self, send, monkeypatch):
        def away(*_: object, **__: object) -> None:
            raise OperationalError("gone")

        monkeypatch.setattr(report, "submit", away)

        response = send()
        html = response.content.decode()

        assert response.status_code == 503
        assert TYPED["content"] in html
        assert f'name="key" value="{KEY}"' in html

    def test_comes_back_with_a_fresh_token_after_hours(self, world: World):
        strict = Client(enforce_csrf_checks=True)

        response = strict.post("/lapor/", TYPED)
        html = response.content.decode()

        assert response.status_code == 403
        assert "tekan kirim sekali lagi" in html
        assert TYPED["title"] in html
        assert "csrftoken" in response.cookies

    def test_is_due_by_the_law_of_the_day(self, client, send, now: datetime):
        send()
        page = client.get("/lapor/terkirim/").content.decode()

        assert "5 Maret 2026" in page

    def test_names_the_numbers_to_call_when_life_is_in_danger(self, client, send):
        send(content="Ada kebakaran di gudang sebelah pasar, api sudah besar.")

        assert "tel:112" in client.get("/lapor/terkirim/").content.decode()

    def test_takes_a_finer_topic_by_its_number(self, send, world: World):
        topic = category()

        send(category=str(topic.pk))

        assert Case.objects.get().category == topic

    def test_refuses_a_topic_that_does_not_exist(self, send):
        assert send(category="999999999").status_code == 422
        assert send(category="9" * 400).status_code == 422
