"""Rows into a table by COPY: tens of thousands a second, where rows come by millions.

For loads that make or take over whole tables. Constraints and triggers hold as ever;
defaults of models do not: every column that may not be empty must be given.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, models

Row = Sequence[Any]
_PIECE = 256 * 1024  # characters handed to the server at once
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def reserve(model: type[models.Model], count: int) -> int:
    """Draw ``count`` keys in a row and return the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(name, nextval(name) + %s) FROM pg_get_serial_sequence("
            "%s, %s) AS name",
            [count - 1, model._meta.db_table, "id"],
        )
        return int(cursor.fetchone()[0]) - count + 1


def copy_in(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]
) -> int:
    """Write rows and return how many; ``columns`` are those of the table.

    A cell is None, text, a number, a boolean, bytes, a moment, or a list or mapping
    for a JSON column.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        lines: list[str] = []
        size = 0
        for row in rows:
            line = "\t".join(map(_cell, row))
            lines.append(line)
            size += len(line)
            count += 1
            if size > _PIECE:
                copy.write("\n".join([*lines, ""]))
                lines, size = [], 0
        if lines:
            copy.write("\n".join([*lines, ""]))
    return count


def settle(*tables: type[models.Model]) -> None:
    """Let the planner know the new sizes of tables, after a load."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def trust() -> bool:
    """Stop looking up foreign keys until the end of the transaction, if allowed.

    For loads whose keys were just read from the same database. Other triggers do not
    run either: whoever keeps sums must count anew afterwards. Needs a superuser;
    returns whether it was granted.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('session_replication_role', 'replica', true) "
            "FROM pg_roles WHERE rolname = current_user AND rolsuper"
        )
        return cursor.fetchone() is not None


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    kind = type(value)
    write = _WRITERS.get(kind)
    if write is None:
        # Members of enumerations are texts that need no escape; days have a text.
        write = _WRITERS[kind] = _plain if issubclass(kind, str) else _shown
    return write(value)


def _plain(value: str) -> str:
    return value


def _shown(value: object) -> str:
    return _text(str(value))


def _text(value: str) -> str:
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        return value.translate(_ESCAPED)
    return value


def _json(value: object) -> str:
    return _text(_encode(value))


_encode = json.JSONEncoder(ensure_ascii=False).encode
_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    str: _text,
    bool: lambda value: "t" if value else "f",
    int: str,
    bytes: lambda value: r"\\x" + value.hex(),
    datetime: datetime.isoformat,
    dict: _json,
    list: _json,
    tuple: _json,
}
