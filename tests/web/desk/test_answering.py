"""Following up and answering at the desk."""

from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from tests.factories.cases import ANSWER, make_case
from tests.factories.desk import act, fresh, messages_of, slugs


class TestAnswering:
    """An officer's words for the reporter …"""

    def test_are_shown_as_the_reporter_will_see_them_before_they_go(
        self, world, as_user
    ):
        case = make_case(world, State.DISPATCHED)
        client = as_user(world.liaison)

        page = act(
            client,
            case,
            "tindak-lanjut",
            langkah="pratinjau",
            content="Mohon menunggu.",
        )

        assert page.context["preview"]["moments"][0].body == "Mohon menunggu."
        assert "Tulis apa yang sudah dilakukan" in page.text
        assert fresh(case).state == State.DISPATCHED

    def test_come_back_to_be_changed(self, world, as_user):
        case = make_case(world, State.DISPATCHED)

        page = act(
            as_user(world.liaison),
            case,
            "tindak-lanjut",
            langkah="ubah",
            content="Mohon menunggu.",
        )

        assert page.context["preview"] is None
        assert "Mohon menunggu.</textarea>" in page.text

    def test_go_out_from_the_preview(self, world, as_user):
        case = make_case(world, State.DISPATCHED)

        act(as_user(world.liaison), case, "tindak-lanjut", content=ANSWER)

        assert fresh(case).state == State.IN_PROGRESS
        assert messages_of(case)[-1] == ANSWER

    def test_warn_of_numbers_of_persons(self, world, as_user):
        case = make_case(world, State.DISPATCHED)

        page = act(
            as_user(world.liaison),
            case,
            "tindak-lanjut",
            langkah="pratinjau",
            content="Hubungi Pak Budi di 0812-3456-7890.",
        )

        assert "Ada nomor atau alamat pribadi" in page.text

    def test_end_the_work_with_a_result(self, world, as_user):
        case = make_case(world, State.IN_PROGRESS)

        act(
            as_user(world.liaison),
            case,
            "jawaban-akhir",
            content=ANSWER,
            result="fulfilled",
        )

        assert (fresh(case).state, fresh(case).result) == (State.ANSWERED, "fulfilled")

    def test_need_evidence_or_an_explanation(self, world, as_user):
        case = make_case(world, State.IN_PROGRESS)

        page = act(
            as_user(world.liaison),
            case,
            "jawaban-akhir",
            content="Sudah.",
            result="fulfilled",
        )

        assert page.status_code == 422
        assert "content" in page.context["form"].errors
        assert fresh(case).state == State.IN_PROGRESS

    def test_promise_a_day_when_the_result_is_a_plan(self, world, as_user):
        case = make_case(world, State.IN_PROGRESS)
        client = as_user(world.liaison)
        given = {"content": ANSWER, "result": "planned", "promise": "Lampu baru"}

        refused = act(client, case, "jawaban-akhir", **given)
        act(client, case, "jawaban-akhir", promised_on="2026-06-01", **given)

        assert "promised_on" in refused.context["form"].errors
        (promise,) = fresh(case).promises.all()
        page = client.get(f"/meja/{case.number}/")
        assert "Lampu baru" in page.text
        act(client, case, "tepati-janji", promise=promise.pk)
        assert Entry.objects.filter(fact="promise.kept").count() == 1

    def test_ask_for_data_and_the_clock_waits(self, world, as_user):
        case = make_case(world, State.IN_PROGRESS)

        act(
            as_user(world.liaison),
            case,
            "minta-data",
            missing=["Foto atau bukti"],
            content="Mohon kirim foto.",
        )

        assert fresh(case).is_waiting_for_reporter
        assert "minta-data" not in slugs(as_user(world.liaison), case)

    def test_refuse_a_file_with_a_sentence_and_keep_the_text(self, world, as_user):
        from tests.factories.files import upload  # noqa: PLC0415 - needs Pillow

        case = make_case(world, State.DISPATCHED)

        page = act(
            as_user(world.liaison),
            case,
            "tindak-lanjut",
            content=ANSWER,
            attachments=upload("foto.jpg", b"MZ not a picture"),
        )

        assert page.status_code == 422
        assert ANSWER in page.text
        assert fresh(case).state == State.DISPATCHED


class TestHelper:
    """Before an answer is sent, the helper …"""

    def test_says_how_an_empty_one_becomes_better(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        empty = "Terima kasih atas laporan Anda, sedang ditindaklanjuti."

        page = act(
            as_user(world.liaison),
            case,
            "jawaban-akhir",
            content=empty,
            result="explained",
            langkah="pratinjau",
        ).content.decode()

        assert "Sebelum dikirim, pertimbangkan" in page
        assert "kalimat umum" in page
        assert empty in page
