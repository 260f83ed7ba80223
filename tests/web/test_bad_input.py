"""Whatever comes through the doors: a clear sentence, nothing lost, never a 500."""

import errno
import os
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.rules import State
from lapor.domain.intake.models import Submission
from lapor.kernel import ids
from lapor.web.portal import track
from tests.factories.cases import ANSWER, CODE, World, make_case, receive
from tests.factories.files import document, photo, png_of, refused, saved, upload
from tests.factories.organisations import region
from tests.factories.typed import CONTENT, HOSTILE, TYPED, as_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client: Client, world: World):
    def post(**changes: object):
        typed = {k: v for k, v in {**TYPED, **changes}.items() if v is not None}
        return client.post("/lapor/", typed)

    return post


@contextmanager
def database_away():
    """Let every question to the database fail, as when the server has gone."""

    def fail(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


def follow_up(client: Client, case: Case, **changes: object):
    typed = {"aksi": "tindak-lanjut", "langkah": "kirim", "content": ANSWER}
    return client.post(f"/meja/{case.number}/", typed | changes)


class TestText:
    """Odd text …"""

    @pytest.mark.parametrize("name", HOSTILE)
    def test_in_a_report_is_taken_whole_or_given_back_with_a_sentence(self, send, name):
        text = HOSTILE[name]

        answer = send(title=text, content=text, location=text, agency=text, region=text)

        assert answer.status_code in {302, 422}
        if answer.status_code == 422:
            assert 'class="errors"' in answer.text
            assert "<script>alert" not in answer.text
        else:
            case = Case.objects.get()
            assert not set("\x00\x1b\u202e\u2066") & set(case.title + case.content)

    @pytest.mark.parametrize("name", ["control", "nul", "bidi", "4-byte", "quotes"])
    def test_within_a_good_report_loses_only_what_nobody_can_see(self, send, name):
        send(content=f"{CONTENT} {HOSTILE[name]}")

        case = Case.objects.get()
        assert case.content.startswith(CONTENT)
        assert case.content.replace("\n", "").isprintable()  # NEL ends a line

    @pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF%FE", "%F4%90%80%80", "%C0%80"])
    def test_that_is_no_utf_8_is_no_mistake_of_ours(self, client, world, raw):
        body = "&".join(f"{name}={raw}Lampu+jalan+mati" for name in TYPED)

        posted = client.post(
            "/lapor/", body, content_type="application/x-www-form-urlencoded"
        )
        asked = [
            client.get(f"{page}?q={raw}&after={raw}").status_code
            for page in ("/laporan/", "/instansi/", "/wilayah/")
        ]

        assert posted.status_code == 422
        assert asked == [200, 200, 200]

    def test_of_a_hundred_thousand_letters_comes_back_whole(self, send):
        answer = send(content="x" * 100_000)

        assert answer.status_code == 422
        assert "x" * 100_000 in answer.text

    @pytest.mark.parametrize("name", HOSTILE)
    def test_at_the_desk_is_taken_or_given_back(self, world, name):
        case = make_case(world, State.DISPATCHED)

        answer = follow_up(as_user(world.liaison), case, content=HOSTILE[name])

        assert answer.status_code in {302, 422}


class TestFacts:
    """Facts that cannot be …"""

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"date_of_incident": "2026-03-03"}, "setelah hari ini"),
            ({"date_of_incident": "2026-02-30"}, "Tulis tanggal seperti"),
            ({"date_of_incident": "0001-01-01"}, "Periksa tahun kejadian"),
            ({"classification": "hadiah"}, "Pilih salah satu jenis laporan"),
            ({"category": "999999"}, "Kategori ini tidak dikenal. Pilih dari daftar"),
            ({"region": "Qxqxqx"}, "tidak kami temukan"),
            ({"agency": "Qxqxqx"}, "tidak kami temukan"),
            ({"is_anonymous": None, "name": "A", "phone": "123abc"}, "telepon"),
            ({"is_anonymous": None, "name": "A", "email": "a@b"}, "email"),
        ],
    )
    def test_are_named_beside_their_field(self, send, wrong, sentence):
        answer = send(**wrong)

        assert answer.status_code == 422
        assert sentence.lower() in answer.text.lower()
        assert CONTENT in answer.text
        assert not Case.objects.exists()

    def test_like_a_village_of_another_regency_are_refused(self, send, world):
        world.regency.region = region("32.04", "Kabupaten Bandung")
        world.regency.save()
        village = region("12.07.05.2001", "Mekarsari")

        answer = send(region=village.code, agency=world.regency.code)

        assert answer.status_code == 422
        assert "di luar wilayah instansi tujuan" in answer.text
        assert CONTENT in answer.text


SPITEFUL = (
    "html as jpg",
    "svg",
    "svg as png",
    "zip bomb",
    "zip bomb as pdf",
    "gif that is javascript as jpg",
    "pdf behind html",
    "png pixel flood",
    "jpg as program",
    "eicar",
)


class TestFiles:
    """Files that are not what they seem …"""

    @pytest.mark.slow
    @pytest.mark.parametrize("kind", SPITEFUL)
    def test_are_refused_with_a_sentence_and_the_text_stays(self, send, kind, media):
        before = set(media.rglob("*"))

        answer = send(attachments=upload(*refused()[kind]))

        assert answer.status_code == 422
        assert 'class="errors"' in answer.text
        assert CONTENT in answer.text
        assert not Attachment.objects.exists()
        assert {f for f in set(media.rglob("*")) - before if f.is_file()} == set()

    def test_of_more_than_ten_megabytes_are_named(self, send):
        large = upload("besar.jpg", photo() + bytes(11 * 1024 * 1024))

        answer = send(attachments=large)

        assert answer.status_code == 422
        assert "besar.jpg" in answer.text
        assert "10 MB" in answer.text
        assert CONTENT in answer.text

    def test_of_ten_gigabytes_are_refused_before_a_byte_is_read(
        self, client: Client, world: World
    ):
        class Never:
            def read(self, *_: object) -> bytes:
                raise AssertionError("the body was read")

            readline = read

        answer = client.generic(
            "POST",
            "/lapor/",
            b"",
            content_type="multipart/form-data; boundary=x",
            **{"CONTENT_LENGTH": str(10 * 1024**3), "wsgi.input": Never()},
        )

        assert answer.status_code == 413
        assert "Paling banyak 5 berkas" in answer.text

    def test_six_at_once_are_one_too_many(self, send):
        six = [upload(f"{n}.jpg", photo()) for n in range(6)]

        answer = send(attachments=six)

        assert answer.status_code == 422
        assert "Paling banyak 5 berkas" in answer.text
        assert CONTENT in answer.text

    @pytest.mark.parametrize(
        "name", ["../../etc/passwd.jpg", "a\x00b.jpg", "\u202egpj.jpg", "x" * 300]
    )
    def test_with_odd_names_get_harmless_ones(self, send, name):
        file = SimpleUploadedFile("foto.jpg", photo(), "image/jpeg")
        file._name = f"{name}.jpg"  # past the cleaning of the test client's side

        answer = send(attachments=file)

        assert answer.status_code in {302, 422}
        for kept in Attachment.objects.all():
            assert not set("/\\\x00\u202e") & set(kept.shown_name)

    def test_without_end_or_head_are_no_mistake_of_ours(self, client, world):
        for body in (b"", b"--x", b'--x\r\nContent-Disposition: form-data; name="t'):
            answer = client.post(
                "/lapor/", body, content_type="multipart/form-data; boundary=x"
            )
            assert answer.status_code in {400, 422, 200}, body

    def test_broken_among_good_ones_keep_nothing(self, send, media):
        files = [
            upload("a.jpg", photo()),
            upload("b.pdf", saved(document())),
            upload("c.png", png_of(13_000, 13_000)),
        ]

        assert send(attachments=files).status_code == 422
        assert not Attachment.objects.exists()


class TestAgain:
    """Sending again …"""

    def test_the_same_form_makes_one_report(self, send):
        assert [send().status_code for _ in range(3)] == [302, 302, 302]
        assert Case.objects.count() == Submission.objects.count() == 1

    @pytest.mark.parametrize("key", ["", "x", "' OR 1=1", "é" * 64, "a" * 65, None])
    def test_with_an_odd_key_or_none_makes_a_report_all_the_same(self, send, key):
        answer = send(key=key)

        assert answer.status_code in {302, 422}
        assert answer.status_code == 302 or CONTENT in answer.text

    def test_after_an_hour_with_an_old_token_is_one_press_more(self, world):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies["csrftoken"] = "a" * 32

        answer = strict.post("/lapor/", TYPED | {"csrfmiddlewaretoken": "b" * 63 + "c"})
        token = answer.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        again = strict.post("/lapor/", TYPED | {"csrfmiddlewaretoken": token})

        assert answer.status_code == 403
        assert CONTENT in answer.text
        assert again.status_code == 302


class TestOutage:
    """While something is away …"""

    def doors(self, world: World) -> list[tuple[Client, str, dict[str, str]]]:
        case = make_case(world, State.DISPATCHED)
        words = {"aksi": "tindak-lanjut", "langkah": "kirim", "content": CONTENT}
        return [
            (Client(), "/lapor/", TYPED),
            (as_user(world.liaison), f"/meja/{case.number}/", words),
        ]

    def test_a_lost_database_gives_503_and_the_text_back(self, world):
        doors = self.doors(world)
        for client, url, typed in doors:
            with database_away():
                answer = client.post(url, typed)

            assert answer.status_code == 503, url
            assert int(answer["Retry-After"]) > 0
            assert CONTENT in answer.text
            assert "belum tersimpan" in answer.text

    @pytest.mark.parametrize(
        "page", ["/", "/laporan/", "/meja/", "/kelola/", "/monev/"]
    )
    def test_a_lost_database_gives_503_on_every_page(self, world, page):
        client = as_user(world.national)
        with database_away():
            answer = client.get(page)

        assert answer.status_code in {200, 503}
        if answer.status_code == 503:
            assert int(answer["Retry-After"]) > 0
            assert "muat ulang" in answer.text

    def test_a_full_disk_gives_503_the_text_back_and_no_half_report(
        self, send, monkeypatch
    ):
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)

        answer = send(attachments=upload("foto.jpg", photo()))

        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert CONTENT in answer.text
        assert not Case.objects.exists()

    def test_a_report_sent_again_afterwards_is_there_once(self, send):
        with database_away():
            assert send().status_code == 503
        assert send().status_code == 302
        assert Case.objects.count() == 1


BROKEN_BOOKS = {
    "noise.xlsx": os.urandom(2_000),
    "empty.xlsx": b"",
    "only-head.xlsx": b"PK\x03\x04",
    "page.xlsx": b"<html><table></table></html>",
    "bomb.xlsx": refused()["zip bomb"][1],
    "nul.csv": b"a,b\x00\n\x00,\x00",
    "utf16.csv": "kode,nama\n1,2".encode("utf-16"),
}


class TestWorkbooks:
    """A broken workbook …"""

    @pytest.mark.parametrize("name", BROKEN_BOOKS)
    def test_is_refused_with_a_sentence(self, world, name):
        client = as_user(world.national)

        answer = client.post(
            "/kelola/daftar/categories/", {"file": upload(name, BROKEN_BOOKS[name])}
        )

        assert answer.status_code in {200, 422}
        assert "errors" in answer.text or "Baris" in answer.text


class TestGuessing:
    """Guessing numbers and codes …"""

    def test_learns_nothing_and_is_stopped(self, client, world, monkeypatch):
        monkeypatch.setattr(track, "MOST_FAILURES", 4)
        case = receive(world)
        guesses = [
            (case.number, "A" * 26),
            (ids.new_number(), CODE),
            (case.number, "x"),
            ("0000-0000-000", "A" * 26),
        ]
        answers = [client.post("/lacak/", {"number": n, "code": c}) for n, c in guesses]
        told = {answer.text.split("csrfmiddlewaretoken")[0] for answer in answers}
        right = client.post("/lacak/", {"number": case.number, "code": CODE})

        assert {answer.status_code for answer in answers} == {422}
        assert len(told) == 1
        assert right.status_code == 429
        assert int(right["Retry-After"]) > 0

    def test_is_forgotten_after_a_while(self, client, world, monkeypatch, now):
        from lapor.kernel import clock  # noqa: PLC0415

        monkeypatch.setattr(track, "MOST_FAILURES", 1)
        case = receive(world)
        client.post("/lacak/", {"number": case.number, "code": "A" * 26})
        later = now + track.WINDOW + timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda: later)

        answer = client.post("/lacak/", {"number": case.number, "code": CODE})

        assert answer.status_code == 302

    @pytest.mark.slow
    def test_meets_numbers_that_never_repeat_and_show_no_pattern(self):
        numbers = [ids.new_number().replace("-", "") for _ in range(100_000)]

        assert len(set(numbers)) == len(numbers)
        for place in range(10):
            counts: dict[str, int] = {}
            for number in numbers:
                counts[number[place]] = counts.get(number[place], 0) + 1
            even = len(numbers) / 32
            chi = sum((n - even) ** 2 / even for n in counts.values())
            assert len(counts) == 32
            assert chi < 80  # 31 degrees of freedom: once in 300,000 by chance


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_claim_of_ten_gigabytes_is_answered_on_the_wire(live_server):
    address = urlsplit(live_server.url)
    wire = HTTPConnection(address.hostname, address.port, timeout=10)
    wire.putrequest("POST", "/lapor/")
    wire.putheader("Content-Type", "multipart/form-data; boundary=x")
    wire.putheader("Content-Length", str(10 * 1024**3))
    wire.endheaders()

    answer = wire.getresponse()

    assert answer.status == 413
    wire.close()
