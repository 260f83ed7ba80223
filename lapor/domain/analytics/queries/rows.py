"""The rows behind a number, in pages: the same filter as the number itself."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext

from lapor.domain.analytics.rules.indicator import Indicator, Window
from lapor.kernel.errors import Invalid

from .computing import Counted, population_rows
from .engines import Engine

SIZE: Final = 50
#: What is shown of a row: no words of anybody, and who it belongs to.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": (
        *("number", "agency", "unit", "classification", "category", "channel"),
        *("state", "received_at", "followed_up_at", "answered_at", "closed_at"),
    ),
    "agencies": ("agency", "name", "kind", "months", "active_months", "officers"),
    "contributions": (
        *("number", "agency", "unit", "asked_at", "due_at", "handed_in_at"),
    ),
    "issues": ("issue_id", "agency", "unit", "detected_on", "cases"),
    "measures": ("measure_id", "agency", "unit", "due_on", "finished_on", "effect"),
    "answers": ("answer_id", "agency", "stratum", "given_at", "score_hundredths"),
    "recommendations": ("recommendation_id", "agency", "unit", "given_on", "status"),
    "plans": ("plan_id", "agency", "year", "approved_on"),
    "items": ("item_id", "agency", "unit", "due_on", "finished_on", "weight"),
}
#: What orders the rows and finds the next page; cases come newest first, by index.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": ("received_at", "case_id", "assignment_id"),
    "agencies": ("agency", "unit"),
    "contributions": ("assignment_id",),
    "issues": ("issue_id",),
    "measures": ("measure_id",),
    "answers": ("answer_id",),
    "recommendations": ("recommendation_id",),
    "plans": ("plan_id",),
    "items": ("item_id",),
}


class Within(NamedTuple):
    """Whose rows: of these agencies (None: all), of this unit ("": of any)."""

    agencies: Collection[str] | None = None
    unit: str = ""


class RowPage(NamedTuple):
    """Some rows, and what to ask for to see the next; empty after the last."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    next: str


def rows_behind(
    engine: Engine,
    indicator: Indicator,
    window: Window,
    *,
    what: Counted,
    within: Within,
    after: str = "",
    size: int = SIZE,
) -> RowPage:
    """Return one page of the rows that a number counts; costs one page whatever n is.

    ``after`` is ``next`` of the page before. Raises Invalid when it is nothing of
    the kind.
    """
    table = indicator.table
    rows = _within(population_rows(indicator, window, what=what), table, within)
    keys = KEYS[table]
    newest_first = table == "cases"
    if after:
        place = _place(after, keys)
        first = rows[keys[0]]
        near = first <= place[0] if newest_first else first >= place[0]
        rows = rows.filter(near & _beyond(rows, keys, place, newest_first))
    # The way an index is read backwards: without it PostgreSQL would sort them all.
    order = [
        rows[key].desc(nulls_first=True) if newest_first else rows[key] for key in keys
    ]
    columns = COLUMNS[table]
    wanted = list(dict.fromkeys([*columns, *keys]))
    found = engine.rows(rows.order_by(order).select(wanted).limit(size + 1))
    shown = found[:size]
    return RowPage(columns, shown, _mark(shown[-1], keys) if len(found) > size else "")


def _within(rows: Any, table: str, within: Within) -> Any:
    if table == "agencies" or within.unit:
        rows = rows.filter(rows.unit == within.unit)
    if within.agencies is not None:
        rows = rows.filter(rows.agency.isin(sorted(within.agencies)))
    return rows


def _beyond(rows: Any, keys: tuple[str, ...], place: list[Any], newest: bool) -> Any:
    """Return what comes after a place in the order of the keys."""
    first, rest = rows[keys[0]], keys[1:]
    further = first < place[0] if newest else first > place[0]
    if not rest:
        return further
    return further | ((first == place[0]) & _beyond(rows, rest, place[1:], newest))


def _mark(row: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    values = (row[key] for key in keys)
    return "~".join(
        value.isoformat() if isinstance(value, datetime) else str(value)
        for value in values
    )


def _place(text: str, keys: tuple[str, ...]) -> list[Any]:
    parts = text.split("~")
    try:
        if len(parts) != len(keys):
            raise ValueError(text)
        return [_value(key, part) for key, part in zip(keys, parts, strict=True)]
    except ValueError:
        raise Invalid(
            gettext("Alamat halaman ini tidak utuh. Mulai lagi dari awal.")
        ) from None


def _value(key: str, text: str) -> Any:
    if key.endswith("_at"):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment
    if key.endswith("_id"):
        number = int(text)
        if abs(number) >= 2**63:
            raise ValueError(text)
        return number
    return text
