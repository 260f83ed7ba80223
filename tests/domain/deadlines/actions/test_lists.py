"""Days off and limits as tables; what follows from a changed day."""

import io
from datetime import date

import pytest

from lapor.domain.deadlines.actions import add_holiday, make_calendar
from lapor.domain.deadlines.models import (
    Allowance,
    Calendar,
    Holiday,
    Regulation,
    Term,
)
from lapor.domain.deadlines.rules import HolidayKind
from lapor.domain.ledger.models import Entry
from lapor.kernel import lists, queue, tables
from lapor.kernel.actor import SYSTEM
from lapor.kernel.lists import ImportResult
from tests.factories.cases import MONDAY
from tests.factories.deadlines import load_law

Jobs = list[tuple[str, str]]


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch, db: None) -> Jobs:
    """What was deferred, with the calendar it is about."""
    found: Jobs = []
    monkeypatch.setattr(
        queue, "defer", lambda name, *, calendar: found.append((name, calendar))
    )
    load_law()
    found.clear()
    return found


def bring(name: str, text: str, *, dry_run: bool = False) -> ImportResult:
    rows = tables.read_rows(io.BytesIO(text.encode()))
    return lists.import_rows(
        lists.find(name), rows, dry_run=dry_run, by=SYSTEM, at=MONDAY
    )


HEAD = "calendar,on,name,kind,legal_basis\n"


class TestRecompute:
    """A changed day …"""

    def test_lets_clocks_be_folded_again(self, jobs: Jobs):
        make_calendar(code="aceh", name="Aceh", by=SYSTEM, at=MONDAY)

        add_holiday(
            on=date(2026, 5, 4),
            name="Hari uji",
            kind=HolidayKind.PUBLIC,
            legal_basis="Keppres uji",
            by=SYSTEM,
            at=MONDAY,
        )

        assert jobs == [("cases.recompute", "aceh"), ("cases.recompute", "nasional")]

    def test_of_many_rows_defers_once_for_each_calendar(self, jobs: Jobs):
        rows = "".join(
            f"nasional,2026-05-{day:02},Hari {day},public,SKB 1\n"
            for day in range(4, 9)
        )

        bring("holidays", HEAD + rows)

        assert jobs == [("cases.recompute", "nasional")]

    def test_of_a_dry_run_defers_nothing(self, jobs: Jobs):
        result = bring(
            "holidays", HEAD + "nasional,2026-05-04,Uji,public,S\n", dry_run=True
        )

        assert (result.created, jobs) == (1, [])


class TestHolidays:
    """The list of days off …"""

    def test_cancels_by_a_row_too(self, jobs: Jobs):
        bring("holidays", HEAD + "nasional,2026-05-04,Uji,public,SKB 1\n")

        bring("holidays", HEAD + "nasional,2026-05-04,Uji,working_day,SKB 2\n")

        latest = Holiday.objects.filter(on=date(2026, 5, 4)).latest("version")
        assert latest.kind == HolidayKind.WORKING_DAY

    def test_names_an_unknown_calendar(self, jobs: Jobs):
        result = bring("holidays", HEAD + "mars,2026-05-04,Uji,public,SKB 1\n")

        assert [error.row for error in result.errors] == [2]

    def test_taken_out_and_brought_back_says_nothing_new(self, jobs: Jobs):
        spec = lists.find("holidays")
        text = b"".join(tables.write_csv(spec.header, lists.exported(spec))).decode()

        result = bring("holidays", text)

        assert (result.errors, result.created, result.changed) == ([], 0, 0)


class TestTerms:
    """The list of limits …"""

    def test_taken_out_and_brought_back_says_nothing_new(self, jobs: Jobs):
        spec = lists.find("terms")
        text = b"".join(tables.write_csv(spec.header, lists.exported(spec))).decode()

        result = bring("terms", text)

        assert (result.errors, result.created, result.changed) == ([], 0, 0)
        assert result.unchanged == Term.objects.count()


class TestCalendars:
    """The list of calendars …"""

    HEAD = "code,name,base,six_day\n"

    def test_brings_regional_calendars_and_their_days(self, jobs: Jobs):
        result = bring("calendars", self.HEAD + "aceh,Aceh,nasional,tidak\n")
        days = bring("holidays", HEAD + "aceh,2026-12-26,Tsunami,regional,Qanun 1\n")

        made = Calendar.objects.get(code="aceh")
        assert (result.created, days.created) == (1, 1)
        assert (made.base.code, made.six_day) == ("nasional", False)
        assert made.days.get().name == "Tsunami"
        assert Entry.objects.filter(fact="calendar.added").count() == 1

    def test_names_bad_rows(self, jobs: Jobs):
        result = bring(
            "calendars",
            self.HEAD
            + "Aceh Raya,Aceh,nasional,tidak\n"
            + "mars,Mars,jupiter,tidak\n"
            + f"panjang,{'x' * 121},nasional,tidak\n",
        )

        assert [(error.row, error.column) for error in result.errors] == [
            (2, "code"),
            (3, ""),
            (4, ""),
        ]


class TestLaw:
    """Decrees and what they allow …"""

    def test_come_as_tables(self, jobs: Jobs):
        decree = bring(
            "regulations",
            "code,title,valid_from\nPermen 9/2027,Peraturan uji,2027-01-01\n",
        )
        value = bring(
            "allowances",
            "name,amount,regulation,evidence,valid_from\n"
            "reopen_days,45,Permen 9/2027,article,2027-01-01\n",
        )

        latest = Allowance.objects.get(name="reopen_days", valid_until=None)
        assert (decree.created, value.created, decree.errors, value.errors) == (
            1,
            1,
            [],
            [],
        )
        assert latest.regulation == Regulation.objects.get(code="Permen 9/2027")
        assert latest.amount == 45
        assert Entry.objects.filter(fact="allowance.changed").count() == 1

    def test_refuse_a_value_under_an_unknown_decree(self, jobs: Jobs):
        result = bring(
            "allowances",
            "name,amount,regulation,evidence,valid_from\n"
            "reopen_days,45,Permen 404,article,2027-01-01\n",
        )

        assert "belum ada dalam daftar" in result.errors[0].why

    @pytest.mark.parametrize("name", ["calendars", "regulations", "allowances"])
    def test_come_back_unchanged(self, jobs: Jobs, name: str):
        spec = lists.find(name)
        text = b"".join(tables.write_csv(spec.header, lists.exported(spec))).decode()

        result = bring(name, text)

        assert result.errors == []
        assert result.unchanged == result.rows > 0
