"""Cases that move: a ping-pong that ends binding, and three agencies with one answer.

Told at the doors of officers, the reporter and the public, in fake time.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Assignment, Case, Clock, Return
from lapor.domain.cases.rules import Part, State
from lapor.domain.organisations.models import Organisation
from lapor.domain.publication.models import Publication
from lapor.kernel import clock
from lapor.web import passes
from tests.factories.accounts import make_officer
from tests.factories.cases import ANSWER, MONDAY, World, category, make_world, receive
from tests.factories.desk import act, fresh, slugs
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVIDENCE = {"code": "other_level", "basis": "UU 23/2014, Lampiran C"}


class Time:
    """The clock of the doors."""

    def __init__(self) -> None:
        """Begin on a Monday morning."""
        self.moment = MONDAY + HOUR

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, amount: timedelta) -> None:
        """Let time go by."""
        self.moment += amount


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moving = Time()
    monkeypatch.setattr(clock, "now", moving)
    return moving


@pytest.fixture
def world(db: None, time: Time) -> World:
    category()
    return make_world()


class Officer:
    """An officer who logs in anew for each look: a session ends with the day."""

    def __init__(self, user: User) -> None:
        """Know who it is."""
        self.user = user

    def get(self, address: str) -> Any:
        return self._client().get(address)

    def post(self, address: str, given: dict[str, object]) -> Any:
        return self._client().post(address, given)

    def _client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client


@pytest.fixture
def as_user() -> type[Officer]:
    return Officer


@pytest.fixture
def third(world: World) -> tuple[Organisation, User]:
    """A province with an admin of its own."""
    province = agency(name="Pemerintah Provinsi Contoh", kind="province")
    return province, make_officer(Role.AGENCY_ADMIN, province)


def reporter(case: Case) -> Client:
    """Return the reporter at his page."""
    client, answer = Client(), HttpResponse()
    passes.give(answer, case.number)
    client.cookies.update(answer.cookies)
    return client


def verify(client: Officer, case: Case, **more: object) -> None:
    act(
        client,
        case,
        "disposisi",
        title="Jalan berlubang di depan pasar",
        classification="complaint_ordinary",
        group=category().pk,
        topic="",
        **more,
    )


def publish(case: Case, at: datetime) -> None:
    Publication.objects.create(
        case=case,
        title="Jalan berlubang",
        content="Jalan berlubang di depan pasar.",
        agency=case.agency,
        received_at=case.received_at,
        proposed_by="user:1",
        proposed_at=at,
        approved_by="user:2",
        visible_from=at,
    )


def test_a_ping_pong_ends_binding_and_the_reporters_clock_never_moves(
    world: World,
    time: Time,
    as_user: type[Officer],
    third: tuple[Organisation, User],
):
    province, provincial = third
    case = receive(world, title="Jalan berlubang di depan pasar")
    regency, arbiter = as_user(world.admin), as_user(world.national)
    city, above = as_user(world.other_admin), as_user(provincial)
    verify(regency, case, unit=world.regency.pk)
    promised = fresh(case).completion_due_at

    # First hop: the regency says it is the city's; the arbiter agrees.
    time.passes(3 * HOUR)
    refused = act(regency, case, "minta-dikembalikan", reason="Jalan kota.",
                  code="other_level", basis="")  # fmt: skip
    assert refused.status_code == 422
    act(regency, case, "minta-dikembalikan", reason="Ini jalan kota.",
        suggestion=world.other.name, **EVIDENCE)  # fmt: skip
    assert fresh(case).state == State.RETURN_REQUESTED
    listed = arbiter.get("/meja/sengketa/").text
    assert case.number in listed
    assert world.other.name in listed
    assert "mengikat" not in listed
    assert regency.get("/meja/sengketa/").status_code == 403
    time.passes(DAY)
    act(arbiter, case, "setujui-pengembalian", to=world.other.name)
    assert fresh(case).agency == world.other

    # Second hop: the city says it is the province's; now the decision binds.
    time.passes(2 * HOUR)
    act(city, case, "minta-dikembalikan", reason="Jalan provinsi.",
        suggestion=province.name, **EVIDENCE)  # fmt: skip
    assert "mengikat" in arbiter.get("/meja/sengketa/").text
    time.passes(DAY)
    act(arbiter, case, "setujui-pengembalian", to=province.name)

    # Third try: nobody may send it on any more.
    time.passes(HOUR)
    done = fresh(case)
    assert (done.agency, done.is_remit_settled, done.return_count) == (
        province,
        True,
        2,
    )
    assert "minta-dikembalikan" not in slugs(above, case)
    assert [r.is_binding for r in Return.objects.filter(case=case).order_by("pk")] == [
        False,
        True,
    ]

    # One clock from first to last, and everybody can read who sent it on.
    assert done.completion_due_at == promised
    assert Clock.objects.filter(case=case, timer="completion").count() == 1
    mine = reporter(case).get(f"/laporan-saya/{case.number}/").text
    publish(done, time.moment)
    shown = Client().get(f"/laporan/{case.number}/").text
    for page in (mine, shown):
        assert "Perpindahan kewenangan" in page
        assert world.regency.name in page
        assert world.other.name in page
        assert "Keputusan ini mengikat." in page
        assert "UU 23/2014" not in page
    act(above, case, "jawaban-akhir", content=ANSWER, result="fulfilled")
    assert fresh(case).state == State.ANSWERED


def test_three_agencies_handle_a_case_and_give_one_answer(
    world: World,
    time: Time,
    as_user: type[Officer],
    third: tuple[Organisation, User],
):
    province, provincial = third
    case = receive(world, title="Banjir di perbatasan kota dan kabupaten")
    lead, city, above = map(as_user, (world.admin, world.other_admin, provincial))
    verify(lead, case, unit=world.unit.pk)
    publish(fresh(case), time.moment)
    promised = fresh(case).completion_due_at
    assert city.get(f"/meja/{case.number}/").status_code == 404

    # The lead asks the city and the province; a sixth office gets a copy.
    time.passes(DAY)
    for office, task in (
        (world.other, "Bersihkan gorong-gorong."),
        (province, "Keruk muara sungai."),
    ):
        act(lead, case, "ajak", to=office.name, task=task, compulsory="on")
    act(lead, case, "tembusan", to=world.coordinator_home.name)
    assert slugs(city, case)[0] == "serahkan-bagian"
    assert case.number in city.get("/meja/?tab=shared").text
    assert case.number not in city.get("/meja/?tab=todo").text
    helpers = Assignment.objects.filter(case=case, part=Part.CONTRIBUTOR)
    assert helpers.count() == 2
    assert all(part.due_at <= promised for part in helpers)

    # No answer before both parts are in; a reader sees who is late.
    assert "jawaban-akhir" not in slugs(lead, case)
    time.passes(4 * DAY)
    act(city, case, "serahkan-bagian", content="Gorong-gorong bersih.", is_final="on")
    time.passes(30 * DAY)
    shown = Client().get(f"/laporan/{case.number}/").text
    assert province.name in shown
    assert "Terlambat" in shown
    assert "Gorong-gorong bersih." not in shown
    assert "jawaban-akhir" not in slugs(lead, case)
    act(above, case, "serahkan-bagian", content="Muara sudah dikeruk.", is_final="on")

    # One combined answer; every clock has ended, the reporter's never moved.
    page = lead.get(f"/meja/{case.number}/?aksi=jawaban-akhir")
    draft = str(page.context["form"]["content"].value())
    assert "Gorong-gorong bersih." in draft
    assert "Muara sudah dikeruk." in draft
    act(lead, case, "jawaban-akhir", content=f"{draft}\n{ANSWER}", result="fulfilled")
    done = fresh(case)
    assert (done.state, done.agency) == (State.ANSWERED, world.regency)
    assert done.completion_due_at == promised
    running = Clock.objects.filter(case=case, stopped_at=None)
    assert set(running.values_list("timer", flat=True)) == {"silence", "ombudsman"}
    mine = reporter(case).get(f"/laporan-saya/{case.number}/").text
    assert "Muara sudah dikeruk." in mine
    assert mine.count("Jawaban akhir:") == 1


def test_the_meso_tier_notes_a_meeting_and_its_decisions_are_carried_out(
    world: World, time: Time, as_user: type[Officer]
):
    case = receive(world)
    lead, meso = as_user(world.admin), as_user(world.coordinator)
    verify(lead, case, unit=world.unit.pk)
    time.passes(DAY)

    act(meso, case, "rapat", held_on="2026-03-03", participants="Kabupaten, Kota",
        notes="Dibagi menurut ruas.", text_1="Ganti lampu nomor 12",
        who_1=world.regency.pk, due_1="2026-03-09")  # fmt: skip
    page = lead.get(f"/meja/{case.number}/").text
    assert "Ganti lampu nomor 12" in page
    decision = fresh(case).meetings.get().decisions.get()
    lead.post(
        f"/meja/{case.number}/",
        {"aksi": "laksanakan-keputusan", "decision": decision.pk},
    )

    decision.refresh_from_db()
    assert decision.done_at == time.moment
    assert "Ganti lampu" not in reporter(case).get(f"/laporan-saya/{case.number}/").text
