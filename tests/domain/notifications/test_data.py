"""The matrix and the texts that come with the program."""

import csv
import json

import pytest

from lapor.domain.notifications.actions import load_notices, set_rule
from lapor.domain.notifications.actions.lists import DATA
from lapor.domain.notifications.models import Rule, Text
from lapor.domain.notifications.queries import rules_on
from lapor.domain.notifications.rules import NOT_CASES, Language, Notice, faults_of
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid
from lapor.ops.documentation.source import recorded_facts
from tests.factories.cases import MONDAY

TEXTS = json.loads((DATA / "texts.json").read_text(encoding="utf-8"))
with (DATA / "matrix.csv").open(newline="", encoding="utf-8") as file:
    MATRIX = list(csv.DictReader(file))


@pytest.mark.parametrize("notice", list(Notice))
@pytest.mark.parametrize("language", list(Language))
def test_every_notice_speaks_both_languages_without_fault(notice, language):
    words = TEXTS[notice][language]

    assert faults_of(**words, names_case=notice not in NOT_CASES) == {}
    assert "—" not in "".join(words.values())


def test_the_matrix_names_facts_that_the_program_records():
    known = set(recorded_facts())

    assert {
        row["fact"]
        for row in MATRIX
        if not row["fact"].startswith("reminder.") and row["fact"] not in known
    } == set()


def test_loaded_twice_is_loaded_once(db):
    assert load_notices(by=SYSTEM, at=MONDAY) > 0
    assert load_notices(by=SYSTEM, at=MONDAY) == 0
    assert Rule.objects.count() == len(MATRIX)
    assert Text.objects.count() == len(Notice) * len(Language)


def test_a_later_row_replaces_an_earlier_one_from_its_day_on(db):
    load_notices(by=SYSTEM, at=MONDAY)
    row = {
        "fact": "case.received",
        "audience": "agency_admin",
        "only": "",
        "notice": "new_case",
        "urgency": "now",
        "is_legal": False,
        "legal_basis": "SK uji",
        "valid_from": MONDAY.date(),
        "valid_until": None,
    }
    set_rule(row, SYSTEM, MONDAY)

    def urgency(day):
        rows = rules_on(day)["case.received"]
        return [r.urgency for r in rows if (r.audience, r.only) == ("agency_admin", "")]

    assert urgency(MONDAY.date()) == ["now"]
    assert urgency(MONDAY.date().replace(day=1)) == ["digest"]


def test_a_bad_row_is_refused_by_its_column(db):
    row = {
        "fact": "case.received",
        "audience": "nobody",
        "notice": "new_case",
        "urgency": "now",
        "legal_basis": "SK uji",
        "valid_from": MONDAY.date(),
    }

    with pytest.raises(Invalid) as refusal:
        set_rule(row, SYSTEM, MONDAY)

    assert set(refusal.value.fields) == {"audience"}
