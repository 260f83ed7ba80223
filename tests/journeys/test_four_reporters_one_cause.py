"""Four reporters, one broken road: joined, answered together, one of them objects."""

from datetime import datetime

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.cases import actions
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.rules import AnswerResult, State
from lapor.domain.deadlines.rules import Timer
from lapor.domain.ledger.models import Entry
from lapor.domain.publication import actions as publication
from lapor.domain.publication.models import Publication
from tests.factories.cases import (
    ANSWER,
    World,
    category,
    classification,
    make_world,
)
from tests.factories.organisations import region
from tests.factories.time import Time

pytestmark = pytest.mark.django_db
FIRST = {
    "title": "Jalan Melati berlubang besar di depan pasar",
    "content": "Jalan Melati di depan pasar berlubang besar, dua motor sudah jatuh.",
}
OTHERS = [
    {
        "title": "Lubang besar di Jalan Melati dekat pasar",
        "content": "Ada lubang besar di Jalan Melati dekat pasar, motor sering jatuh.",
    },
    {
        "title": "Jalan Melati rusak dan berlubang",
        "content": "Jalan Melati depan pasar rusak, berlubang besar, motor saya jatuh.",
    },
    {
        "title": "Jalan berlubang besar depan pasar Melati",
        "content": "Lubang besar di jalan depan pasar Melati, motor jatuh tiap malam.",
    },
]
NOTE = "Kontraktor lama masuk daftar hitam."
FOLLOW_UP = "Petugas sudah menutup lubang sementara dengan batu pada 4 Maret 2026."


@pytest.fixture
def world(db: None, time: Time) -> World:
    category()
    region()
    return make_world()


def as_officer(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Reporter:
    """Somebody with a browser of his own, and the receipt of his report."""

    def __init__(self, world: World, report: dict[str, str]) -> None:
        self.browser = Client()
        place = region()
        typed = {
            "classification": "complaint",
            "date_of_incident": "2026-03-01",
            "location": "Jalan Melati, depan pasar",
            "region": place.code,
            "agency": world.regency.code,
            "is_anonymous": "on",
            "consent": "on",
            **report,
        }
        before = set(Case.objects.values_list("pk", flat=True))
        answer = self.browser.post("/lapor/", typed)
        assert answer.status_code == 302, answer.content.decode()[:3_000]
        self.case = Case.objects.exclude(pk__in=before).get()
        self.number = self.case.number

    def page(self, address: str = "") -> str:
        answer = self.browser.get(f"/laporan-saya/{self.number}/{address}")
        assert answer.status_code == 200
        return answer.content.decode()

    def act(self, slug: str, **typed: str) -> None:
        answer = self.browser.post(f"/laporan-saya/{self.number}/{slug}/", typed)
        assert answer.status_code == 302, answer.content.decode()[:3_000]

    def fresh(self) -> Case:
        self.case.refresh_from_db()
        return self.case


def dispatched(world: World, case: Case, at: datetime) -> Case:
    return actions.dispatch(
        case,
        to=world.unit,
        classification=classification(),
        category=category(),
        by=world.admin,
        at=at,
    )


def clocks_of(case: Case) -> list[tuple[str, datetime]]:
    rows = Clock.objects.filter(case=case).order_by("pk")
    return [(row.timer, row.due_at) for row in rows]


def test_four_reporters_one_cause(world: World, time: Time):  # noqa: PLR0915
    # The first report is verified, dispatched and, by two persons, made public.
    first = Reporter(world, FIRST)
    time.passes(hours=2)
    parent = dispatched(world, first.case, time())
    publication.propose(parent, by=world.admin, at=time())
    shown = publication.approve(
        Publication.objects.get(case=parent), by=world.liaison, at=time()
    )
    assert shown.approved_by
    time.passes(hours=1)

    # Whoever writes of the same road is offered the first report, with reasons,
    # and may support it instead.
    writer = Client()
    offered = writer.post(
        "/lapor/serupa/", {**OTHERS[1], "location": "Jalan Melati", "region": ""}
    ).content.decode()
    assert FIRST["title"] in offered
    assert "kata yang sama" in offered
    assert f"/laporan/{first.number}/dukung/" in offered
    unlike = {"title": "KTP saya belum jadi", "content": "Sudah tiga bulan menunggu."}
    assert writer.post("/lapor/serupa/", unlike).content.decode().strip() == ""

    # Three others report all the same: nobody is turned away.
    others = [Reporter(world, report) for report in OTHERS]
    time.passes(hours=1)
    for each in others:
        dispatched(world, each.case, time())

    # The officer sees them ranked, side by side, and joins them.
    desk = as_officer(world.admin)
    listed = desk.get(f"/meja/{others[0].number}/serupa/").content.decode()
    assert first.number in listed
    for each in others:
        address = f"/meja/{each.number}/serupa/{first.number}/"
        beside = desk.get(address).content.decode()
        assert each.case.content in beside
        assert FIRST["content"] in beside
        answer = desk.post(
            address, {"putusan": "gabung", "reason": "Lubang yang sama."}
        )
        assert answer.status_code == 302
        assert each.fresh().parent == parent

    # Every reporter keeps his number, his code, his clocks; reports stay four.
    kept = {each.number: clocks_of(each.fresh()) for each in others}
    assert len({first.number, *kept}) == 4
    assert all(rows for rows in kept.values())
    statistics = Client().get("/statistik/").content.decode()
    assert "4 laporan sejak awal." in statistics
    assert "Itu 1 kasus" in statistics

    # An internal note stays where it was written.
    actions.note(parent, content=NOTE, by=world.liaison, at=time())
    time.passes(hours=1)
    actions.follow_up(parent, content=FOLLOW_UP, by=world.liaison, at=time())
    for each in others:
        told = each.page()
        assert FOLLOW_UP in told
        assert NOTE not in told
        assert each.fresh().state == State.IN_PROGRESS

    # What a joined reporter writes reaches the parent's officers, not its reporter.
    time.passes(hours=1)
    others[1].act("pesan", content="Lubang kedua ada di depan toko emas.")
    seen = as_officer(world.liaison).get(f"/meja/{first.number}/").content.decode()
    assert "Lubang kedua ada di depan toko emas." in seen
    assert "Lubang kedua" not in first.page()
    assert Entry.objects.filter(
        fact="case.joined_replied", subject=f"case:{first.number}"
    ).exists()

    # One objects: his lies elsewhere. Nobody joins it to the same again.
    time.passes(hours=1)
    objector, *staying = others
    objector.act("lepas", reason="Lubang saya di Jalan Mawar, bukan Melati.")
    assert objector.fresh().parent is None
    assert objector.case.state == State.IN_PROGRESS
    again = as_officer(world.admin).post(
        f"/meja/{objector.number}/serupa/{first.number}/", {"putusan": "gabung"}
    )
    assert again.status_code == 409
    assert "berkeberatan" in again.content.decode()
    assert "Itu 2 kasus" in Client().get("/statistik/").content.decode()

    # One answer for those who stayed; the objector waits for his own.
    time.passes(hours=1)
    actions.final_answer(
        parent,
        content=ANSWER,
        result=AnswerResult.FULFILLED,
        by=world.liaison,
        at=time(),
    )
    for each in staying:
        assert ANSWER in each.page()
        assert each.fresh().state == State.ANSWERED
        assert _timer(each.case, Timer.SILENCE)
    assert ANSWER not in objector.page()
    assert objector.fresh().state == State.IN_PROGRESS
    assert _timer(objector.case, Timer.COMPLETION)

    # Each decides for himself: one accepts, one does not, nobody else is moved.
    time.passes(days=1)
    staying[0].act("tanggapi", content="Di depan rumah saya masih berlubang.")
    assert staying[0].fresh().state == State.REPLIED
    assert staying[1].fresh().state == State.ANSWERED
    assert first.fresh().state == State.ANSWERED

    # Each opens his own case only.
    stranger = Client().get(f"/laporan-saya/{staying[0].number}/")
    assert stranger.status_code == 302


def _timer(case: Case, timer: Timer) -> bool:
    return Clock.objects.filter(case=case, timer=timer, stopped_at=None).exists()
