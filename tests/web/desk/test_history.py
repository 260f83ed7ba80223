"""Who did what to a case."""

from lapor.domain.cases.rules import State
from tests.factories.cases import make_case


class TestHistory:
    """/meja/<number>/riwayat/ …"""

    def test_tells_every_fact_in_words_with_who_did_it(self, world, as_user):
        case = make_case(world, State.REPLIED)

        page = as_user(world.admin).get(f"/meja/{case.number}/riwayat/")

        told = [(moment.title, moment.by) for moment in page.context["moments"]]
        assert told[:2] == [
            ("Laporan diterima", "Pelapor"),
            ("Disposisikan", str(world.admin)),
        ]
        assert told[-1] == ("Tanggapi jawaban", "Pelapor")
        assert "Menunggu verifikasi → Terdisposisi" in page.text

    def test_hides_the_hours_of_an_anonymous_case(self, world, as_user):
        case = make_case(world, State.DISPATCHED, anonymous=True)

        page = as_user(world.admin).get(f"/meja/{case.number}/riwayat/")

        assert "WIB" not in page.text

    def test_is_closed_to_who_may_not_read_the_case(self, world, as_user):
        case = make_case(world, State.DISPATCHED)

        page = as_user(world.other_admin).get(f"/meja/{case.number}/riwayat/")

        assert page.status_code == 404
