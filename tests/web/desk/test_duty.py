"""Leave and packets of posts at the desk."""

import pytest
from django.test import Client

from lapor.domain.accounts.models import Leave
from lapor.domain.cases.rules import State
from lapor.domain.escalation.models import PostHandover
from tests.factories.cases import World, make_case


@pytest.fixture
def admin(world: World, as_user) -> Client:
    return as_user(world.admin)


@pytest.fixture
def liaison(world: World, as_user) -> Client:
    return as_user(world.liaison)


@pytest.fixture
def clerk(world: World, as_user) -> Client:
    return as_user(world.clerk)


class TestLeave:
    """Leave …"""

    def test_is_entered_and_cancelled_by_oneself(self, world: World, liaison):
        sent = {
            "first_on": "2026-03-09",
            "last_on": "2026-03-13",
            "deputy": str(world.clerk.pk),
        }

        answer = liaison.post("/meja/tugas/", sent)
        leave = Leave.objects.get()
        page = liaison.get("/meja/tugas/").content.decode()

        assert answer.status_code == 302
        assert (leave.user, leave.deputy) == (world.liaison, world.clerk)
        assert "9 Maret 2026" in page
        liaison.post(f"/meja/tugas/cuti/{leave.pk}/batal/")
        assert "Belum ada cuti" in liaison.get("/meja/tugas/").content.decode()

    def test_of_somebody_else_is_not_found(self, world: World, liaison, admin):
        liaison.post(
            "/meja/tugas/", {"first_on": "2026-03-09", "last_on": "2026-03-13"}
        )

        answer = admin.post(f"/meja/tugas/cuti/{Leave.objects.get().pk}/batal/")

        assert answer.status_code == 404

    def test_with_odd_days_comes_back_with_a_sentence(self, world: World, liaison):
        answer = liaison.post(
            "/meja/tugas/", {"first_on": "2026-03-13", "last_on": "2026-03-09"}
        )

        assert answer.status_code == 422
        assert "mendahului" in answer.content.decode()


class TestPost:
    """A post that changes hands …"""

    def test_is_packed_shown_and_confirmed(self, world: World, liaison, clerk):
        case = make_case(world, State.DISPATCHED)
        answer = liaison.post(
            "/meja/tugas/serah-terima/",
            {
                "post": f"liaison_officer@{world.unit.pk}",
                "successor": str(world.clerk.pk),
                "note": "Bendahara pasar minta ditelepon.",
            },
        )
        packet = PostHandover.objects.get()
        page = liaison.get(answer["Location"]).content.decode()

        assert packet.numbers == [case.number]
        assert case.number in page
        assert "Bendahara pasar" in page
        # The successor reads of it; the reports open with his mandate.
        theirs = clerk.get(f"/meja/tugas/serah-terima/{packet.pk}/").content.decode()
        assert case.number not in theirs
        clerk.post(f"/meja/tugas/serah-terima/{packet.pk}/", {"remark": "Diterima."})
        packet.refresh_from_db()
        assert packet.confirmed_at is not None

    def test_is_confirmed_by_its_successor_only(self, world: World, liaison, admin):
        packet = PostHandover.objects.create(
            role="liaison_officer",
            organisation=world.unit,
            leaving=world.liaison,
            successor=world.clerk,
            made_at=world_now(),
            made_by="system",
        )

        answer = liaison.post(f"/meja/tugas/serah-terima/{packet.pk}/", {})

        assert answer.status_code == 403
        packet.refresh_from_db()
        assert packet.confirmed_at is None

    def test_of_others_is_not_found(self, world: World, liaison, client):
        packet = PostHandover.objects.create(
            role="liaison_officer",
            organisation=world.other,
            leaving=world.other_admin,
            successor=world.clerk,
            made_at=world_now(),
            made_by="system",
        )

        assert liaison.get(f"/meja/tugas/serah-terima/{packet.pk}/").status_code == 404


def world_now():
    from lapor.kernel import clock  # noqa: PLC0415

    return clock.now()
