from datetime import datetime, timedelta
from itertools import count

import pytest
from django.test import Client

from lapor.domain.cases.rules import State
from lapor.domain.publication import actions
from lapor.domain.publication.models import Comment, Publication, Support
from lapor.kernel import clock, effort
from tests.factories.cases import HOUR, MONDAY, World, make_case

NOW = MONDAY + 6 * HOUR


class Time:
    """The clock of the doors."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch, now) -> Time:
    moving = Time()
    monkeypatch.setattr(clock, "now", moving)
    return moving


@pytest.fixture
def shown(world: World) -> Publication:
    case = make_case(world, State.IN_PROGRESS)
    copy = actions.propose(case, by=world.admin, at=MONDAY + 3 * HOUR)
    return actions.approve(copy, by=world.liaison, at=MONDAY + 3 * HOUR)


def vote(client: Client, page: str, wish: str = "dukung", *, work: bool = True) -> int:
    token = client.get(page).context["form"]["token"].value()
    answer = ""
    if work:
        answer = next(str(n) for n in count() if effort.is_worked_for(token, str(n)))
    typed = {"token": token, "answer": answer, "aksi": wish}
    return client.post(page, typed).status_code


class TestVoice:
    """The page of support …"""

    def test_counts_a_browser_once_and_another_too(self, shown, time):
        page = f"/laporan/{shown.case.number}/dukung/"
        mine, other = Client(), Client(REMOTE_ADDR="10.9.8.7")

        assert vote(mine, page) == 302
        assert vote(mine, page) == 302
        assert vote(other, page) == 302

        assert Support.objects.count() == 2
        public = Client().get(f"/laporan/{shown.case.number}/").content.decode()
        assert "2 orang mendukung laporan ini." in public
        assert vote(mine, page, "batal-dukung") == 302
        assert Support.objects.count() == 1

    def test_without_a_script_a_short_wait_is_enough(self, shown, time):
        page = f"/laporan/{shown.case.number}/dukung/"
        client = Client()
        token = client.get(page).context["form"]["token"].value()
        typed = {"token": token, "aksi": "dukung"}

        early = client.post(page, typed)
        assert early.status_code == 422
        assert "Tunggu 20 detik" in early.content.decode()
        time.moment += timedelta(seconds=20)
        assert client.post(page, typed).status_code == 302

    def test_a_robot_pays_for_each(self, shown, time):
        page = f"/laporan/{shown.case.number}/dukung/"
        client = Client()
        token = client.get(page).context["form"]["token"].value()
        answer = next(str(n) for n in count() if effort.is_worked_for(token, str(n)))
        typed = {"token": token, "answer": answer, "aksi": "dukung"}

        assert client.post(page, typed).status_code == 302
        assert Client().post(page, typed).status_code == 422
        assert Support.objects.count() == 1

    def test_following_fills_the_list_of_this_browser_only(self, shown, time):
        page = f"/laporan/{shown.case.number}/dukung/"
        client = Client()
        vote(client, page, "ikuti")

        assert shown.title in client.get("/laporan/diikuti/").content.decode()
        assert shown.title not in Client().get("/laporan/diikuti/").content.decode()
        vote(client, page, "berhenti")
        assert shown.title not in client.get("/laporan/diikuti/").content.decode()

    def test_is_not_there_for_what_is_not_public(self, world: World, time):
        case = make_case(world, State.IN_PROGRESS)

        for page in ("dukung", "komentar"):
            address = f"/laporan/{case.number}/{page}/"
            assert Client().get(address).status_code == 404

    @pytest.mark.parametrize("cookie", ["x", "a:b:c", "", "é"])
    def test_a_made_up_cookie_is_somebody_new(self, shown, time, cookie: str):
        client = Client()
        client.cookies["suara"] = cookie

        page = client.get(f"/laporan/{shown.case.number}/dukung/")

        assert page.status_code == 200


class TestComment:
    """A comment …"""

    def test_waits_for_an_officer_and_is_then_read_by_all(self, world, shown, time):
        number = shown.case.number
        page, client = f"/laporan/{number}/komentar/", Client()
        token = client.get(page).context["form"]["token"].value()
        time.moment += timedelta(seconds=30)
        typed = {"token": token, "content": "Di gang sebelah juga padam."}

        assert client.post(page, typed | {"content": "x"}).status_code == 422
        assert client.post(page, typed).status_code == 302
        public = f"/laporan/{number}/"
        assert "gang sebelah" not in Client().get(public).content.decode()
        officer = Client()
        officer.force_login(world.liaison)
        assert "gang sebelah" in officer.get("/meja/komentar/").content.decode()
        decide = f"/meja/komentar/{Comment.objects.get().pk}/"
        assert officer.post(decide, {"keputusan": "apa saja"}).status_code == 422
        assert officer.post(decide, {"keputusan": "tayangkan"}).status_code == 302
        assert officer.post(decide, {"keputusan": "tayangkan"}).status_code == 404
        assert "gang sebelah" in Client().get(public).content.decode()

    def test_is_decided_by_nobody_else(self, world, shown, time):
        made = actions.comment(
            shown, content="Halo semua.", visitor=actions.Visitor("a", "b"), at=NOW
        )
        stranger = Client()
        stranger.force_login(world.other_admin)

        page = f"/meja/komentar/{made.pk}/"
        assert stranger.post(page, {"keputusan": "tayangkan"}).status_code == 404
