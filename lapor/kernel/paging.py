"""Pages by index: each begins after the last row of the one before.

No page is reached by counting over the rows in front of it, so the thousandth page
costs what the first one costs; and counts stop at a cap, so that they never read on.
"""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

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
    """Which column orders, and which way; the id decides between equals."""

    column: str
    descending: bool = False


def page_of(
    rows: QuerySet[T], *, order: Order, after: str = "", size: int = 50
) -> Page[T]:
    """Return the page that begins after the token; a spoilt token starts anew."""
    mark = _read(after)
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


def capped_counts(
    rows: Mapping[str, QuerySet[Any]], *, cap: int = COUNT_CAP
) -> dict[str, int]:
    """Count several query sets in one round trip, each up to ``cap``."""
    if not rows:
        return {}
    parts: list[str] = []
    parameters: list[Any] = []
    counts = dict.fromkeys(rows, 0)
    asked = []
    for name, queryset in rows.items():
        query = queryset.order_by().values("pk")[:cap].query
        if query.is_empty():
            continue
        sql, values = query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608
        parameters.extend(values)
        asked.append(name)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(parts), parameters)
            counts |= dict(zip(asked, cursor.fetchone(), strict=True))
    return counts


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
    if isinstance(value, datetime):
        value = value.isoformat()
    return base64.urlsafe_b64encode(json.dumps([value, pk]).encode()).decode()


def _read(token: str) -> tuple[Any, int] | None:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(token.encode()))
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(pk, int) and (value is None or isinstance(value, datetime)):
            return value, pk
    except (ValueError, TypeError):
        pass
    return None
