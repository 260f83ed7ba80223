"""Looking at who reported."""

import pytest
from django.db import transaction

from lapor.domain.cases.models import Case
from lapor.domain.ledger.models import Entry
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER
from tests.factories.cases import MONDAY, World, receive

NAME = "Siti Kenari Planted"


def known_case(world: World, *, anonymous: bool = False) -> Case:
    case = receive(world, anonymous=anonymous)
    with transaction.atomic():
        keep_identity(
            case_number=case.number,
            person=Person(name=NAME, phone="081234567890"),
            is_anonymous=anonymous,
            by=REPORTER,
            at=MONDAY,
        )
    return case


class TestIdentity:
    """/meja/<number>/identitas/ …"""

    @pytest.mark.django_db(transaction=True)
    def test_shows_it_once_for_a_reason_and_writes_the_look_down(self, world, as_user):
        case = known_case(world)

        page = as_user(world.admin).post(
            f"/meja/{case.number}/identitas/", {"reason": "contact"}
        )

        assert NAME in page.text
        assert "no-store" in page["Cache-Control"]
        entry = Entry.objects.get(fact="identity.viewed")
        assert entry.actor == world.admin.actor.ref
        assert NAME not in str(entry.data)

    @pytest.mark.django_db(transaction=True)
    def test_asks_for_a_reason_from_the_list(self, world, as_user):
        case = known_case(world)

        page = as_user(world.admin).post(
            f"/meja/{case.number}/identitas/", {"reason": "ingin tahu"}
        )

        assert page.status_code == 422
        assert NAME not in page.text
        assert not Entry.objects.filter(fact="identity.viewed").exists()

    def test_never_opens_an_anonymous_reporter(self, world, as_user):
        case = known_case(world, anonymous=True)

        for user in (world.admin, world.national):
            client = as_user(user)
            answer = client.post(
                f"/meja/{case.number}/identitas/", {"reason": "contact"}
            )
            assert answer.status_code == 403
            assert "Lihat identitas" not in client.get(f"/meja/{case.number}/").text

    def test_is_not_shown_by_following_a_link(self, world, as_user):
        case = known_case(world)

        answer = as_user(world.admin).get(f"/meja/{case.number}/identitas/")

        assert answer.status_code == 405

    def test_stands_on_no_other_page_of_the_desk(self, world, as_user):
        case = known_case(world)
        client = as_user(world.admin)

        for address in (
            "/meja/",
            f"/meja/{case.number}/",
            f"/meja/{case.number}/riwayat/",
            "/meja/cari/?q=kenari",
            "/meja/ekspor/",
        ):
            answer = client.get(address)
            assert NAME.encode() not in answer.getvalue(), address
