"""The reporter's own case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.feedback.models import Rating
from lapor.web.portal.acts import OFFERS
from tests.factories.cases import HOUR, World, make_case, receive

RATING = {
    "solved": "partly",
    "speed": "4",
    "quality": "3",
    "manner": "5",
    "comment": "",
}


def address(case: Case, slug: str = "") -> str:
    return f"/laporan-saya/{case.number}/{slug}"


class TestPage:
    """The page …"""

    @pytest.mark.parametrize("state", [s for s in State if s not in {"draft"}])
    def test_tells_where_a_case_stands(self, world: World, holder, state):
        if state == State.WITH_OMBUDSMAN:
            case = make_case(world, State.DISPATCHED)
            Case.objects.filter(pk=case.pk).update(state=state)
        else:
            case = make_case(world, state)

        response = holder(case).get(address(case))

        assert response.status_code == 200
        assert case.number in response.content.decode()

    def test_says_who_does_what_by_when_and_why(self, world: World, holder):
        case = make_case(world, State.DISPATCHED)

        html = holder(case).get(address(case)).content.decode()

        assert "Dinas Pekerjaan Umum" in html
        assert "Instansi memberi tindak lanjut pertama" in html
        assert "Mengapa tanggal ini?" in html

    def test_never_shows_an_internal_note(self, world: World, holder):
        case = make_case(world, State.DISPATCHED)
        actions.note(
            case, content="Anggaran habis.", by=world.liaison, at=case.updated_at + HOUR
        )

        assert "Anggaran habis" not in holder(case).get(address(case)).content.decode()

    def test_is_kept_by_no_cache(self, world: World, holder):
        case = receive(world)

        response = holder(case).get(address(case))

        assert "no-store" in response["Cache-Control"]

    def test_shows_the_reporter_his_own_words(self, world: World, holder):
        case = receive(world)

        assert case.content in holder(case).get(address(case)).content.decode()

    def test_stays_shut_with_the_pass_of_another_case(self, world: World, holder):
        mine, foreign = receive(world), receive(world)

        response = holder(mine).get(address(foreign))

        assert response.status_code == 302

    def test_asks_the_database_a_few_times_only(
        self, world: World, holder, django_assert_max_num_queries
    ):
        case = make_case(world, State.ANSWERED)
        client = holder(case)
        client.get(address(case))

        with django_assert_max_num_queries(6):
            client.get(address(case))


class TestActs:
    """The reporter's acts …"""

    def test_complete_a_report_on_hold(self, world: World, holder):
        case = make_case(world, State.ON_HOLD)

        holder(case).post(address(case, "lengkapi/"), {"content": "Jalan Raya 12."})

        case.refresh_from_db()
        assert case.state == State.RECEIVED

    def test_accept_and_rate_in_one_go(self, world: World, holder):
        case = make_case(world, State.ANSWERED)

        response = holder(case).post(address(case, "terima/"), RATING)

        case.refresh_from_db()
        assert response["Location"] == address(case)
        assert case.state == State.CLOSED
        assert Rating.objects.get().solved == "partly"

    def test_do_not_rate_by_following_a_link(self, world: World, holder):
        case = make_case(world, State.ANSWERED)

        holder(case).get(address(case, "terima/"), RATING)

        assert not Rating.objects.exists()

    def test_keep_what_was_chosen_when_something_is_missing(self, world: World, holder):
        case = make_case(world, State.ANSWERED)

        response = holder(case).post(
            address(case, "terima/"), {**RATING, "speed": "", "comment": "Cepat sekali"}
        )

        assert response.status_code == 422
        assert "Cepat sekali" in response.content.decode()

    def test_reply_with_an_empty_message_is_refused_on_the_form(
        self, world: World, holder
    ):
        case = make_case(world, State.ANSWERED)

        response = holder(case).post(address(case, "tanggapi/"), {"content": " "})

        case.refresh_from_db()
        assert response.status_code == 422
        assert case.state == State.ANSWERED

    def test_that_comes_too_late_gives_back_what_was_typed(self, world: World, holder):
        case = make_case(world, State.ANSWERED)
        actions.accept(case, at=case.updated_at + HOUR)
        words = "Di depan rumah saya masih padam."

        response = holder(case).post(address(case, "tanggapi/"), {"content": words})

        assert response.status_code == 409
        assert words in response.content.decode()

    def test_reply_reopens_the_matter(self, world: World, holder):
        case = make_case(world, State.ANSWERED)

        holder(case).post(address(case, "tanggapi/"), {"content": "Masih padam."})

        case.refresh_from_db()
        assert case.state == State.REPLIED

    def test_speak_of_danger_and_are_told_whom_to_call(self, world: World, holder):
        case = make_case(world, State.ANSWERED)
        reporter = holder(case)

        sent = reporter.post(
            address(case, "tanggapi/"), {"content": "Petugas itu memukuli saya lagi."}
        )
        page = reporter.get(sent["Location"]).content.decode()

        assert "Hubungi 110" in page

    def test_rate_a_case_that_silence_closed(self, world: World, holder):
        case = make_case(world, State.CLOSED)

        holder(case).post(address(case, "nilai/"), RATING)

        assert Rating.objects.count() == 1

    def test_rate_once_only(self, world: World, holder):
        case = make_case(world, State.CLOSED)
        client = holder(case)
        client.post(address(case, "nilai/"), RATING)

        assert client.post(address(case, "nilai/"), RATING).status_code == 409

    def test_reopen_within_thirty_days(self, world: World, holder):
        case = make_case(world, State.CLOSED)

        holder(case).post(address(case, "buka-kembali/"), {"reason": "Padam lagi."})

        case.refresh_from_db()
        assert case.state == State.IN_PROGRESS

    def test_withdraw_with_a_reason(self, world: World, holder):
        case = receive(world)

        holder(case).post(address(case, "cabut/"), {"reason": "Sudah beres sendiri."})

        case.refresh_from_db()
        assert case.state == State.ARCHIVED

    def test_switch_protection_on(self, world: World, holder):
        case = receive(world)

        holder(case).post(address(case, "lindungi/"), {"is_secret": "on"})

        case.refresh_from_db()
        assert case.is_secret

    def test_that_do_not_fit_the_state_are_refused(self, world: World, holder):
        case = receive(world)

        assert holder(case).get(address(case, "terima/")).status_code == 409

    def test_have_addresses_of_their_own(self):
        slugs = {offer.slug for offer in OFFERS.values()}

        assert len(slugs) == len(OFFERS) - 1  # both ways to withdraw share one


class TestFiles:
    """Files …"""

    def test_are_saved_and_never_opened(self, world: World, holder):
        case = receive(world)
        client = holder(case)
        pdf_free = SimpleUploadedFile("foto.png", _png(), "image/png")
        client.post(
            address(case, "pesan/"), {"content": "Ini fotonya", "attachments": pdf_free}
        )
        stored = case.attachments.get()

        response = client.get(address(case, f"berkas/{stored.key}/"))
        received = b"".join(response)
        response.close()

        assert received.startswith(b"\xff\xd8")  # made anew, as JPEG
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]

    def test_of_another_case_do_not_exist(self, world: World, holder):
        mine, foreign = receive(world), receive(world)
        holder(foreign).post(
            address(foreign, "pesan/"),
            {"content": "x", "attachments": SimpleUploadedFile("a.png", _png())},
        )
        key = foreign.attachments.get().key

        response = holder(mine).get(address(mine, f"berkas/{key}/"))

        assert response.status_code == 404


class TestLeave:
    """Closing the case on a shared device …"""

    def test_takes_the_pass_away(self, world: World, holder):
        case = receive(world)
        client = holder(case)

        client.post(address(case, "tutup/"))

        assert client.get(address(case)).status_code == 302


def _png() -> bytes:
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()
