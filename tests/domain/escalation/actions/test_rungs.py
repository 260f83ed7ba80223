import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest

from lapor.domain.deadlines.rules import Evidence, Timer
from lapor.domain.escalation.actions import load_ladder, set_rung
from lapor.domain.escalation.actions.lists import RUNGS
from lapor.domain.escalation.actions.loading import DATA
from lapor.domain.escalation.actions.rungs import RungRow
from lapor.domain.escalation.models import Rung
from lapor.domain.escalation.queries import ladder_on
from lapor.domain.escalation.rules import Audience, Measure, Opens
from lapor.domain.escalation.rules.words import NAMES
from lapor.domain.ledger.models import Entry
from lapor.kernel import lists, tables
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Conflict, Invalid
from tests.factories.cases import MONDAY
from tests.factories.escalation import load_ladder as load

pytestmark = pytest.mark.django_db
ON = MONDAY.date()


def row(**changes) -> RungRow:
    plain = RungRow(
        timer=Timer.COMPLETION,
        step=70,
        code="lewat-8",
        name="Terlambat 8 hari kerja, naik ke tingkat koordinasi",
        measure=Measure.WORKING_DAYS,
        amount=8,
        audience=(Audience.MESO,),
        opens=Opens.REMINDER_LETTER,
        to_public=True,
        legal_basis="Surat edaran contoh",
        evidence=Evidence.ARTICLE,
        valid_from=ON,
    )
    return plain._replace(**changes)


class TestLoad:
    """load_ladder() …"""

    def test_twice_is_once(self):
        assert load() == Rung.objects.count() > 30
        assert load() == 0
        assert Entry.objects.filter(fact="ladder.loaded").count() == 1

    def test_leaves_alone_what_people_have_set(self):
        set_rung(row(), by=SYSTEM, at=MONDAY)
        load_ladder(by=SYSTEM, at=MONDAY)
        assert Rung.objects.filter(timer=Timer.COMPLETION, step=70).count() == 1

    def test_brings_the_whole_of_the_ladder(self):
        load()
        steps = ladder_on(ON)[Timer.COMPLETION]
        assert [(s.amount, s.audience) for s in steps] == [
            (75, ["liaison"]),
            (90, ["liaison"]),
            (-1, ["liaison", "agency_admin"]),
            (0, ["agency_admin"]),
            (3, ["unit_head"]),
            (5, ["auditor", "leader"]),
            (10, ["meso", "programme_overseer"]),
            (20, ["national"]),
        ]

    def test_names_are_translated(self):
        with (DATA / "rungs.csv").open(newline="") as file:
            names = {line["name"] for line in csv.DictReader(file)}
        assert names == set(NAMES)


class TestSet:
    """set_rung() …"""

    def test_ends_what_held_before(self):
        load()
        set_rung(row(), by=SYSTEM, at=MONDAY)

        day_before = ON - timedelta(days=1)
        amounts = {
            day: [s.amount for s in ladder_on(day)[Timer.COMPLETION] if s.step == 70]
            for day in (day_before, ON)
        }
        assert amounts == {day_before: [10], ON: [8]}

    def test_takes_the_place_of_a_row_of_the_same_day(self):
        set_rung(row(), by=SYSTEM, at=MONDAY)
        set_rung(row(amount=9), by=SYSTEM, at=MONDAY)
        assert Rung.objects.get().amount == 9

    def test_does_not_overtake_a_later_decision(self):
        set_rung(row(), by=SYSTEM, at=MONDAY)
        with pytest.raises(Conflict):
            set_rung(row(valid_from=date(2026, 1, 1)), by=SYSTEM, at=MONDAY)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"audience": ()}, "audience"),
            ({"measure": Measure.SHARE, "amount": 120}, "amount"),
            ({"amount": 500}, "amount"),
            ({"step": 0}, "step"),
            ({"code": "Tidak Boleh"}, "code"),
            ({"legal_basis": ""}, "legal_basis"),
            ({"valid_until": date(2020, 1, 1)}, "valid_until"),
        ],
    )
    def test_says_what_is_wrong_beside_the_field(self, changes, field):
        with pytest.raises(Invalid) as refusal:
            set_rung(row(**changes), by=SYSTEM, at=MONDAY)
        assert field in refusal.value.fields


class TestList:
    """The ladder as a table …"""

    def test_comes_back_unchanged(self):
        load()
        text = StringIO()
        writer = csv.writer(text)
        writer.writerow(RUNGS.header)
        writer.writerows(lists.exported(RUNGS))
        rows = tables.read_rows(BytesIO(text.getvalue().encode()))

        result = lists.import_rows(RUNGS, rows, dry_run=False, by=SYSTEM, at=MONDAY)

        assert result.errors == []
        assert (result.created, result.changed) == (0, 0)
        assert result.unchanged == Rung.objects.count()

    def test_takes_a_new_step_after_a_dry_run(self):
        load()
        line = "reply,85,lewat-25,Terlambat 25 hari kerja,working_days,25,national"
        head = "timer,step,code,name,measure,amount,audience,legal_basis,evidence"
        text = f"{head},valid_from\n{line},SE contoh,article,2026-03-02\n"
        for dry_run in (True, False):
            rows = tables.read_rows(BytesIO(text.encode()))
            result = lists.import_rows(
                RUNGS, rows, dry_run=dry_run, by=SYSTEM, at=MONDAY
            )
            assert result.errors == []
            assert result.created == 1
        assert Rung.objects.filter(step=85).count() == 1

    @pytest.mark.parametrize(
        "cells", ["besok,reply", "reply,semua-orang", "reply,liaison,x"]
    )
    def test_names_what_it_does_not_know(self, cells):
        timer, _, audience = cells.partition(",")
        text = (
            "timer,step,code,name,measure,amount,audience,legal_basis,evidence,"
            f"valid_from\n{timer},85,a,b,working_days,1,{audience.split(',')[0]},"
            "x,article,2026-13-40\n"
        )
        rows = tables.read_rows(BytesIO(text.encode()))
        result = lists.import_rows(RUNGS, rows, dry_run=True, by=SYSTEM, at=MONDAY)
        assert result.errors
