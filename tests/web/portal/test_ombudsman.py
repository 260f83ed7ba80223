from datetime import datetime

import pytest
from django.test import Client

from lapor.domain.cases.rules import State
from lapor.domain.handover.models import Handover, InformationRequest
from lapor.domain.reporters.actions import look_at_identity
from lapor.kernel import clock
from lapor.kernel.actor import REPORTER
from tests.factories.cases import World, make_case
from tests.factories.handover import AFTER, ANI, formal_request, late_case

AGREED = {"name": "ani  CONTOH", "email": "ani@contoh.id", "consent": "on"}


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return AFTER


class TestConsent:
    """The page of the hand-over …"""

    def test_forgives_blanks_and_capitals_and_needs_one_contact(
        self, world: World, holder, late
    ):
        case = late_case(world)
        client = holder(case)

        answer = client.post(f"/laporan-saya/{case.number}/ombudsman/", AGREED)

        assert answer.status_code == 302
        assert Handover.objects.get().consented_at == late

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": "Budi"},
            {"email": "lain@contoh.id"},
            {"email": "", "phone": ""},
            {"email": "bukan surel"},
            {"phone": "12", "email": ""},
            {"name": ""},
            {"consent": ""},
        ],
    )
    def test_takes_nobody_else_and_keeps_what_was_typed(
        self, world: World, holder, late, changes: dict[str, str]
    ):
        case = late_case(world)
        client = holder(case)
        page = f"/laporan-saya/{case.number}/ombudsman/"

        answer = client.post(page, AGREED | changes)

        assert answer.status_code == 422
        assert not Handover.objects.exists()

    def test_stops_who_tries_names(self, world: World, holder, late):
        case = late_case(world)
        client = holder(case)
        page = f"/laporan-saya/{case.number}/ombudsman/"
        for guess in range(5):
            assert client.post(page, AGREED | {"name": f"N{guess}"}).status_code == 422

        assert client.post(page, AGREED).status_code == 429

    def test_keeps_who_an_anonymous_reporter_is_for_the_ombudsman_alone(
        self, world: World, holder, late
    ):
        case = make_case(world, State.IN_PROGRESS, anonymous=True)
        client = holder(case)
        typed = {"name": ANI.name, "phone": "0812 3456 7890", "consent": "on"}

        answer = client.post(f"/laporan-saya/{case.number}/ombudsman/", typed)

        assert answer.status_code == 302
        kept = look_at_identity(
            case_number=case.number, by=REPORTER, at=late, reason="ombudsman"
        )
        assert kept.name == ANI.name
        officer = Client()
        officer.force_login(world.admin)
        seen = officer.post(f"/meja/{case.number}/identitas/", {"reason": "contact"})
        assert seen.status_code in {403, 404}
        assert ANI.name not in seen.content.decode()

    def test_is_shut_before_its_time(self, world: World, holder):
        case = late_case(world)
        client = holder(case)
        page = f"/laporan-saya/{case.number}/ombudsman/"

        assert "60 hari" in client.get(page).content.decode()
        client.post(page, AGREED)
        assert not Handover.objects.exists()
        back = client.post(f"{page}tarik/", {"reason": "Tidak jadi saja."})
        assert back.status_code == 409


class TestInformation:
    """The page of a formal request …"""

    def test_makes_one_and_shows_its_day(self, world: World, holder):
        asked = formal_request(world)
        case = asked.case
        InformationRequest.objects.all().delete()
        client = holder(case)
        page = f"/laporan-saya/{case.number}/ppid/"
        typed = {"wanted": "Anggaran lampu 2025.", "purpose": "Tahu.", "wish": "copy"}

        assert client.post(page, typed | {"purpose": ""}).status_code == 422
        assert client.post(page, typed).status_code == 302

        assert "16 Maret 2026" in client.get(page).content.decode()

    def test_is_not_for_complaints(self, world: World, holder):
        case = make_case(world, State.IN_PROGRESS)

        page = holder(case).get(f"/laporan-saya/{case.number}/ppid/")

        assert page.status_code == 409

    def test_the_officer_answers_at_his_desk(self, world: World, holder):
        case = formal_request(world).case
        officer = Client()
        officer.force_login(world.liaison)
        page = f"/meja/{case.number}/ppid/"
        refused = {"aksi": "jawab", "answer": "exempt", "text": "Tidak dapat."}

        assert case.number in officer.get("/meja/ppid/").content.decode()
        assert officer.post(page, {"aksi": "perpanjang"}).status_code == 422
        longer = officer.post(page, {"aksi": "perpanjang", "reason": "Arsip lama."})
        assert longer.status_code == 302
        assert officer.post(page, refused).status_code == 422
        ground = refused | {"legal_ground": "UU 14/2008 Pasal 17 huruf a"}
        assert officer.post(page, ground).status_code == 302
        told = holder(case).get(f"/laporan-saya/{case.number}/").content.decode()
        assert "Pasal 17 huruf a" in told

    def test_others_do_not_find_it(self, world: World):
        case = formal_request(world).case
        for user, status in ((world.other_admin, 404), (world.auditor, 403)):
            officer = Client()
            officer.force_login(user)
            page = officer.get(f"/meja/{case.number}/ppid/")
            assert page.status_code == status
