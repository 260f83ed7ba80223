"""Taking a list out."""

import csv
import io

from django.http import HttpResponse
from openpyxl import load_workbook

from lapor.domain.cases.queries import EXPORT_COLUMNS
from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from tests.factories.cases import make_case, receive


def table(answer: HttpResponse) -> list[dict[str, str]]:
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


class TestExport:
    """/meja/ekspor/ …"""

    def test_gives_the_list_of_the_tab_in_the_official_columns(self, world, as_user):
        receive(world)
        case = make_case(world, State.DISPATCHED)

        answer = as_user(world.admin).get("/meja/ekspor/?tab=waiting")

        (row,) = table(answer)
        assert list(row) == list(EXPORT_COLUMNS)
        assert row["Nomor Laporan"] == case.number
        assert row["status"] == "Terdisposisi"
        assert row["dinas_tujuan"] == "Dinas Pekerjaan Umum"
        assert row["Waktu Laporan Masuk"] == "09:00"
        assert "attachment" in answer["Content-Disposition"]

    def test_defuses_formulas(self, world, as_user):
        receive(world, title="=HYPERLINK(1) lampu padam")

        (row,) = table(as_user(world.admin).get("/meja/ekspor/"))

        assert row["Judul Laporan"] == "'=HYPERLINK(1) lampu padam"

    def test_keeps_secret_words_and_the_hour_of_the_anonymous_inside(
        self, world, as_user
    ):
        receive(world, secret=True, anonymous=True)

        (row,) = table(as_user(world.admin).get("/meja/ekspor/"))

        assert "lampu" not in str(row).lower()
        assert row["Waktu Laporan Masuk"] == ""
        assert row["Tipe Laporan (Anonim/Rahasia)"] == "Anonim|Rahasia"

    def test_gives_a_workbook(self, world, as_user):
        case = receive(world)

        answer = as_user(world.admin).get("/meja/ekspor/?bentuk=xlsx")
        sheet = load_workbook(io.BytesIO(answer.getvalue())).active
        answer.close()

        assert [cell.value for cell in sheet[1]] == list(EXPORT_COLUMNS)
        assert sheet["A2"].value == case.number

    def test_writes_down_who_took_what(self, world, as_user):
        as_user(world.admin).get("/meja/ekspor/?tab=late&klasifikasi=aspiration")

        entry = Entry.objects.get(fact="list.exported")
        assert (entry.actor, entry.subject) == (world.admin.actor.ref, "list:late")
        assert entry.data["classification"] == "aspiration"

    def test_gives_nobody_more_than_he_may_take_out(self, world, as_user):
        receive(world)

        assert table(as_user(world.liaison).get("/meja/ekspor/")) == []
        assert as_user(world.coordinator).get("/meja/ekspor/").status_code == 403
        assert as_user(world.clerk).get("/meja/ekspor/").status_code == 403
