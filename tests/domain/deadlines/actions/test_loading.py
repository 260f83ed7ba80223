import subprocess
import sys
from datetime import date

import pytest

from lapor.domain.deadlines import actions, queries
from lapor.domain.deadlines.actions.loading import PublishedDay, published_days
from lapor.domain.deadlines.models import Holiday, Regulation, Term
from lapor.domain.deadlines.rules import HolidayKind, Timer
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import SYSTEM
from tests.factories.deadlines import local, oracle_rows

AT = local("2025-01-01 08:00")
KINDS = {"libur_nasional": HolidayKind.PUBLIC, "cuti_bersama": HolidayKind.COLLECTIVE}


class TestPublishedDays:
    def test_equals_the_published_lists_of_nine_years(self):
        found = [
            (day.on, day.kind, day.name) for day in published_days(range(2019, 2028))
        ]

        assert found == sorted(
            (on, KINDS[kind], name) for on, kind, name in oracle_rows()
        )

    def test_names_no_decree_for_years_that_have_none_yet(self):
        found = published_days([2025, 2030])

        bases = {day.on.year: day.legal_basis for day in found}
        assert bases[2025].startswith("SKB 3 Menteri")
        assert bases[2030].startswith("Perkiraan: belum ada SKB 3 Menteri tahun 2030")

    @pytest.mark.slow
    def test_the_slow_package_is_not_imported_for_reading(self):
        code = (
            "import sys, django; django.setup();"
            "import lapor.domain.deadlines.actions, lapor.domain.deadlines.queries;"
            "sys.exit('holidays' in sys.modules)"
        )

        done = subprocess.run([sys.executable, "-c", code], check=False)

        assert done.returncode == 0


@pytest.mark.django_db
class TestLoadHolidays:
    def test_fills_the_national_calendar_once(self):
        first = actions.load_holidays(by=SYSTEM, at=AT)
        second = actions.load_holidays(by=SYSTEM, at=AT)

        assert first == Holiday.objects.count() > 280
        assert second == 0
        assert Entry.objects.get(fact="calendar.loaded").data["days"] == first

    def test_makes_the_worked_example_come_out(self):
        actions.load_holidays([2025], by=SYSTEM, at=AT)

        calendar = queries.calendar_for()
        assert calendar.after(date(2025, 3, 28), 0) == date(2025, 4, 8)
        assert calendar.after(date(2025, 4, 8), 5) == date(2025, 4, 15)

    def test_leaves_alone_what_a_person_decided(self):
        actions.load_holidays([2025], by=SYSTEM, at=AT)
        actions.cancel_holiday(
            on=date(2025, 12, 26), legal_basis="SKB perubahan", by=SYSTEM, at=AT
        )

        again = actions.load_holidays([2025], by=SYSTEM, at=AT)

        assert again == 0
        assert queries.calendar_for().is_working(date(2025, 12, 26))

    def test_follows_an_estimate_that_moved(self, monkeypatch):
        module = sys.modules["lapor.domain.deadlines.actions.loading"]

        def announce(day):
            found = PublishedDay(
                date(2030, 2, day), "Idul Fitri", HolidayKind.PUBLIC, "Perkiraan"
            )
            monkeypatch.setattr(module, "published_days", lambda years: [found])

        announce(5)
        actions.load_holidays([2030], by=SYSTEM, at=AT)
        announce(4)

        added = [actions.load_holidays([2030], by=SYSTEM, at=AT) for _ in range(2)]

        calendar = queries.calendar_for()
        assert added == [2, 0]
        assert calendar.is_working(date(2030, 2, 5))
        assert not calendar.is_working(date(2030, 2, 4))


@pytest.mark.django_db
class TestLoadTerms:
    def test_loads_once(self):
        first = actions.load_terms(by=SYSTEM, at=AT)
        second = actions.load_terms(by=SYSTEM, at=AT)

        assert first == Term.objects.count() > 20
        assert second == 0
        assert Entry.objects.get(fact="term.loaded").data["terms"] == first

    def test_knows_every_timer_today(self):
        actions.load_terms(by=SYSTEM, at=AT)

        found = {
            timer: queries.term_for(timer, on=date(2026, 11, 24)) for timer in Timer
        }

        assert {timer.value: line.amount for timer, line in found.items()} == {
            "verification": 3,
            "first_follow_up": 5,
            "completion": 14,
            "reporter_data": 10,
            "silence": 10,
            "return_decision": 2,
            "internal_dispatch": 1,
            "ombudsman": 60,
            "reply": 5,
            "promise": 1,
            "information": 10,
            "information_extra": 7,
            "objection": 30,
            "ombudsman_report": 30,
        }

    def test_says_what_is_not_certain(self):
        actions.load_terms(by=SYSTEM, at=AT)

        current = Regulation.objects.get(code="PermenPANRB 5/2025")
        limits = set(current.terms.values_list("evidence", flat=True))
        assert "belum diketahui" in current.evidence
        assert limits == {"assumption"}

    def test_one_decree_follows_the_other_without_a_gap(self):
        actions.load_terms(by=SYSTEM, at=AT)

        lines = [
            queries.term_for(
                Timer.COMPLETION, classification="complaint_oversight", on=day
            )
            for day in (date(2025, 4, 30), date(2025, 5, 1))
        ]

        assert [line.regulation for line in lines] == [
            "PermenPANRB 62/2018",
            "PermenPANRB 5/2025",
        ]
