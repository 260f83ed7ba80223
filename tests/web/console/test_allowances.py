from datetime import date

from django.test import Client

from lapor.domain.deadlines.models import Allowance
from lapor.domain.ledger.models import Entry
from tests.factories.cases import World

PAGE = "/kelola/batas-waktu/nilai/"
GIVEN = {
    "name": "reopen_days",
    "amount": "14",
    "regulation": "PermenPANRB 5/2025",
    "article": "Pasal 9",
    "evidence": "article",
    "valid_from": "2027-01-01",
}


class TestAdd:
    """/kelola/batas-waktu/nilai/ …"""

    def test_sets_a_value_from_a_day_on(self, world: World, national: Client):
        answer = national.post(PAGE, GIVEN, follow=True)

        assert answer.status_code == 200
        kept = Allowance.objects.filter(name="reopen_days").order_by("valid_from")
        assert [row.amount for row in kept] == [30, 14]
        assert kept[0].valid_until == date(2026, 12, 31)
        assert Entry.objects.filter(fact="allowance.changed").count() == 1

    def test_keeps_what_was_typed_when_it_cannot_be(self, world: World, national):
        answer = national.post(PAGE, GIVEN | {"valid_from": "2014-01-01"})

        assert "Pasal 9" in answer.content.decode()
        assert Allowance.objects.filter(name="reopen_days").count() == 1

    def test_is_national_business(self, world: World, admin: Client):
        assert admin.post(PAGE, GIVEN).status_code == 403

    def test_shows_the_values_with_their_certainty(self, world: World, national):
        page = national.get("/kelola/batas-waktu/").content.decode()

        assert "Buka kembali sesudah ditutup (hari kalender)" in page
        assert "asumsi" in page
