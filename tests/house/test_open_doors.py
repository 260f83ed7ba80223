"""What needs no permission of the table, and what it must not open."""

from datetime import datetime

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.kernel import clock
from lapor.web import access, passes
from tests.factories.accounts import make_officer
from tests.factories.addresses import addresses, make_things
from tests.factories.cases import (
    MONDAY,
    World,
    category,
    make_world,
    receive,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = MONDAY.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def world(db: None, now: datetime) -> World:
    category()
    return make_world()


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows() -> dict[str, list[str]]:
    """Return every row of every table of ours; logging in leaves a time, no more."""
    return {
        model._meta.label: sorted(
            repr({k: v for k, v in row.items() if k != "last_login"})
            for row in model._default_manager.values()
        )
        for model in apps.get_models()
        if model.__module__.startswith("lapor.")
    }


def holder(case: Case) -> Client:
    """Return a visitor with the pass of one case."""
    from django.http import HttpResponse  # noqa: PLC0415

    client, answer = Client(), HttpResponse()
    passes.give(answer, case.number)
    client.cookies.update(answer.cookies)
    return client


class TestReporter:
    """The pass of one case …"""

    def test_opens_no_other(self, world: World):
        mine, other = receive(world), receive(world)
        file = make_things(world, other).file
        client, before = holder(mine), rows()

        for page in ("", "mengapa/", "cabut/", f"berkas/{file.key}/"):
            url = f"/laporan-saya/{other.number}/{page}"
            assert client.get(url)["Location"].startswith("/lacak/"), page
        for act in ("cabut", "pesan", "terima", "lindungi"):
            url = f"/laporan-saya/{other.number}/{act}/"
            answer = client.post(url, {"reason": "sudah beres", "content": "x"})
            assert answer["Location"].startswith("/lacak/"), act
        own = f"/laporan-saya/{mine.number}/berkas/{file.key}/"
        assert client.get(own).status_code == 404
        assert rows() == before


class TestSubmission:
    """A report from the web …"""

    def test_sets_nothing_but_the_fields_of_the_form(self, world: World):
        typed = {
            "classification": "aspiration",
            "title": "Lampu jalan mati di depan pasar",
            "content": "Lampu jalan di depan pasar mati sejak seminggu.",
            "location": "Pasar",
            "is_anonymous": "on",
            "consent": "on",
            "state": "closed",
            "number": "0000-0000-000",
            "channel": "import",
            "entered_by": "user:1",
            "received_at": "2020-01-01",
            "due_at": "2030-01-01",
            "agency_id": world.other.pk,
            "unit": world.unit.pk,
            "programme": "mudik",
            "escalated_at": "2020-01-01",
        }

        Client().post("/lapor/", typed)

        case = Case.objects.get()
        assert (case.state, case.channel) == (State.RECEIVED, "web")
        assert (case.entered_by, case.programme, case.unit) == ("", "", None)
        assert (case.received_at, case.escalated_at) == (clock.now(), None)
        assert case.agency == world.panrb


FREE_OF_TOKENS = {
    "portal:language",  # changes the language of the reader and nothing else
    "hooks:ombudsman_status",  # signed by the other side
    "hooks:sms",
    "hooks:social",
    "hooks:telegram",  # a secret of its own
    "hooks:whatsapp",
}


class TestTokens:
    """Every route that changes something …"""

    def test_asks_for_the_token_of_the_form(self, world: World):
        case = receive(world)
        things = make_things(world, case)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(world.national)
        urls = addresses(things)  # makes what they lead to
        urls.pop("portal:stop")  # one click in a mail program; its link is the token
        before, wrong = rows(), {}
        for name, url in urls.items():
            answer = strict.post(url)
            is_stopped = answer.status_code == 403 and "tidak berasal" in answer.text
            if not is_stopped and answer.status_code != 405:
                wrong[name] = answer.status_code

        assert set(wrong) - FREE_OF_TOKENS <= {"portal:report"}
        assert wrong.get("portal:report") == 403  # given back with a fresh token
        assert rows() == before


class TestDoors:
    """Every door of officers …"""

    def test_is_shut_to_strangers_and_to_who_has_no_mandate_any_more(
        self, world: World
    ):
        things = make_things(world, receive(world))
        idle = make_officer(Role.CLERK, world.regency)
        idle.grants.update(revoked_at=MONDAY)
        gone = make_officer(Role.NATIONAL_ADMIN, world.panrb)
        gone.is_active = False
        gone.save()
        public = {access.Open.PUBLIC, access.Open.REPORTER}
        for name, url in addresses(things).items():
            need = access.TABLE[name]
            if need in public:
                continue
            for client in (Client(), as_user(gone)):
                assert client.get(url)["Location"].startswith("/masuk/"), name
            if need is not access.Open.MEMBER:
                assert as_user(idle).get(url).status_code == 403, name

    def test_leads_back_to_our_own_pages_only(self, world: World):
        for target in ("https://jahat.example/", "//jahat.example", "/\\jahat.example"):
            answer = Client().post(
                f"{reverse('account_login')}?next={target}",
                {"login": world.admin.username, "password": "lapor-demo"},
            )
            assert "jahat" not in answer.headers.get("Location", ""), target
