"""A report of harm at the counter: its receipt, and nothing more for who typed it."""

from lapor.domain.cases.models import Case
from tests.factories.cases import World

TYPED = {
    "classification": "complaint",
    "title": "Keributan di depan pasar",
    "content": "Satpam itu memukuli pengunjung di depan pasar setiap malam.",
    "date_of_incident": "2026-03-01",
    "location": "Jalan Raya 1",
    "name": "Siti Contoh",
    "phone": "081234567890",
    "consent": "on",
    "channel": "walk_in",
}


class TestReceipt:
    """The receipt …"""

    def test_is_handed_over_though_the_report_is_restricted(
        self, world: World, as_user
    ):
        clerk = as_user(world.clerk)
        answer = clerk.post("/meja/loket/", TYPED | {"agency": world.regency.code})
        case = Case.objects.get()
        page = clerk.get(answer["Location"]).content.decode()

        assert case.harm == "violence"
        assert case.number in page
        assert 'href="tel:110"' in page
        assert clerk.get(f"/meja/{case.number}/").status_code == 404

    def test_is_shown_to_nobody_else_at_that_browser(self, world: World, as_user):
        clerk = as_user(world.clerk)
        answer = clerk.post("/meja/loket/", TYPED | {"agency": world.regency.code})
        clerk.force_login(world.admin)

        again = clerk.get(answer["Location"])

        assert (again.status_code, again["Location"]) == (302, "/meja/loket/")
