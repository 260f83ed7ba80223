"""A planted person and a planted note: nobody meets them who may not (domain §9)."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import TABLE, Action, Protection, Role
from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.ledger.models import Entry
from lapor.domain.publication.models import Publication
from tests.factories.accounts import make_officer
from tests.factories.addresses import addresses, make_things
from tests.factories.cases import HOUR, MONDAY, World, category, dispatch

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.long]
NAME, EMAIL, PHONE = "Zzcanary Siti", "zzcanary@contoh.id", "081298765432"
SIGNS = ("zzcanary", b"zzcanary".hex(), "81298765432")
NOTE = "Zzcatatan hanya untuk petugas"
NOTE_SIGNS = ("zzcatatan",)
REPORT = {
    "classification": "complaint",
    "title": "Lampu jalan mati di depan pasar",
    "content": "Lampu jalan di depan pasar mati sejak seminggu, jalan gelap.",
    "date_of_incident": "2026-03-01",
    "location": "Jalan Raya 1",
    "name": NAME,
    "email": EMAIL,
    "phone": PHONE,
    "consent": "on",
}


@pytest.fixture
def people(world: World) -> dict[str, User]:
    """One officer of each role."""
    return world.officers | {
        "deputy": make_officer(Role.DEPUTY_ADMIN, world.regency),
        "developer": make_officer(Role.DEVELOPER, world.panrb),
    }


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(world: World, door: str, *, anonymous: bool, secret: bool) -> Case:
    """Report through a door of the house, with name, e-mail and telephone."""
    known = set(Case.objects.values_list("pk", flat=True))
    typed = REPORT | {"agency": world.regency.code}
    typed |= {"is_anonymous": "on"} if anonymous else {}
    typed |= {"is_secret": "on"} if secret else {}
    if door == "web":
        answer = Client().post("/lapor/", typed)
    else:
        clerk = as_user(world.clerk)
        answer = clerk.post("/meja/loket/", typed | {"channel": "walk_in"})
    assert answer.status_code == 302, answer.text
    return Case.objects.exclude(pk__in=known).get()


@pytest.fixture
def cases(world: World, now) -> list[Case]:
    """Cases of all protections from both doors, worked on, some public, some handed on.

    One belongs to a priority programme, one was handed to the Ombudsman.
    """
    category()
    made = [
        send(world, door, anonymous=anonymous, secret=secret)
        for door in ("web", "counter")
        for anonymous in (False, True)
        for secret in (False, True)
    ]
    for number, new in enumerate(made):
        case = dispatch(world, new, at=now)
        actions.note(case, content=NOTE, by=world.admin, at=now)
        actions.follow_up(
            case, content="Petugas menuju lokasi.", by=world.liaison, at=now
        )
        if not case.is_secret:
            publish(case)
        if number == 1:
            Case.objects.filter(pk=case.pk).update(programme="mudik")
        if number == 3:
            Case.objects.filter(pk=case.pk).update(escalated_at=now)
    return list(Case.objects.order_by("pk"))


def publish(case: Case) -> None:
    Publication.objects.create(
        case=case,
        title=case.title,
        content=case.content,
        agency=case.agency,
        received_at=case.received_at,
        proposed_by="user:1",
        proposed_at=MONDAY,
        approved_by="user:2",
        visible_from=MONDAY - HOUR,
    )


def whole(answer: HttpResponseBase) -> str:
    """Return headers and body as text, a workbook unpacked."""
    body = answer.getvalue()  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return f"{answer.headers} {answer.cookies} {body.decode('utf-8', 'replace')}"  # type: ignore[attr-defined]


def leaks(text: str, signs: tuple[str, ...] = SIGNS) -> bool:
    """Say whether a text gives the person away, however the number is written."""
    plain = text.lower()
    bare = re.sub(r"[ .()-]", "", plain)
    return any(sign in plain or sign in bare for sign in signs)


def pages(world: World, cases: list[Case]) -> Iterator[str]:
    """Yield every address of the table, those of a case once for each case."""
    first, *rest = cases
    things = make_things(world, first)
    yield from addresses(things).values()
    for case in rest:
        yield f"/meja/{case.number}/"
        yield f"/meja/{case.number}/riwayat/"
        yield f"/laporan/{case.number}/"
    yield "/meja/?tab=done"
    for kind in ("csv", "xlsx"):
        yield f"/meja/ekspor/?bentuk={kind}"
        yield f"/kelola/daftar/accounts/{kind}/"


class TestPerson:
    """Who reported …"""

    def test_stands_on_no_page_of_any_role_in_no_log_mail_or_row(
        self, world: World, people, cases: list[Case], caplog
    ):
        caplog.set_level(logging.DEBUG)
        everywhere = list(pages(world, cases))
        found = [
            (name, page)
            for name, client in {
                "stranger": Client(),
                **{name: as_user(user) for name, user in people.items()},
            }.items()
            for page in everywhere
            if leaks(whole(client.get(page)))
        ]

        assert found == []
        assert not leaks(caplog.text)
        assert not any(leaks(str(m.message())) for m in mail.outbox)
        assert [table for table in tables() if leaks(dump(table))] == []

    def test_is_found_by_nobody_who_looks_for_it(
        self, world: World, people, cases: list[Case]
    ):
        for user in people.values():
            for words in (NAME, EMAIL, PHONE):
                page = as_user(user).get("/meja/cari/", {"q": words})
                assert not any(case.number in page.text for case in cases), words
        assert not any(
            case.number in Client().get("/laporan/", {"q": NAME}).text for case in cases
        )

    def test_is_not_found_by_contact_when_anonymous_and_by_nobody_who_may_not_look(
        self, world: World, people, cases: list[Case]
    ):
        before = Entry.objects.filter(fact="contact.searched").count()
        asked = 0
        for name, user in people.items():
            for contact in (PHONE, EMAIL):
                answer = as_user(user).post("/meja/cari/kontak/", {"contact": contact})
                asked += answer.status_code == 200
                for case in cases:
                    if case.number in answer.text:
                        assert may_look(name, user, case), name
                        assert not case.is_anonymous

        looks = Entry.objects.filter(fact="contact.searched").count() - before
        assert looks == asked > 0
        assert not leaks(dump(Entry._meta.db_table))

    def test_is_shown_to_whom_the_table_names_and_each_look_is_on_record(
        self, world: World, people, cases: list[Case]
    ):
        shown = 0
        for name, user in people.items():
            client = as_user(user)
            for case in cases:
                answer = client.post(
                    f"/meja/{case.number}/identitas/", {"reason": "contact"}
                )
                assert leaks(whole(answer)) == may_look(name, user, case), name
                shown += leaks(whole(answer))

        looks = Entry.objects.filter(fact="identity.viewed")
        assert looks.count() == shown > 0
        assert not leaks(dump(Entry._meta.db_table))

    def test_would_be_noticed(self, world: World, cases: list[Case]):
        assert leaks(f"<td>{NAME.upper()}</td>")
        assert leaks("+62 812-9876-5432")
        assert not leaks(REPORT["content"])


#: Who stands near enough to the cases of this file to read them.
NEAR = frozenset({"admin", "deputy", "liaison", "national"})


def may_look(name: str, user: User, case: Case) -> bool:
    """Read from the table whether this look is allowed."""
    protections = frozenset(
        kind
        for kind, is_on in (
            (Protection.ANONYMOUS, case.is_anonymous),
            (Protection.SECRET, case.is_secret),
        )
        if is_on
    )
    is_near = (
        name in NEAR
        or (name == "clerk" and case.entered_by == user.actor.ref)
        or (name == "ombudsman" and case.escalated_at is not None)
    )
    role = user.grants.get().role
    return is_near and any(
        rule.covers(protections)
        for rule in TABLE
        if (rule.role, rule.action) == (role, Action.SEE_IDENTITY)
    )


def tables() -> list[str]:
    """Return all tables there are, those of the queue and the sessions too."""
    return connection.introspection.table_names()


def dump(table: str) -> str:
    """Return every row of a table as text; bytes come as hexadecimal digits."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, E'\\n') FROM \"{table}\" t")
        return cursor.fetchone()[0] or ""


class TestNote:
    """A note among officers …"""

    def test_never_reaches_the_reporter_or_the_public(
        self, world: World, cases: list[Case], holder
    ):
        for case in cases:
            mine = holder(case)
            for page in ("", "mengapa/"):
                answer = mine.get(f"/laporan-saya/{case.number}/{page}")
                assert answer.status_code == 200
                assert not leaks(whole(answer), NOTE_SIGNS)
        stranger = Client()
        for page in pages(world, cases):
            assert not leaks(whole(stranger.get(page)), NOTE_SIGNS), page

    def test_is_read_by_officers(self, world: World, cases: list[Case]):
        page = as_user(world.liaison).get(f"/meja/{cases[0].number}/")

        assert leaks(whole(page), NOTE_SIGNS)
