"""Reading what was sealed: the manifest, changed files, and what differs today."""

import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from lapor.domain.analytics.rules.manifest import (
    KEYS,
    NAME,
    Difference,
    Manifest,
    read,
)
from lapor.domain.analytics.rules.tables import TABLES
from lapor.kernel.errors import Invalid, NotFound

from .engines import MEMORY
from .exporting import write_table

#: Known only to whoever asked for the seal.
_NOT_OURS: Final = frozenset({"has_micro_round"})
_MARK: Final = "_is_there"


def manifest_of(folder: Path) -> Manifest:
    """Return what a seal says of itself. Raises NotFound, or Invalid when broken."""
    try:
        return read((folder / NAME).read_bytes())
    except FileNotFoundError:
        raise NotFound(_("Folder ini tidak berisi segel (manifest.json).")) from None
    except ValueError:
        raise Invalid(_("Berkas manifest.json segel ini rusak.")) from None


def changed_files(folder: Path) -> list[str]:
    """Return the names of sealed files whose bytes are no longer those of the seal.

    One changed byte is enough; a missing file is named too.
    """
    found = []
    for name, table in manifest_of(folder).tables.items():
        file = folder / f"{name}.parquet"
        if not file.exists() or _digest(file) != table.sha256:
            found.append(file.name)
    return found


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def differences(folder: Path, *, limit: int = 1_000) -> list[Difference]:
    """Return the rows that are not as they were sealed, the late ones first.

    The rows of the same scope, period and cut-off are written again to a scratch
    folder and compared column by column. A report or an answer that was entered late
    appears here, and nowhere in what was computed from the seal.
    """
    manifest = manifest_of(folder)
    with tempfile.TemporaryDirectory(prefix="lapor-differences-") as scratch:
        found = [
            difference
            for name in manifest.tables
            for difference in _of_table(name, folder, Path(scratch), manifest, limit)
        ]
    found.sort(key=lambda one: not one.is_late)
    return found[:limit]


def _of_table(
    name: str, folder: Path, scratch: Path, manifest: Manifest, limit: int
) -> Iterator[Difference]:
    import duckdb  # noqa: PLC0415 - web workers stay small

    now = scratch / f"{name}.parquet"
    write_table(name, now, manifest.window, agencies=manifest.agencies)
    columns = [c.name for c in TABLES[name] if c.name not in _NOT_OURS]
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET temp_directory = '{scratch / 'swap'}'")
        sealed = _columns_of(connection, folder / f"{name}.parquet")
        shared = [column for column in columns if column in sealed]
        found = connection.execute(
            _compared(name, shared),
            [str(folder / f"{name}.parquet"), str(now), limit],
        )
        rows = found.fetchall()
    for row in rows:
        yield _difference(name, shared, row, manifest.window.cut_off)


def _columns_of(connection: Any, file: Path) -> set[str]:
    found = connection.execute(
        "SELECT name FROM parquet_schema(?) WHERE type IS NOT NULL", [str(file)]
    )
    return {name for (name,) in found.fetchall()}


def _compared(name: str, columns: list[str]) -> str:
    """Return the comparison: two marks, then each column as sealed and as it is."""
    keys = " AND ".join(f"s.{key} = n.{key}" for key in KEYS[name])
    pairs = ", ".join(f"s.{column}, n.{column}" for column in columns)
    differs = " OR ".join(
        f"s.{column} IS DISTINCT FROM n.{column}" for column in columns
    )
    order = ", ".join(f"coalesce(s.{key}, n.{key})" for key in KEYS[name])
    return (
        f"SELECT s.{_MARK}, n.{_MARK}, {pairs} "  # noqa: S608 - our own names
        f"FROM (SELECT *, true AS {_MARK} FROM read_parquet(?)) s "
        f"FULL JOIN (SELECT *, true AS {_MARK} FROM read_parquet(?)) n ON {keys} "
        f"WHERE s.{_MARK} IS NULL OR n.{_MARK} IS NULL OR {differs} "
        f"ORDER BY {order} LIMIT ?"
    )


def _difference(
    name: str, columns: list[str], row: tuple[Any, ...], cut_off: datetime
) -> Difference:
    is_new, is_gone = row[0] is None, row[1] is None
    before = dict(zip(columns, row[2::2], strict=True))
    now = dict(zip(columns, row[3::2], strict=True))
    there = before if is_gone else now
    changed = {
        column: (before[column], now[column])
        for column in columns
        if not is_new and not is_gone and before[column] != now[column]
    }
    key = tuple(str(there[part]) for part in KEYS[name])
    return Difference(
        table=name,
        key=key,
        name=str(there.get("number") or "/".join(filter(None, key))),
        columns=changed,
        is_new=is_new,
        is_gone=is_gone,
        is_late=is_new or is_gone or _tells_of_before(changed, cut_off),
    )


def _tells_of_before(changed: Mapping[str, tuple[Any, Any]], cut_off: datetime) -> bool:
    """Say whether a change tells of a moment before the cut-off.

    A case that simply went on afterwards has a new moment after it.
    """
    moments = [
        moment
        for pair in changed.values()
        for moment in pair[1:]
        if isinstance(moment, datetime)
    ]
    return not moments or any(moment < cut_off for moment in moments)
