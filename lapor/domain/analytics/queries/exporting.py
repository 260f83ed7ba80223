"""Rows of the evaluation tables out of PostgreSQL into Parquet, in a steady stream.

COPY sends text in the order of the keys; pyarrow reads it and writes row groups of
one size, so memory stays the same whatever the size, and the same rows always make
the same bytes.
"""

import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from django.db import connection

from lapor.domain.analytics.rules.indicator import Window
from lapor.domain.analytics.rules.manifest import KEYS
from lapor.domain.analytics.rules.tables import TABLES

from .members import agencies_query

GROUP: Final = 200_000  # rows of a row group: about 100 MB while it is written
BLOCK: Final = 8 << 20  # bytes of text read at once
_KINDS: Final = {
    "int64": "int64",
    "string": "string",
    "boolean": "bool_",
    "timestamp": "timestamp",
    "date": "date32",
    "float64": "float64",
}
#: Reports of the period on either basis, and every time an agency had one.
_CASES: Final = """
FROM analytics_cases(%(cut_off)s) t WHERE t.received_at < %(end)s
    AND (t.received_at >= %(start)s OR CASE WHEN t.is_present
        THEN t.closed_at IS NULL OR t.closed_at >= %(start)s
        ELSE coalesce(t.returned_at >= %(start)s, false) END)
"""
#: Parts that were asked for in the period.
_CONTRIBUTIONS: Final = (
    "FROM evaluation_contributions t WHERE t.asked_at >= %(start)s "
    "AND t.asked_at < %(end)s"
)


def write_table(
    name: str,
    target: Path,
    window: Window,
    *,
    agencies: Collection[str] | None,
    micro: Collection[str] = (),
) -> int:
    """Write one table as it is now; returns how many rows. Not synced to disk."""
    import pyarrow as pa  # noqa: PLC0415 - web workers stay small
    from pyarrow import csv, parquet  # noqa: PLC0415

    statement, parameters = _select(name, window, agencies, micro)
    schema = _schema(name)
    convert = csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )
    parse = csv.ParseOptions(newlines_in_values=name != "cases")
    read = csv.ReadOptions(block_size=BLOCK, column_names=schema.names)
    rows = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", parameters) as copy,
        parquet.ParquetWriter(
            target, schema, compression="zstd", compression_level=1, version="2.6"
        ) as writer,
    ):
        source = io.BufferedReader(_Stream(iter(copy)), BLOCK)
        if not source.peek(1):
            return 0
        with csv.open_csv(
            pa.PythonFile(source, mode="r"),
            read_options=read,
            parse_options=parse,
            convert_options=convert,
        ) as reader:
            for table in _groups(reader, schema):
                writer.write_table(table, row_group_size=GROUP)
                rows += table.num_rows
    return rows


def _select(
    name: str,
    window: Window,
    agencies: Collection[str] | None,
    micro: Collection[str],
) -> tuple[str, dict[str, Any]]:
    """Return the rows of a table in their order, and the parameters."""
    parameters: dict[str, Any] = {
        "start": window.start,
        "end": window.end,
        "cut_off": window.cut_off,
        "agencies": None if agencies is None else sorted(agencies),
    }
    columns = ", ".join(f"t.{column.name}" for column in TABLES[name])
    order = ", ".join(f"t.{key}" for key in KEYS[name])
    if name == "agencies":
        rows, parameters = agencies_query(window, agencies=agencies, micro=micro)
        source = f"FROM ({rows}) t"
        order = 't.agency COLLATE "C", t.unit COLLATE "C"'
    elif name == "cases":
        source, order = _CASES, f"t.received_at, {order}"
    elif name == "contributions":
        source = _CONTRIBUTIONS
    else:
        source = f"FROM evaluation_{name} t"
    if agencies is not None and name != "agencies":
        source += " AND " if " WHERE " in source else " WHERE "
        source += "t.agency = ANY (%(agencies)s)"
    return f"SELECT {columns} {source} ORDER BY {order}", parameters


def _schema(name: str) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    kinds = {kind: getattr(pa, maker) for kind, maker in _KINDS.items()}
    kinds["timestamp"] = lambda: pa.timestamp("us", tz="UTC")
    return pa.schema([(column.name, kinds[column.kind]()) for column in TABLES[name]])


def _groups(batches: Any, schema: Any) -> Iterator[Any]:
    """Yield tables of exactly ``GROUP`` rows, the last one smaller."""
    import pyarrow as pa  # noqa: PLC0415

    waiting: list[Any] = []
    count = 0
    for batch in batches:
        waiting.append(batch)
        count += batch.num_rows
        while count >= GROUP:
            table = pa.Table.from_batches(waiting, schema)
            yield table.slice(0, GROUP).combine_chunks()
            rest = table.slice(GROUP)
            waiting, count = rest.to_batches(), rest.num_rows
    if count:
        yield pa.Table.from_batches(waiting, schema).combine_chunks()


class _Stream(io.RawIOBase):
    """What COPY sends, as a file to read from."""

    def __init__(self, pieces: Iterator[Any]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        target = memoryview(buffer)
        filled = 0
        while filled < len(target):
            if not self._piece:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._piece = memoryview(piece)
            size = min(len(self._piece), len(target) - filled)
            target[filled : filled + size] = self._piece[:size]
            self._piece = self._piece[size:]
            filled += size
        return filled
