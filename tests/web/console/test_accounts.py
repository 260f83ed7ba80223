"""Accounts and mandates through the console."""

import re
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from lapor.domain.accounts.models import Grant, User
from lapor.domain.ledger.models import Entry
from tests.factories.accounts import make_officer
from tests.factories.cases import World
from tests.factories.organisations import unit


def address(user: User, act: str = "") -> str:
    return f"/kelola/akun/{user.pk}/{act}"


def mandate(world: World, **changed: str) -> dict[str, str]:
    return {
        "role": "liaison_officer",
        "organisation": world.unit.code,
        "valid_from": "2026-03-02",
        "valid_until": "",
        "legal_basis": "SK 7/2026",
        **changed,
    }


class TestList:
    """The list of accounts …"""

    def test_ends_at_the_border_of_the_agency(self, admin: Client, world: World):
        page = admin.get("/kelola/akun/").content.decode()

        assert world.liaison.username in page
        assert world.other_admin.username not in page

    def test_finds_by_parts_of_names_and_by_role(self, national: Client, world: World):
        page = national.get("/kelola/akun/?q=auditor&role=auditor").content.decode()

        assert world.auditor.username in page
        assert world.liaison.username not in page

    def test_turns_pages_without_losing_or_doubling_anybody(
        self, national: Client, world: World
    ):
        for number in range(60):
            User.objects.create_user(
                f"orang{number}", name="Budi", organisation=world.unit
            )
        seen: list[str] = []
        url = "/kelola/akun/"
        for _ in range(3):
            page = national.get(url).content.decode()
            seen += re.findall(r'/kelola/akun/(\d+)/"', page)
            following = re.search(r'href="([^"]+)" rel="next"', page)
            if not following:
                break
            url = "/kelola/akun/" + following[1].replace("&amp;", "&")

        assert len(seen) == len(set(seen)) == User.objects.count()

    @pytest.mark.parametrize("token", ["x", "W10=", "WzEsMl0=", "WyJcdTAwMDAiLDFd"])
    def test_begins_anew_at_a_spoilt_token(self, national: Client, token: str):
        response = national.get("/kelola/akun/", {"after": token})

        assert response.status_code == 200


class TestOpen:
    """Opening an account …"""

    def test_shows_the_password_once(self, admin: Client, world: World):
        response = admin.post(
            "/kelola/akun/buka/",
            {
                "username": "siti.aminah",
                "name": "Siti Aminah",
                "email": "siti@contoh.go.id",
                "organisation": world.unit.code,
            },
        )

        page = response.content.decode()
        user = User.objects.get(username="siti.aminah")
        found = re.findall(r'class="once">([^<]+)<', page)
        assert user.check_password(found[1])
        assert response["Cache-Control"] == "no-store"
        assert found[1] not in admin.get(address(user)).content.decode()
        assert Entry.objects.filter(fact="account.opened").count() == 1

    def test_keeps_what_was_typed_when_the_name_is_taken(
        self, admin: Client, world: World
    ):
        response = admin.post(
            "/kelola/akun/buka/",
            {
                "username": world.liaison.username,
                "name": "Siti Aminah",
                "organisation": world.unit.code,
            },
        )

        page = response.content.decode()
        assert "Nama akun sudah dipakai" in page
        assert "Siti Aminah" in page

    def test_refuses_an_organisation_of_others(self, admin: Client, world: World):
        admin.post(
            "/kelola/akun/buka/",
            {"username": "nyasar", "name": "N", "organisation": world.other.code},
        )

        assert not User.objects.filter(username="nyasar").exists()

    def test_names_the_candidates_of_an_unclear_name(
        self, national: Client, world: World
    ):
        for number in range(130):
            unit(world.regency, code=f"upt-{number}", name=f"UPT Jalan {number}")

        page = national.post(
            "/kelola/akun/buka/",
            {"username": "siti", "name": "Siti", "organisation": "UPT Jalan 12"},
        )
        unclear = national.post(
            "/kelola/akun/buka/",
            {"username": "tuti", "name": "Tuti", "organisation": "UPT Jalan"},
        ).content.decode()

        assert page.status_code == 200
        assert User.objects.get(username="siti").organisation.code == "upt-12"
        assert "UPT Jalan 0" in unclear
        assert "Tulis kodenya" in unclear


class TestMandates:
    """Mandates …"""

    def test_are_given_with_dates_and_legal_basis(self, admin: Client, world: World):
        newcomer = User.objects.create_user(
            "baru", name="Baru", organisation=world.unit
        )

        admin.post(
            address(newcomer, "mandat/"), mandate(world, valid_until="2026-12-31")
        )

        grant = Grant.objects.get(user=newcomer)
        assert (grant.valid_until, grant.legal_basis) == (
            date(2026, 12, 31),
            "SK 7/2026",
        )

    def test_beyond_ones_own_are_not_even_offered(self, admin: Client, world: World):
        page = admin.get(address(world.liaison)).content.decode()

        assert 'value="clerk"' in page
        assert 'value="national_admin"' not in page

    @pytest.mark.parametrize("role", ["national_admin", "agency_admin", "ombudsman"])
    def test_beyond_ones_own_are_refused(self, admin: Client, world: World, role: str):
        response = admin.post(
            address(world.liaison, "mandat/"), mandate(world, role=role)
        )

        assert response.status_code == 422
        assert world.liaison.grants.count() == 1

    def test_for_oneself_are_refused_with_a_sentence(self, admin: Client, world: World):
        response = admin.post(
            address(world.admin, "mandat/"), mandate(world, role="auditor")
        )

        assert "kepada diri sendiri" in response.content.decode()
        assert world.admin.grants.count() == 1

    def test_that_end_before_they_begin_come_back_with_the_form(
        self, admin: Client, world: World
    ):
        response = admin.post(
            address(world.clerk, "mandat/"), mandate(world, valid_until="2026-01-01")
        )

        page = response.content.decode()
        assert "Pilih tanggal sesudah tanggal mulai" in page
        assert "SK 7/2026" in page

    def test_are_taken_back_at_once(self, admin: Client, world: World):
        grant = world.liaison.grants.get()

        admin.post(address(world.liaison, f"mandat/{grant.pk}/cabut/"))

        grant.refresh_from_db()
        assert grant.revoked_at is not None
        assert Entry.objects.filter(fact="grant.revoked").count() == 1

    def test_of_others_cannot_be_taken_back(self, admin: Client, world: World):
        grant = world.other_admin.grants.get()

        response = admin.post(address(world.other_admin, f"mandat/{grant.pk}/cabut/"))

        assert response.status_code == 404
        grant.refresh_from_db()
        assert grant.revoked_at is None

    def test_of_another_person_under_ones_own_address_are_not_found(
        self, admin: Client, world: World
    ):
        grant = world.national.grants.get()

        response = admin.post(address(world.liaison, f"mandat/{grant.pk}/cabut/"))

        assert response.status_code == 404


class TestSwitch:
    """Closing an account …"""

    def test_and_opening_it_again_stay_on_record(self, admin: Client, world: World):
        for active in ("0", "1"):
            admin.post(address(world.liaison, "keadaan/"), {"active": active})

        facts = Entry.objects.filter(subject=world.liaison.actor.ref)
        assert list(facts.order_by("-pk").values_list("fact", flat=True)[:2]) == [
            "account.enabled",
            "account.disabled",
        ]

    def test_is_refused_for_who_stands_above(self, admin: Client, world: World):
        watcher = make_officer("auditor", world.regency)
        peer = make_officer("agency_admin", world.regency)

        assert admin.post(address(peer, "keadaan/"), {"active": "0"}).status_code == 422
        assert admin.post(address(watcher, "keadaan/")).status_code == 302
        peer.refresh_from_db()
        assert peer.is_active

    def test_is_refused_for_oneself(self, admin: Client, world: World):
        response = admin.post(address(world.admin, "keadaan/"), {"active": "0"})

        assert response.status_code == 422
        world.admin.refresh_from_db()
        assert world.admin.is_active


class TestPassword:
    """A temporary password …"""

    def test_replaces_the_old_one(self, admin: Client, world: World):
        page = admin.post(address(world.liaison, "sandi/")).content.decode()

        found = re.findall(r'class="once">([^<]+)<', page)
        world.liaison.refresh_from_db()
        assert world.liaison.check_password(found[1])

    def test_is_not_made_for_a_peer(self, admin: Client, world: World):
        peer = make_officer("agency_admin", world.regency)

        response = admin.post(address(peer, "sandi/"))

        assert response.status_code == 422
        assert "once" not in response.content.decode()


class TestFactor:
    """A lost second factor …"""

    @pytest.fixture
    def equipped(self, world: World) -> User:
        """Somebody with an app and recovery codes."""
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=world.liaison, type=kind, data={})
        return world.liaison

    def test_is_taken_off_with_a_reason_and_a_new_password(
        self, admin: Client, equipped: User
    ):
        assert (
            "faktor kedua yang hilang" in admin.get(address(equipped)).content.decode()
        )

        page = admin.post(address(equipped, "faktor/"), {"reason": "stolen"})

        found = re.findall(r'class="once">([^<]+)<', page.content.decode())
        entry = Entry.objects.get(fact="account.second_factor_reset")
        equipped.refresh_from_db()
        assert not Authenticator.objects.filter(user=equipped).exists()
        assert equipped.check_password(found[1])
        assert (entry.subject, entry.data) == (equipped.actor.ref, {"reason": "stolen"})
        assert entry.actor != equipped.actor.ref

    def test_ends_open_sessions(self, admin: Client, as_user, equipped: User):
        thief = as_user(equipped)
        assert thief.get("/meja/").status_code == 200

        admin.post(address(equipped, "faktor/"), {"reason": "stolen"})

        assert thief.get("/meja/").status_code == 302

    @pytest.mark.parametrize("reason", ["", "bosan"])
    def test_stays_without_a_reason(self, admin: Client, equipped: User, reason: str):
        response = admin.post(address(equipped, "faktor/"), {"reason": reason})

        assert response.status_code == 422
        assert "Pilih apa yang terjadi" in response.content.decode()
        assert Authenticator.objects.filter(user=equipped).count() == 2

    def test_of_a_peer_stays(self, admin: Client, world: World):
        peer = make_officer("agency_admin", world.regency)
        Authenticator.objects.create(user=peer, type=Authenticator.Type.TOTP, data={})

        response = admin.post(address(peer, "faktor/"), {"reason": "lost"})

        assert response.status_code == 422
        assert Authenticator.objects.filter(user=peer).exists()

    def test_that_is_not_there_is_not_taken_off(self, admin: Client, world: World):
        response = admin.post(address(world.liaison, "faktor/"), {"reason": "lost"})

        assert "tidak memasang faktor kedua" in response.content.decode()
        assert not Entry.objects.filter(fact="account.second_factor_reset").exists()


class TestEdit:
    """Correcting an account …"""

    def test_moves_a_person_within_the_agency(self, admin: Client, world: World):
        page = admin.post(
            address(world.liaison, "ubah/"),
            {
                "name": "Budi Santoso",
                "email": "budi@contoh.go.id",
                "organisation": world.regency.code,
            },
        )

        world.liaison.refresh_from_db()
        assert page.status_code == 302
        assert world.liaison.name == "Budi Santoso"
        assert world.liaison.organisation == world.regency
