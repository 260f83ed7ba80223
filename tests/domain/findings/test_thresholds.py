"""Thresholds as dated rows that people may change."""

from datetime import UTC, date, datetime

import pytest

from lapor.domain.findings.actions import load_thresholds
from lapor.domain.findings.models import ThresholdRow
from lapor.domain.findings.queries.thresholds import threshold_on
from lapor.domain.findings.rules.thresholds import shipped_on
from lapor.domain.findings.rules.words import Kind
from lapor.domain.ledger.models import Entry
from lapor.kernel import lists, tables
from lapor.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 3, 2, tzinfo=UTC)
ROW = {
    "kind": "swift",
    "valid_from": "2026-09-01",
    "tolerated": "0,08",
    "margin": "0,05",
    "fewest": "5",
    "level": "0.001",
    "basis": "jawaban kurang dari satu jam",
    "legal_basis": "Permen contoh 1/2026",
}


def bring(**changes: str) -> lists.ImportResult:
    rows = [tables.Row(2, {**ROW, **changes})]
    spec = lists.find("finding-thresholds")
    return lists.import_rows(spec, rows, dry_run=False, by=SYSTEM, at=NOW)


def test_without_rows_the_shipped_ones_count():
    day = date(2026, 8, 3)

    assert threshold_on(Kind.SWIFT, day) == shipped_on(Kind.SWIFT, day)


def test_loading_twice_is_once_and_gives_the_same():
    first = load_thresholds(by=SYSTEM, at=NOW)
    second = load_thresholds(by=SYSTEM, at=NOW)

    assert (first, second) == (len(Kind), 0)
    for kind in Kind:
        day = date(2026, 8, 3)
        assert threshold_on(kind, day) == shipped_on(kind, day)


def test_a_new_row_holds_from_its_day_on():
    load_thresholds(by=SYSTEM, at=NOW)

    result = bring()

    assert result.is_saved
    assert threshold_on(Kind.SWIFT, date(2026, 8, 31)).tolerated == 0.05
    later = threshold_on(Kind.SWIFT, date(2026, 9, 1))
    assert (later.tolerated, later.false_alarms) == (0.08, None)
    assert later.legal_basis == "Permen contoh 1/2026"
    assert Entry.objects.filter(fact="threshold.changed").count() == 1


def test_a_measured_rate_is_forgotten_when_the_numbers_change():
    load_thresholds(by=SYSTEM, at=NOW)

    bring(valid_from="2026-01-01")

    row = ThresholdRow.objects.get(kind="swift")
    assert row.tolerated == 0.08
    assert row.false_alarms is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tolerated", "0"),
        ("tolerated", "banyak"),
        ("level", "0,5"),
        ("fewest", "0"),
        ("kind", "entah"),
        ("legal_basis", ""),
        ("margin", "nan"),
    ],
)
def test_nonsense_is_named_with_its_column(column: str, value: str):
    result = bring(**{column: value})

    assert not result.is_saved
    assert {error.column for error in result.errors} == {column}
    assert not ThresholdRow.objects.exists()
