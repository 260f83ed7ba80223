"""Over HTTP nobody reaches further than the permission table lets him.

The relations of officers to cases are written down here by hand; the rest of what is
expected follows from the table, without asking the policies that are under test.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.apps import apps
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import TABLE, Action, Protection, Relation, Role
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import LIFE, State
from lapor.domain.reporters.actions import keep_identity
from lapor.kernel import clock
from lapor.kernel.actor import REPORTER
from lapor.web import passes
from lapor.web.desk import offers as desk_offers
from lapor.web.desk.together import CARRY_OUT
from tests.factories.accounts import make_officer
from tests.factories.addresses import make_things
from tests.factories.cases import (
    ANSWER,
    MONDAY,
    World,
    category,
    classification,
    dispatch,
    make_case,
    make_world,
    receive,
)
from tests.factories.reporters import person

pytestmark = [pytest.mark.django_db, pytest.mark.long]
AGENCY = {
    "unit": Relation.AGENCY,
    "agency": Relation.AGENCY,
    "counter": Relation.AGENCY,
}
OTHERS = ("foreign", "tagged", "consented")
STANDING: dict[str, dict[str, Relation]] = {
    "national": {kind: Relation.ANY for kind in (*AGENCY, *OTHERS)},
    "admin": AGENCY,
    "deputy": AGENCY,
    "leader": AGENCY,
    "auditor": AGENCY,
    "liaison": {"unit": Relation.UNIT},
    "clerk": {"counter": Relation.OWN},
    "other_admin": {kind: Relation.AGENCY for kind in OTHERS},
    "coordinator": {kind: Relation.OVERSEEN for kind in AGENCY},
    "programme": {"tagged": Relation.TAGGED},
    "ombudsman": {"consented": Relation.CONSENTED},
    "system": {kind: Relation.ANY for kind in (*AGENCY, *OTHERS)},
    "developer": {},
}
PROTECTIONS: dict[str, frozenset[Protection]] = {
    "open": frozenset(),
    "anonymous": frozenset({Protection.ANONYMOUS}),
    "secret": frozenset({Protection.SECRET}),
    "both": frozenset(Protection),
}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = MONDAY.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def world(db: None, now: datetime) -> World:
    category()
    return make_world()


@pytest.fixture
def people(world: World) -> dict[str, User]:
    """One officer of each role, by the names of STANDING."""
    return world.officers | {
        "deputy": make_officer(Role.DEPUTY_ADMIN, world.regency),
        "developer": make_officer(Role.DEVELOPER, world.panrb),
    }


def role_of(user: User) -> Role:
    return Role(user.grants.get().role)


def allows(
    user: User, name: str, kind: str, protection: str, action: Action | None
) -> bool:
    """Read the answer from the table."""
    return any(
        rule.covers(PROTECTIONS[protection])
        for rule in TABLE
        if (rule.role, rule.action) == (role_of(user), action)
        and rule.relation == STANDING[name].get(kind)
    )


def has_business(user: User, *actions: Action) -> bool:
    return any(r.role == role_of(user) and r.action in actions for r in TABLE)


def make_kind(world: World, kind: str, protection: str) -> Case:
    """Make a case that stands to the officers in one way, under one protection."""
    case = receive(
        world,
        agency=world.other if kind in OTHERS else world.regency,
        anonymous=Protection.ANONYMOUS in PROTECTIONS[protection],
        secret=Protection.SECRET in PROTECTIONS[protection],
        entered_by=world.clerk.actor.ref if kind == "counter" else "",
    )
    if kind == "unit":
        case = dispatch(world, case, at=MONDAY)
    if kind == "tagged":
        Case.objects.filter(pk=case.pk).update(programme="mudik")
    if kind == "consented":
        Case.objects.filter(pk=case.pk).update(escalated_at=MONDAY)
    keep_identity(
        case_number=case.number,
        person=person(case.pk % 1000),
        is_anonymous=case.is_anonymous,
        by=REPORTER,
        at=MONDAY,
    )
    return case


def every_case(world: World) -> dict[tuple[str, str], Case]:
    return {
        (kind, protection): make_kind(world, kind, protection)
        for kind in (*AGENCY, *OTHERS)
        for protection in PROTECTIONS
    }


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mismatches(
    people: dict[str, User],
    cases: dict[tuple[str, str], Case],
    ask: Callable[[Client, Case], int],
    expect: Callable[[User, str, str, str], int],
) -> Iterator[str]:
    """Yield where the answer over HTTP is not the one of the table."""
    for name, user in people.items():
        client = as_user(user)
        for (kind, protection), case in cases.items():
            got, due = ask(client, case), expect(user, name, kind, protection)
            if got != due:
                yield f"{name} {kind} {protection}: {got}, should be {due}"


def open_case(client: Client, case: Case) -> int:
    return client.get(f"/meja/{case.number}/").status_code


def open_history(client: Client, case: Case) -> int:
    return client.get(f"/meja/{case.number}/riwayat/").status_code


def look_at_reporter(client: Client, case: Case) -> int:
    url = f"/meja/{case.number}/identitas/"
    return client.post(url, {"reason": "contact"}).status_code


def listed_to_others(
    people: dict[str, User], cases: dict[tuple[str, str], Case]
) -> Iterator[tuple[str, str, str]]:
    """Yield whom a list, a search or an export shows what he may not read."""
    lists = ("/meja/cari/?q=lampu+jalan", "/meja/?tab=done", "/meja/", "/meja/ekspor/")
    for name, user in people.items():
        client = as_user(user)
        shown = b"".join(client.get(page).getvalue() for page in lists).decode()
        for (kind, protection), case in cases.items():
            may = allows(user, name, kind, protection, Action.READ_CASE)
            if case.number in shown and not may:
                yield name, kind, protection


class TestCases:
    """A case of another …"""

    @pytest.mark.slow
    def test_is_open_to_whom_the_table_names_and_missing_for_the_rest(
        self, world: World, people: dict[str, User]
    ):
        def expect(user: User, name: str, kind: str, protection: str) -> int:
            if not has_business(user, Action.READ_CASE):
                return 403
            readable = allows(user, name, kind, protection, Action.READ_CASE)
            return 200 if readable else 404

        cases = every_case(world)
        told = {k: c for k, c in cases.items() if k[0] == "unit" or k[1] != "secret"}
        some = {k: c for k, c in cases.items() if k == ("unit", "both")}
        assert list(mismatches(people, told, open_case, expect)) == []
        assert list(mismatches(people, some, open_history, expect)) == []
        assert list(listed_to_others(people, cases)) == []

    @pytest.mark.slow
    def test_shows_its_reporter_to_whom_the_table_names(
        self, world: World, people: dict[str, User]
    ):
        def expect(user: User, name: str, kind: str, protection: str) -> int:
            if not allows(user, name, kind, protection, Action.READ_CASE):
                return 404
            seen = allows(user, name, kind, protection, Action.SEE_IDENTITY)
            return 200 if seen else 403

        cases = every_case(world)
        lookers = {
            name: user
            for name, user in people.items()
            if has_business(user, Action.SEE_IDENTITY)
        }
        assert list(mismatches(lookers, cases, look_at_reporter, expect)) == []
        anyone = cases["unit", "open"]
        for name in set(people) - set(lookers):
            assert look_at_reporter(as_user(people[name]), anyone) == 403, name

    @pytest.mark.slow
    def test_gives_its_files_to_its_readers_only(
        self, world: World, people: dict[str, User]
    ):
        case = make_kind(world, "unit", "secret")
        file = make_things(world, case).file
        found = {
            name: as_user(user).get(f"/berkas/{file.key}/").status_code
            for name, user in people.items()
            if not allows(user, name, "unit", "secret", Action.READ_CASE)
        }
        assert set(found.values()) == {404}
        assert {"other_admin", "clerk", "coordinator", "system"} <= set(found)
        assert Client().get(f"/berkas/{file.key}/").status_code == 404


def slugs() -> list[str]:
    """Return the address part of every act of the desk."""
    found = {offer.slug for offer in desk_offers.OFFERS.values()}
    public = (desk_offers.PROPOSE, desk_offers.APPROVE, desk_offers.HIDE)
    by_row = (desk_offers.KEEP_PROMISE, CARRY_OUT)
    found |= {offer.slug for offer in (*public, *by_row)}
    return sorted(found)


def filled(world: World, other: Case | None = None) -> dict[str, object]:
    """Return fields that satisfy the form of any act."""
    return {
        "langkah": "kirim",
        "content": ANSWER,
        "reason": "Alasan yang cukup panjang.",
        "code": "other_level",
        "basis": "UU 23/2014",
        "task": "Perbaiki bagian Anda.",
        "question": "Milik siapa jalan ini?",
        "due_on": "2026-03-06",
        "is_final": "on",
        "held_on": "2026-03-02",
        "participants": "Dinas A",
        "text_1": "Diperbaiki",
        "who_1": world.regency.pk,
        "due_1": "2026-03-09",
        "advice": "Sampaikan lagi.",
        "title": "Judul yang jelas sekali",
        "classification": classification().pk,
        "group": category().pk,
        "unit": world.unit.pk,
        "to": world.other.code,
        "result": "fulfilled",
        "missing": "Foto atau bukti",
        "is_secret": "on",
        "is_anonymous": "on",
        "receiver": "panrb",
        "into": other.number if other else "",
        "promise": 1,
        "decision": 1,
        "part": 1,
    }


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


class TestActs:
    """No act …"""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "state",
        [State.RECEIVED, State.DISPATCHED, State.RETURN_REQUESTED, State.CLOSED],
    )
    def test_reaches_a_case_one_may_not_read(
        self, world: World, people: dict[str, User], state: State
    ):
        case = make_case(world, state)
        kind = "agency" if state == State.RECEIVED else "unit"
        data = filled(world, receive(world, agency=world.other))
        before, wrong = rows(), []
        for name, user in people.items():
            if allows(user, name, kind, "open", Action.READ_CASE):
                continue
            client = as_user(user)
            for slug in slugs():
                url = f"/meja/{case.number}/"
                status = client.post(url, data | {"aksi": slug}).status_code
                if status not in {403, 404}:
                    wrong.append((name, slug, status))

        assert wrong == []
        assert rows() == before

    @pytest.mark.slow
    def test_is_done_by_a_reader_who_may_only_read(
        self, world: World, people: dict[str, User]
    ):
        case = make_case(world, State.DISPATCHED)
        data = filled(world)
        before, wrong = rows(), []
        for name, user in people.items():
            if not allows(user, name, "unit", "open", Action.READ_CASE):
                continue
            for act, offer in desk_offers.OFFERS.items():
                steps = [s for s in LIFE if s.act == act and case.state in s.sources]
                if any(
                    allows(user, name, "unit", "open", s.doer.action) for s in steps
                ):
                    continue
                answer = as_user(user).post(
                    f"/meja/{case.number}/", data | {"aksi": offer.slug}
                )
                if answer.status_code not in {403, 404, 409}:
                    wrong.append((name, offer.slug, answer.status_code))

        assert wrong == []
        assert rows() == before

    def test_takes_a_unit_of_another_agency(self, world: World):
        case = make_case(world, State.DISPATCHED)
        before = rows()

        answer = as_user(world.admin).post(
            f"/meja/{case.number}/", {"aksi": "unit", "unit": world.other.pk}
        )

        assert answer.status_code == 422
        assert rows() == before

    def test_merges_into_a_case_one_may_not_read(self, world: World):
        case, foreign = receive(world), receive(world, agency=world.other)
        before = rows()

        answer = as_user(world.admin).post(
            f"/meja/{case.number}/",
            filled(world, foreign) | {"aksi": "gabungkan"},
        )

        assert answer.status_code == 422
        assert rows() == before

    def test_takes_more_fields_than_its_form_has(self, world: World):
        case = make_case(world, State.DISPATCHED)
        more = {
            "state": "closed",
            "agency": world.other.pk,
            "agency_id": world.other.pk,
            "is_secret": "on",
            "due_at": "2030-01-01",
            "number": "0000-0000-000",
            "author": "user:1",
            "by": world.national.pk,
            "at": "2020-01-01T00:00:00Z",
            "visibility": "officers",
        }

        as_user(world.liaison).post(
            f"/meja/{case.number}/",
            {"aksi": "tindak-lanjut", "langkah": "kirim", "content": ANSWER} | more,
        )

        fresh = Case.objects.get(pk=case.pk)
        message = fresh.messages.order_by("pk").last()
        assert (fresh.state, fresh.agency) == (State.IN_PROGRESS, world.regency)
        assert (fresh.number, fresh.is_secret) == (case.number, False)
        assert message.author == world.liaison.actor.ref
        assert message.created_at == clock.now()
        assert message.visibility != "officers"

    def test_switches_a_protection_off(self, world: World):
        case = receive(world, anonymous=True, secret=True)

        for client, url in (
            (as_user(world.national), f"/meja/{case.number}/"),
            (holder(case), f"/laporan-saya/{case.number}/lindungi/"),
        ):
            client.post(
                url, {"aksi": "lindungi", "is_anonymous": "false", "is_secret": ""}
            )

        fresh = Case.objects.get(pk=case.pk)
        assert (fresh.is_anonymous, fresh.is_secret) == (True, True)


def holder(case: Case) -> Client:
    """Return a visitor with the pass of one case."""
    from django.http import HttpResponse  # noqa: PLC0415

    client, answer = Client(), HttpResponse()
    passes.give(answer, case.number)
    client.cookies.update(answer.cookies)
    return client
