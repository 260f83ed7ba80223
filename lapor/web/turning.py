"""Pages of a list whose order is not one column: counted, with a number each."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

SIZE = 50


class Turned(NamedTuple):
    """One page, how many there are, and the addresses around it."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int
    next_url: str
    first_url: str


def turned(
    request: HttpRequest, rows: "QuerySet[Model] | Sequence[Any]", *, size: int = SIZE
) -> Turned:
    """Return the page the address asks for; beyond the last means the last.

    For lists of at most some thousands of rows: it counts them.
    """
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // size))
    number = min(max(number_typed(request.GET.get("hal", "")), 1), pages)
    found = list(rows[(number - 1) * size : number * size])
    return Turned(
        found,
        number,
        pages,
        total,
        with_changed(request, hal=number + 1) if number < pages else "",
        with_changed(request, hal="") if number > 1 else "",
    )


def number_typed(typed: str) -> int:
    """Return the number a person typed; what is no number means the first page."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def with_changed(request: HttpRequest, **changed: object) -> str:
    """Return this address with some values changed; an empty one is left out."""
    query = request.GET.dict() | {key: str(value) for key, value in changed.items()}
    return "?" + urlencode({key: value for key, value in query.items() if value})
