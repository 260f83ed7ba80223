"""Lists that come with the program are read by their columns and added once."""

from datetime import date
from pathlib import Path

import pytest

from lapor.domain.deadlines.models import Regulation
from lapor.kernel import lists, shipped
from lapor.kernel.lists import Column, ListSpec

SPEC = ListSpec(
    name="uji",
    title="Uji",
    columns=(Column("code"), Column("title"), lists.VALID_FROM, lists.VALID_UNTIL),
    key=("code",),
    current=list,
    write=lambda values, by, at: None,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "uji.csv"
    found.write_text(
        "code,title,valid_from\na,Satu,2025-03-01\nb,Dua,2025-04-01\n", encoding="utf-8"
    )
    return found


def test_a_column_that_the_file_has_not_keeps_its_default(file: Path) -> None:
    assert next(shipped.values(file, SPEC)) == {
        "code": "a",
        "title": "Satu",
        "valid_from": date(2025, 3, 1),
    }


@pytest.mark.django_db
def test_what_people_have_entered_stays_and_twice_is_once(file: Path) -> None:
    Regulation.objects.create(code="a", title="Kita", valid_from=date(2024, 1, 1))
    added = [
        shipped.add_missing(Regulation, shipped.values(file, SPEC), ["code"])
        for _ in range(2)
    ]
    assert added == [1, 0]
    assert Regulation.objects.get(code="a").title == "Kita"
    assert Regulation.objects.get(code="b").valid_from == date(2025, 4, 1)
