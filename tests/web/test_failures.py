"""Pages for what went wrong."""

import errno

import pytest
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, OperationalError
from django.test import RequestFactory

from lapor.kernel.errors import Conflict, Invalid, NotFound, TooMany
from lapor.web import failures


@pytest.fixture
def request_for(rf: RequestFactory):
    def make(**values: object):
        return rf.post("/lapor/", values)

    return make


class TestAnswer:
    """answer() …"""

    @pytest.mark.parametrize(
        ("error", "status"),
        [
            (Invalid("Judul terlalu pendek."), 422),
            (NotFound("Laporan tidak ada."), 404),
            (Conflict("Rekan Anda sudah menjawab."), 409),
        ],
    )
    def test_keeps_sentence_and_status_of_a_refusal(self, rf, error, status):
        response = failures.answer(rf.get("/meja/"), error)

        assert response.status_code == status
        assert error.message in response.content.decode()

    def test_tells_when_to_come_back_after_too_many_tries(self, rf):
        response = failures.answer(rf.get("/lacak/"), TooMany("…", retry_after=90))

        assert (response.status_code, response["Retry-After"]) == (429, "90")

    def test_gives_back_what_was_typed_when_the_database_is_away(self, request_for):
        request = request_for(
            title="Lampu mati", content="Baris satu\nBaris dua", key="k1"
        )

        response = failures.answer(request, OperationalError("away"))
        html = response.content.decode()

        assert (response.status_code, response["Retry-After"]) == (503, "30")
        assert 'value="Lampu mati"' in html
        assert "Baris satu\nBaris dua" in html
        assert 'name="key" value="k1"' in html

    def test_says_that_files_must_be_chosen_again(self, request_for):
        photo = SimpleUploadedFile("a.jpg", b"x")

        response = failures.answer(
            request_for(title="A", attachments=photo), OperationalError()
        )

        assert "Lampiran tidak ikut tersimpan" in response.content.decode()

    def test_never_shows_a_password_again(self, request_for):
        response = failures.answer(
            request_for(username="budi", password="rahasia-sekali"), OperationalError()
        )

        assert "rahasia-sekali" not in response.content.decode()

    def test_calls_a_full_disk_a_disturbance(self, rf):
        full = OSError(errno.ENOSPC, "No space left")

        assert failures.answer(rf.get("/"), full).status_code == 503

    @pytest.mark.parametrize(
        "error",
        [
            DataError("integer out of range"),
            ValueError("A string literal cannot contain NUL (0x00) characters."),
            UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
        ],
    )
    def test_calls_unreadable_input_a_bad_request(self, rf, error):
        assert failures.answer(rf.get("/"), error).status_code == 400

    def test_leaves_our_own_mistakes_to_django(self, rf):
        assert failures.answer(rf.get("/"), KeyError("oops")) is None


class TestCsrf:
    """csrf() …"""

    def test_shows_again_what_was_typed_on_our_own_page(self, rf):
        request = rf.post(
            "/laporan-saya/7K2M-P042-QRX/balas/",
            {"text": "Masih rusak"},
            headers={"sec-fetch-site": "same-origin"},
        )

        html = failures.csrf(request, reason="stale").content.decode()

        assert "Masih rusak" in html
        assert "csrfmiddlewaretoken" in html

    def test_shows_nothing_of_a_form_from_elsewhere(self, rf):
        request = rf.post(
            "/meja/x/",
            {"text": "Bayar ke saya"},
            headers={"sec-fetch-site": "cross-site"},
        )

        response = failures.csrf(request, reason="foreign")

        assert response.status_code == 403
        assert "Bayar ke saya" not in response.content.decode()


class TestHandlers:
    """Handlers …"""

    def test_call_too_many_files_too_large(self, rf):
        response = failures.bad_request(rf.get("/"), TooManyFilesSent())

        assert response.status_code == 413

    def test_answer_a_missing_page_with_a_way_on(self, rf):
        response = failures.not_found(rf.get("/tidak-ada/"))

        assert response.status_code == 404
        assert "/lacak/" in response.content.decode()

    def test_answer_our_own_mistake_without_details(self, rf):
        response = failures.broken(rf.get("/"))

        assert response.status_code == 500
        assert "tercatat" in response.content.decode()
