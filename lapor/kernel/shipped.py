"""Lists that come with the program, as files beside the room that knows them.

They are loaded where nobody has entered anything yet: what people have decided since
stays as they left it, and loading twice is loading once.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

    from lapor.kernel.lists import ListSpec


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a file by the names of its header."""
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def values(file: Path, spec: "ListSpec") -> Iterator[dict[str, Any]]:
    """Yield the rows of a file as their list reads them: the columns that it has."""
    for row in rows(file):
        yield {
            column.name: column.read(row[column.name])
            for column in spec.columns
            if column.name in row
        }


def add_missing(
    model: "type[Model]", found: Iterable[dict[str, Any]], key: Sequence[str]
) -> int:
    """Add those rows of which no row with this key is there; returns how many."""
    table = model._default_manager
    known = set(table.values_list(*key))
    fresh = [
        model(**each)
        for each in found
        if tuple(each[name] for name in key) not in known
    ]
    return len(table.bulk_create(fresh))
