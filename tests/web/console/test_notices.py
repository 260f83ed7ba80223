"""Texts with preview and versions; messages that failed."""

import pytest
from django.test import Client

from lapor.domain.accounts.rules import Role
from lapor.domain.notifications.models import ChannelState, Outgoing, Text
from lapor.domain.notifications.queries.texts import rating_token
from lapor.domain.notifications.rules import Notice, State
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, receive
from tests.factories.notices import load_matrix, make_message

WORDS = {
    "subject": "Laporan {number} masuk",
    "body": "Sudah masuk.\n\n{link}",
    "short": "Laporan {number} masuk. {link}",
}
ADDRESS = "/kelola/pemberitahuan/received/id/"


@pytest.fixture
def console(world, now) -> Client:
    load_matrix()
    client = Client()
    client.force_login(world.national)
    return client


class TestEditor:
    """The editor …"""

    def test_shows_how_it_will_look_and_keeps_nothing(self, console):
        page = console.post(ADDRESS, WORDS | {"look": "1"}).text

        assert "Laporan 7K2M-P042-QRX masuk" in page
        assert Text.objects.filter(key="received", language="id").count() == 1

    def test_keeps_a_draft_that_a_second_person_puts_in_force(self, console, world):
        console.post(ADDRESS, WORDS | {"save": "1"})
        draft = Text.objects.get(key="received", language="id", version=2)
        assert "Menunggu orang kedua" in console.get(ADDRESS).text

        second = Client()
        second.force_login(make_officer(Role.NATIONAL_ADMIN, world.panrb))
        second.post(ADDRESS, {"approve": draft.pk})

        draft.refresh_from_db()
        assert draft.state == "approved"

    @pytest.mark.parametrize("button", ["look", "save"])
    def test_says_what_is_wrong_beside_the_field(self, console, button):
        answer = console.post(ADDRESS, WORDS | {"short": "{isi}", button: "1"})

        assert answer.status_code == 422
        assert "Tidak dikenal: {isi}" in answer.text

    def test_lists_who_is_told_of_what(self, console):
        page = console.get("/kelola/pemberitahuan/").text

        assert "case.received" in page
        assert Notice.RECEIVED.label in page

    @pytest.mark.parametrize("path", ["received/xx/", "nothing/id/"])
    def test_knows_no_other_texts(self, console, path):
        assert console.get(f"/kelola/pemberitahuan/{path}").status_code == 404


class TestDeliveries:
    """The list of messages …"""

    def test_shows_words_without_the_link_that_rates(self, console, world):
        case = receive(world)
        row = make_message(case, notice=Notice.CLOSED, state=State.DEAD)

        page = console.get(f"/kelola/kiriman/{row.pk}/").text

        assert case.number in page
        assert rating_token(case.number) not in page

    def test_sends_again_what_stands_still(self, console, world):
        case = receive(world)
        dead = make_message(case, state=State.DEAD)
        sent = make_message(case, key="e2", state=State.SENT)

        console.post("/kelola/kiriman/ulang/", {"key": [dead.pk, sent.pk, "x"]})

        states = Outgoing.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == [State.QUEUED, State.SENT]

    def test_narrows_and_shows_the_channels(self, console, world):
        make_message(receive(world), state=State.DEAD, why="the server says 550")
        ChannelState.objects.create(
            way="email", failures=7, shut_until=MONDAY.replace(hour=23), why="421"
        )

        page = console.get("/kelola/kiriman/?keadaan=dead&saluran=email").text

        assert "the server says 550" in page
        assert "Ditutup sementara" in page
        console.post("/kelola/saluran/email/buka/")
        assert ChannelState.objects.get().shut_until is None
