"""Programmes and restricted reports at the desk, and hints about promises."""

import pytest
from django.test import Client

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from tests.factories.cases import World, make_case, receive
from tests.factories.desk import act, fresh, slugs


@pytest.fixture
def admin(world: World, as_user) -> Client:
    return as_user(world.admin)


@pytest.fixture
def liaison(world: World, as_user) -> Client:
    return as_user(world.liaison)


@pytest.fixture
def clerk(world: World, as_user) -> Client:
    return as_user(world.clerk)


class TestProgramme:
    """A priority programme …"""

    def test_is_put_on_at_the_desk(self, world: World, admin):
        case = receive(world)

        answer = act(admin, case, "program", programme="mudik")

        assert answer.status_code == 302
        assert fresh(case).programme == "mudik"
        page = admin.get(f"/meja/{case.number}/").content.decode()
        assert "Program mudik" in page

    def test_that_is_none_is_refused(self, world: World, admin):
        answer = act(admin, receive(world), "program", programme="khayal")

        assert answer.status_code == 422


class TestRestrict:
    """Restricting readers …"""

    def test_takes_the_report_from_the_desk_of_who_may_not_read_it(
        self, world: World, admin
    ):
        case = receive(world)

        answer = act(admin, case, "batasi", harm="child", accused="", reason="Anak.")

        assert answer.status_code == 302
        assert answer["Location"] == "/meja/"
        assert admin.get(f"/meja/{case.number}/").status_code == 404
        assert fresh(case).is_secret

    def test_closes_it_to_the_accused_unit(self, world: World, admin):
        world.admin.grants.update(handles_harm=True)
        case = make_case(world, State.DISPATCHED)

        answer = act(
            admin,
            case,
            "batasi",
            harm="extortion",
            accused=str(world.unit.pk),
            reason="Menyangkut petugas unit.",
        )

        found = Case.objects.get(pk=case.pk)
        assert answer.status_code == 302
        assert (found.accused, found.unit) == (world.unit, None)
        assert "Pemerasan" in admin.get(f"/meja/{case.number}/").content.decode()

    def test_keeps_the_accused_of_another_agency(self, world: World, as_user):
        case = make_case(world, State.DISPATCHED, secret=True)
        Case.objects.filter(pk=case.pk).update(
            accused=world.unit, harm="extortion", agency=world.other, unit=None
        )
        nation = as_user(world.national)

        page = nation.get(f"/meja/{case.number}/?aksi=batasi")
        chosen = page.context["form"]["accused"].value()
        answer = act(
            nation, case, "batasi", harm="violence", accused=chosen, reason="Juga."
        )

        assert answer.status_code == 302
        found = Case.objects.get(pk=case.pk)
        assert (found.harm, found.accused) == ("violence", world.unit)

    def test_is_offered_to_those_who_may_protect(self, world: World, admin, liaison):
        case = make_case(world, State.DISPATCHED)

        assert {"batasi", "program"} <= set(slugs(admin, case))
        assert "batasi" in slugs(liaison, case)
        assert "program" not in slugs(liaison, case)


class TestPromiseInWords:
    """A promise in the words of an answer …"""

    def test_is_pointed_out_before_it_is_sent(self, world: World, liaison):
        case = make_case(world, State.IN_PROGRESS)

        page = act(
            liaison,
            case,
            "tindak-lanjut",
            langkah="pratinjau",
            content="Tiang lampu akan diganti 30 Juni 2026.",
        ).content.decode()

        assert "30 Juni 2026" in page
        assert "isi tanggal janji" in page

    def test_is_kept_with_its_day(self, world: World, liaison):
        case = make_case(world, State.IN_PROGRESS)

        act(
            liaison,
            case,
            "tindak-lanjut",
            content="Tiang lampu akan diganti 30 Juni 2026.",
            promised_on="2026-06-30",
            promise="Tiang diganti",
        )

        assert case.promises.get().text == "Tiang diganti"
