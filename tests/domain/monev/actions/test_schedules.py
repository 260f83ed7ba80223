import pytest

from lapor.domain.ledger.models import Entry
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.models import Schedule
from lapor.domain.monev.queries.schedule import matrix
from lapor.kernel import lists, tables
from lapor.kernel.actor import SYSTEM
from tests.factories.monev import NOW

pytestmark = pytest.mark.django_db


def as_read(cells: list[object]) -> dict[str, object]:
    """Return exported cells as a file gives them back: nothing is an empty text."""
    spec = lists.find("monev-schedule")
    found = ["" if cell is None else cell for cell in cells]
    return dict(zip(spec.header, found, strict=True))


def changed(**cells: object) -> lists.ImportResult:
    """Import the first row of the matrix with some cells changed."""
    spec = lists.find("monev-schedule")
    row = as_read(next(lists.exported(spec)))
    rows = [tables.Row(2, {**row, **cells})]
    return lists.import_rows(spec, rows, dry_run=False, by=SYSTEM, at=NOW)


def test_loads_every_row_once_and_leaves_alone_what_people_changed():
    first = load_schedule(by=SYSTEM, at=NOW)
    Schedule.objects.update(fill_days=21)

    again = load_schedule(by=SYSTEM, at=NOW)

    assert (first, again) == (38, 0)
    assert {row.fill_days for row in matrix()} == {21}
    assert Entry.objects.filter(fact="schedule.loaded").count() == 1


def test_is_exported_and_imported_without_a_difference():
    load_schedule(by=SYSTEM, at=NOW)
    spec = lists.find("monev-schedule")
    rows = [
        tables.Row(place, as_read(cells))
        for place, cells in enumerate(lists.exported(spec), 2)
    ]

    result = lists.import_rows(spec, rows, dry_run=False, by=SYSTEM, at=NOW)

    assert (result.rows, result.unchanged, result.errors) == (38, 38, [])


def test_a_row_is_changed_with_its_fact():
    load_schedule(by=SYSTEM, at=NOW)

    result = changed(fill_days=5)

    assert (result.changed, result.errors) == (1, [])
    assert Entry.objects.filter(fact="schedule.changed").count() == 1


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"tier": "galaksi"}, "tier"),
        ({"every": "sometimes"}, "every"),
        ({"fill_days": 0}, "fill_days"),
        ({"valid_until": "2024-01-01"}, "valid_until"),
        ({"legal_basis": ""}, "legal_basis"),
    ],
)
def test_a_wrong_cell_is_named_with_its_column(cells, column):
    load_schedule(by=SYSTEM, at=NOW)

    result = changed(**cells)

    assert [error.column for error in result.errors] == [column]
    assert not result.is_saved
