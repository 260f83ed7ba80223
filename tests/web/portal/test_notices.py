"""Links of messages: looking changes nothing, sending does it once."""

import pytest
from django.test import Client

from lapor.domain.cases.rules import State
from lapor.domain.feedback.models import Rating
from lapor.domain.feedback.rules import Through
from lapor.domain.notifications.models import Outgoing
from lapor.domain.notifications.queries import preference_of
from lapor.domain.notifications.queries.texts import rating_token, stop_token
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.queries import former_contacts
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER
from tests.factories.cases import make_case, receive
from tests.factories.notices import make_message

ANSWERS = {"solved": "partly", "speed": 4, "quality": 3, "manner": 5, "comment": ""}


@pytest.fixture
def closed(world, now):
    return make_case(world, State.CLOSED)


def link(case) -> str:
    return f"/nilai/{case.number}/{rating_token(case.number)}/"


class TestRatingByLink:
    """The link of a message …"""

    @pytest.mark.parametrize("method", ["get", "head", "options"])
    def test_never_votes_when_it_is_only_looked_at(self, client, closed, method):
        for _ in range(3):
            getattr(client, method)(link(closed))
        client.get(link(closed), ANSWERS)

        assert not Rating.objects.exists()

    def test_votes_once(self, client, closed):
        assert client.post(link(closed), ANSWERS).status_code == 302
        client.post(link(closed), ANSWERS | {"speed": 1})

        rating = Rating.objects.get()
        assert (rating.speed, rating.through) == (4, Through.LINK)
        assert "sudah Anda nilai" in client.get(link(closed)).text

    def test_asks_for_what_is_missing(self, client, closed):
        answer = client.post(link(closed), {"speed": 4})

        assert answer.status_code == 422
        assert not Rating.objects.exists()

    def test_is_not_for_officers(self, client, closed, world):
        client.force_login(world.admin)

        assert client.post(link(closed), ANSWERS).status_code == 403
        assert not Rating.objects.exists()

    def test_works_for_its_own_case_alone(self, client, closed, world):
        other = receive(world)

        wrong = f"/nilai/{other.number}/{rating_token(closed.number)}/"

        assert client.get(wrong).status_code == 404
        assert client.get(f"/nilai/{closed.number}/x/").status_code == 404

    def test_waits_until_the_case_is_closed(self, client, world, now):
        case = receive(world)

        assert "sesudah laporan selesai" in client.get(link(case)).text
        assert client.post(link(case), ANSWERS).status_code != 302
        assert not Rating.objects.exists()

    def test_says_nothing_of_the_case(self, client, closed):
        page = client.get(link(closed)).text

        assert closed.title not in page
        assert closed.agency.name not in page

    def test_is_guessed_a_few_times_only(self, client, closed):
        for _ in range(20):
            client.get(f"/nilai/{closed.number}/SALAH/")

        assert client.get(link(closed)).status_code == 429


class TestStopping:
    """The way out of the list …"""

    def test_takes_one_click_of_the_mail_program(self, world, now):
        case = receive(world)
        make_message(case, is_legal=True)
        make_message(case, key="e2", is_legal=False)
        address = f"/berhenti/{case.ref}/{stop_token(case.ref)}/"
        program = Client(enforce_csrf_checks=True)
        program.get(address)
        assert not preference_of(case.ref).is_muted

        answer = program.post(address, {"List-Unsubscribe": "One-Click"})

        assert answer.status_code == 200
        assert preference_of(case.ref).is_muted
        assert [row.is_legal for row in Outgoing.objects.all()] == [True]

    def test_needs_its_token(self, client, world, now):
        case = receive(world)

        answer = client.post(f"/berhenti/{case.ref}/{stop_token('case:X')}/")

        assert answer.status_code == 404
        assert not preference_of(case.ref).is_muted


class TestContact:
    """The page on which a reporter changes his contact …"""

    def test_takes_what_is_new_and_shows_nothing_of_what_was(self, holder, world, now):
        case = receive(world)
        keep_identity(
            case_number=case.number,
            person=Person(email="lama@contoh.example.id"),
            is_anonymous=False,
            by=REPORTER,
            at=now,
        )
        mine, page = holder(case), f"/laporan-saya/{case.number}/kontak/"

        shown = mine.get(page).text
        answer = mine.post(page, {"email": "baru@contoh.example.id", "phone": ""})

        assert "lama@" not in shown
        assert answer.status_code == 302
        (former,) = former_contacts({case.number})[case.number]
        assert former.address == "lama@contoh.example.id"

    @pytest.mark.parametrize(
        "given", [{"email": "", "phone": ""}, {"email": "x"}, {"phone": "dua belas"}]
    )
    def test_says_what_is_wrong(self, holder, world, now, given):
        case = receive(world)

        answer = holder(case).post(f"/laporan-saya/{case.number}/kontak/", given)

        assert answer.status_code == 422

    def test_is_shut_without_the_pass(self, client, world, now):
        case = receive(world)

        answer = client.post(
            f"/laporan-saya/{case.number}/kontak/", {"email": "x@contoh.example.id"}
        )

        assert answer.status_code in {302, 404}
        assert former_contacts({case.number}) == {}


def test_a_reporter_chooses_how_he_is_told(holder, world, now):
    case = receive(world)
    mine = holder(case)

    answer = mine.post(
        f"/laporan-saya/{case.number}/kabar/",
        {
            "ways": ["email", "sms"],
            "language": "en",
            "quiet_from": "20",
            "quiet_until": "8",
            "zone": "Asia/Jayapura",
        },
    )

    kept = preference_of(case.ref)
    assert answer.status_code == 302
    assert (kept.ways, kept.language) == (["email", "sms"], "en")
    assert (kept.quiet_from, kept.quiet_until) == (20, 8)
    assert kept.zone == "Asia/Jayapura"
