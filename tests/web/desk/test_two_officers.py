"""Two officers at one case: one wins, the other is told, and no word is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import State
from tests.factories.cases import ANSWER, MONDAY, dispatch, make_case, receive

WORDS = "Catatan panjang yang tidak boleh hilang."


def follow_up(client, case: Case, content: str, version: int):
    return client.post(
        f"/meja/{case.number}/",
        {
            "aksi": "tindak-lanjut",
            "langkah": "kirim",
            "version": version,
            "content": content,
        },
    )


class TestSecond:
    """The second to press …"""

    def test_gets_his_words_back_and_is_told_what_changed(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        follow_up(as_user(world.liaison), case, ANSWER, case.version)

        page = follow_up(as_user(world.admin), case, WORDS, case.version)

        assert page.status_code == 409
        assert "Kirim tindak lanjut" in page.context["refusal"]
        assert "Ditindaklanjuti oleh instansi" in page.context["refusal"]
        assert f"{WORDS}</textarea>" in page.text
        assert ANSWER in page.text  # what the other one wrote stands in the story

    def test_may_press_once_more_when_it_is_still_needed(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        follow_up(as_user(world.liaison), case, ANSWER, case.version)
        client = as_user(world.admin)
        page = follow_up(client, case, WORDS, case.version)

        version = page.context["form"]["version"].value()
        again = follow_up(client, case, WORDS, int(version))

        assert again.status_code == 302

    def test_gets_his_words_back_when_the_act_is_not_possible_any_more(
        self, world, as_user
    ):
        case = receive(world)
        dispatch(world, case, at=MONDAY)

        page = as_user(world.admin).post(
            f"/meja/{case.number}/",
            {"aksi": "arsipkan", "langkah": "kirim", "version": 1, "advice": WORDS},
        )

        assert page.status_code == 409
        assert WORDS in page.text

    def test_gets_his_words_back_when_the_case_has_left_his_hands(self, world, as_user):
        case = receive(world)
        Case.objects.filter(pk=case.pk).update(agency=world.other)

        page = as_user(world.admin).post(
            f"/meja/{case.number}/",
            {"aksi": "catatan", "langkah": "kirim", "content": WORDS},
        )

        assert page.status_code == 404
        assert WORDS in page.text
        assert case.title not in page.text

    @pytest.mark.django_db(transaction=True)
    def test_is_one_of_two_who_press_at_the_same_moment(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        clients = [as_user(world.liaison), as_user(world.admin)]
        ready = Barrier(2)

        def press(number: int) -> int:
            ready.wait()
            try:
                words = f"{ANSWER} Petugas {number}."
                return follow_up(clients[number], case, words, case.version).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            statuses = sorted(pool.map(press, range(2)))

        assert statuses == [302, 409]
        assert Message.objects.filter(case=case, kind="follow_up").count() == 1
