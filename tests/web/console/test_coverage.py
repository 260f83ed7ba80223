"""The page of posts that nobody fills, absences and mailboxes in the console."""

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import Leave, User
from lapor.domain.accounts.rules import MailboxState
from lapor.domain.cases.rules import State
from lapor.domain.escalation.actions import check_coverage
from lapor.kernel import clock
from tests.factories.cases import MONDAY, World, make_case


class TestCoverage:
    """The page of coverage …"""

    def test_is_empty_while_every_post_is_filled(self, world: World, admin):
        make_case(world, State.DISPATCHED)
        check_coverage(at=clock.now())

        assert "Semua jabatan terisi" in admin.get("/kelola/cakupan/").content.decode()

    def test_names_the_unit_whose_officer_cannot_be_reached(self, world: World, admin):
        make_case(world, State.DISPATCHED)
        actions.mark_mailbox(world.liaison, MailboxState.BOUNCED, at=MONDAY)
        check_coverage(at=clock.now())

        page = admin.get("/kelola/cakupan/").content.decode()
        assert "Dinas Pekerjaan Umum" in page
        assert "Tidak ada pejabat penghubung yang bertugas" in page
        assert "Pesan kepada petugas ditolak" in page

    def test_keeps_to_the_own_agency(self, world: World, admin):
        User.objects.filter(pk=world.other_admin.pk).update(is_active=False)
        check_coverage(at=clock.now())

        assert "Kota Lain" not in admin.get("/kelola/cakupan/").content.decode()

    def test_forgets_what_is_mended(self, world: World, admin):
        actions.mark_mailbox(world.liaison, MailboxState.BOUNCED, at=MONDAY)
        check_coverage(at=clock.now())
        answer = admin.post(f"/kelola/akun/{world.liaison.pk}/surel/")
        check_coverage(at=clock.now())

        assert answer.status_code == 302
        assert "Semua jabatan terisi" in admin.get("/kelola/cakupan/").content.decode()


class TestLeave:
    """An absence …"""

    def test_is_entered_for_somebody_and_cancelled(self, world: World, admin):
        url = f"/kelola/akun/{world.liaison.pk}/cuti/"
        admin.post(
            url,
            {
                "first_on": "2026-03-09",
                "last_on": "2026-03-13",
                "deputy": str(world.clerk.pk),
            },
        )
        leave = Leave.objects.get()

        assert "9 Maret 2026" in admin.get(url).content.decode()
        admin.post(f"{url}{leave.pk}/batal/")
        leave.refresh_from_db()
        assert leave.cancelled_at is not None

    def test_of_somebody_beyond_reach_is_not_found(self, world: World, admin):
        url = f"/kelola/akun/{world.other_admin.pk}/cuti/"

        assert admin.get(url).status_code == 404


class TestMandate:
    """A mandate …"""

    def test_is_marked_for_restricted_reports(self, world: World, admin):
        admin.post(
            f"/kelola/akun/{world.clerk.pk}/mandat/",
            {
                "role": "liaison_officer",
                "organisation": world.unit.code,
                "valid_from": "2026-03-02",
                "legal_basis": "SK 9/2026",
                "handles_harm": "on",
            },
        )

        assert world.clerk.grants.get(role="liaison_officer").handles_harm
        page = admin.get(f"/kelola/akun/{world.clerk.pk}/").content.decode()
        assert "menangani laporan terbatas" in page
