"""Pages by index: each begins after the last row of the one before.

No page is reached by counting over the rows in front of it, so the thousandth page
costs what the first one costs; and counts stop at a cap, so that they never read on.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, Q, QuerySet

T = TypeVar("T", bound=Model)
COUNT_CAP = 1_000


class Page(NamedTuple, Generic[T]):
    """One page of rows; ``next`` is the token of the page after it, or empty."""

    rows: list[T]
    next: str
    is_first: bool


class Order(NamedTuple):
    """Which column orders, and which way; the id decides between equals.

    ``is_text``: the column holds texts; else moments or days.
    """

    column: str
    descending: bool = False
    is_text: bool = False


def page_of(
    rows: QuerySet[T], *, order: Order, after: str = "", size: int = 50
) -> Page[T]:
    """Return the page that begins after the token; a spoilt token starts anew."""
    mark = _read(after, is_text=order.is_text)
    if mark is not None:
        rows = rows.filter(_beyond(order, *mark))
    column = F(order.column)
    by_column = (
        column.desc(nulls_first=True)
        if order.descending
        else column.asc(nulls_last=True)
    )
    by_id = "-pk" if order.descending else "pk"
    found = list(rows.order_by(by_column, by_id)[: size + 1])
    more = len(found) > size
    found = found[:size]
    token = _write(getattr(found[-1], order.column), found[-1].pk) if more else ""
    return Page(found, token, mark is None)


class Part(NamedTuple):
    """A further condition as SQL on the columns of the counted table."""

    sql: str
    values: Sequence[Any]


def capped_parts(
    rows: QuerySet[Any], parts: Mapping[str, Part], *, cap: int = COUNT_CAP
) -> dict[str, int]:
    """Count several parts of one query set in one round trip, each up to ``cap``."""
    counts = dict.fromkeys(parts, 0)
    try:
        query = rows.order_by().values("pk").query
        head, shared = query.sql_with_params()
    except EmptyResultSet:
        return counts
    joined = "AND" if query.where else "WHERE"
    counted = [
        f"(SELECT count(*) FROM ({head} {joined} ({part.sql}) LIMIT {cap:d}) AS c)"  # noqa: S608
        for part in parts.values()
    ]
    values = [each for part in parts.values() for each in (*shared, *part.values)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(counted), values)
        return dict(zip(parts, cursor.fetchone(), strict=True))


def _beyond(order: Order, value: Any, pk: int) -> Q:
    column = order.column
    if value is None:
        if order.descending:
            return Q(**{column: None, "pk__lt": pk}) | ~Q(**{column: None})
        return Q(**{column: None, "pk__gt": pk})
    step, edge = ("lt", "lte") if order.descending else ("gt", "gte")
    ahead = Q(**{f"{column}__{step}": value}) | Q(**{column: value, f"pk__{step}": pk})
    beyond = Q(**{f"{column}__{edge}": value}) & ahead
    return beyond if order.descending else beyond | Q(**{column: None})


def _write(value: Any, pk: int) -> str:
    if isinstance(value, date):  # a moment is one, too
        value = value.isoformat()
    return base64.urlsafe_b64encode(json.dumps([value, pk]).encode()).decode()


def _read(token: str, *, is_text: bool) -> tuple[Any, int] | None:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(token.encode()))
        if isinstance(value, str):
            value = _as_text(value) if is_text else datetime.fromisoformat(value)
        if isinstance(pk, int) and isinstance(value, str | datetime | None):
            return value, pk
    except (ValueError, TypeError):
        pass
    return None


def _as_text(value: str) -> str:
    if "\0" in value:
        raise ValueError("No column holds a zero byte.")
    return value
