"""``python -m bench.parity``: the three engines on the same facts, held together.

Makes the facts, loads them into PostgreSQL, starts a Spark cluster on loopback, lets
each engine compute every indicator and compares the results exactly.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from bench.cluster import is_possible, standalone
from bench.facts import TYPES, make_facts

START: Final = datetime(2025, 12, 31, 17, tzinfo=UTC)
END: Final = datetime(2026, 6, 30, 17, tzinfo=UTC)
CUT_OFF: Final = datetime(2026, 7, 15, tzinfo=UTC)
Key = tuple[str, str]  # basis, by


class Computed(NamedTuple):
    """What one engine gave for one basis and grouping, and how long it took."""

    readings: Mapping[str, Mapping[str, Any]]
    seconds: float


def computed(engine: Any, *, by: str, basis: str) -> Computed:
    """Let an engine compute every indicator over the half-year."""
    from lapor.domain.analytics.queries.computing import compute  # noqa: PLC0415
    from lapor.domain.analytics.rules.indicator import Basis, Window  # noqa: PLC0415

    window = Window(START, END, CUT_OFF, Basis(basis))
    begun = time.monotonic()
    found = compute(engine, window, by="unit" if by == "unit" else "agency")
    return Computed(found, time.monotonic() - begun)


def differences(one: Computed, other: Computed) -> list[str]:
    """Name every subject and indicator on which two engines do not agree exactly."""
    found = []
    for subject in sorted({*one.readings, *other.readings}):
        mine, theirs = one.readings.get(subject, {}), other.readings.get(subject, {})
        for id in sorted({*mine, *theirs}):
            if mine.get(id) != theirs.get(id):
                found.append(
                    f"{subject or '∑'} {id}: {mine.get(id)} ≠ {theirs.get(id)}"
                )
    return found


def loaded(folder: Path) -> Any:
    """Return PostgreSQL with the facts in temporary tables named like the views."""
    import duckdb  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from lapor.domain.analytics.queries.engines import Live  # noqa: PLC0415
    from lapor.domain.analytics.rules.tables import TABLES  # noqa: PLC0415

    class Loaded(Live):
        """Reads agencies from the facts, like everything else."""

        def __init__(self) -> None:
            self._is_ready = True

        def source_of(self, sql: str) -> str:
            return sql

    base = duckdb.connect(":memory:")
    base.execute("SET TimeZone = 'UTC'")
    with connection.cursor() as cursor, tempfile.TemporaryDirectory() as scratch:
        # The tables live as long as the transaction, while the others compute.
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
        for name, columns in TABLES.items():
            listed = ", ".join(
                f'"{column.name}" {POSTGRES[TYPES[column.kind]]}' for column in columns
            )
            cursor.execute(f"CREATE TEMPORARY TABLE evaluation_{name} ({listed})")
            file = Path(scratch) / f"{name}.csv"
            base.execute(
                f"COPY (FROM '{folder / name}.parquet') TO '{file}' (FORMAT csv)"
            )
            command = f"COPY evaluation_{name} FROM STDIN (FORMAT csv, HEADER)"
            with file.open("rb") as rows, cursor.copy(command) as copy:
                while block := rows.read(1 << 20):
                    copy.write(block)
            cursor.execute(f"ANALYZE evaluation_{name}")
    base.close()
    return Loaded()


POSTGRES: Final = {
    "BIGINT": "bigint",
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "TIMESTAMPTZ": "timestamptz",
    "DATE": "date",
    "DOUBLE": "double precision",
}


@contextmanager
def spark(folder: Path, scratch: Path) -> Iterator[Any]:
    """Return Spark on a cluster of its own, with master and worker."""
    from lapor.domain.analytics.queries.engines import Spark  # noqa: PLC0415

    with standalone(scratch) as url:
        engine = Spark(folder, url)
        try:
            yield engine
        finally:
            engine.close()


def main() -> None:
    """Read the options, compare, print; exit code 1 on any difference."""
    words = argparse.ArgumentParser(prog="python -m bench.parity", description=__doc__)
    words.add_argument("--facts", type=int, default=1_000_000)
    given = words.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="lapor-parity-") as scratch:
        os.environ |= {"LAPOR_HOME": f"{scratch}/home", "LAPOR_DEMO": "0"}
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "lapor.config.settings"
        import django  # noqa: PLC0415 - after the environment is known

        django.setup()
        is_equal = _compare(Path(scratch), given.facts, console)
        from lapor.ops.preparation import embedded_server  # noqa: PLC0415

        if server := embedded_server():
            from django.db import connections  # noqa: PLC0415

            connections.close_all()
            server.stop()
    sys.exit(0 if is_equal else 1)


def _compare(scratch: Path, facts: int, console: Console) -> bool:
    from lapor.domain.analytics.queries.engines import Duck  # noqa: PLC0415

    begun = time.monotonic()
    folder = make_facts(scratch / "facts", cases=facts)
    console.print(f"{facts:,} facts made in {time.monotonic() - begun:.1f} s")
    keys = [(basis, by) for basis in ("cohort", "flow") for by in ("agency", "unit")]
    results = {"DuckDB": _all(Duck(folder), keys)}
    begun = time.monotonic()
    live = loaded(folder)
    console.print(f"loaded into PostgreSQL in {time.monotonic() - begun:.1f} s")
    results["PostgreSQL"] = _all(live, keys)
    if is_possible():
        cluster = scratch / "cluster"
        cluster.mkdir()
        with spark(folder, cluster) as engine:
            results["Spark"] = _all(engine, keys)
    else:
        console.print("[yellow]NOT RUN: Spark, because there is no Java.[/]")
    return _show(results, keys, console)


def _all(engine: Any, keys: list[Key]) -> dict[Key, Computed]:
    return {key: computed(engine, basis=key[0], by=key[1]) for key in keys}


def _show(
    results: Mapping[str, Mapping[Key, Computed]], keys: list[Key], console: Console
) -> bool:
    table = Table("basis", "by", "subjects", "values", *results, "differences")
    wrong: list[str] = []
    for key in keys:
        first, *others = (computed[key] for computed in results.values())
        found = [line for other in others for line in differences(first, other)]
        wrong += found
        values = sum(len(readings) for readings in first.readings.values())
        seconds = [f"{computed[key].seconds:.1f} s" for computed in results.values()]
        subjects = len(first.readings) - 1
        table.add_row(*key, str(subjects), f"{values:,}", *seconds, str(len(found)))
    console.print(table)
    for line in wrong[:20]:
        console.print(f"[red]{line}[/]")
    return not wrong


if __name__ == "__main__":
    main()
