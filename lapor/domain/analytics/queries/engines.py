"""The engines that compute: PostgreSQL, DuckDB and Spark behind one protocol.

One Ibis expression over the tables of ``rules.tables`` becomes the SQL of each. Ibis,
DuckDB and Spark are imported where they are used: workers of the web stay small.
"""

import gc
import tempfile
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext
from psycopg.errors import QueryCanceled

from lapor.domain.analytics.rules.indicator import Window
from lapor.domain.analytics.rules.tables import TABLES, Column
from lapor.kernel.enums import noop
from lapor.kernel.errors import Busy, Invalid

from . import members

PREFIX: Final = "evaluation_"
MEMORY: Final = "3GB"  # of DuckDB; it goes to disk beyond
TOO_MUCH: Final = noop(
    "Hitungan ini terlalu besar untuk sekali buka. Pilih tahun, semester, triwulan, "
    "atau bulan dari daftar, atau cakupan yang lebih kecil."
)
KINDS: Final[Mapping[str, str]] = {"timestamp": "timestamp('UTC', 6)"}


class Engine(Protocol):
    """Whatever can answer an Ibis expression over the tables with whole numbers."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def has(self) -> frozenset[str]:
        """The names of the tables it holds."""

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Run an expression and return its rows."""

    def close(self) -> None:
        """Give back what it holds."""


@cache
def tables() -> Mapping[str, Any]:
    """Return the tables as Ibis sees them, bound to no engine."""
    import ibis  # noqa: PLC0415 - see the module

    return {
        name: ibis.table(
            {column.name: _kind(column) for column in columns}, name=PREFIX + name
        )
        for name, columns in TABLES.items()
    }


def sql_of(expression: Any, dialect: str) -> str:
    """Return the SQL of an expression in one dialect."""
    import ibis  # noqa: PLC0415 - see the module

    return str(ibis.to_sql(expression, dialect=dialect))


class Live:
    """PostgreSQL: what is true now, read from the views of the rooms.

    What agencies are in a period is worked out for the window when somebody asks, into
    a temporary table of this connection. ``agencies`` narrows that table to some.
    """

    name = "postgresql"

    def __init__(
        self, window: Window, *, agencies: Collection[str] | None = None
    ) -> None:
        self._window, self._agencies = window, agencies
        self._is_ready = False

    @property
    def has(self) -> frozenset[str]:
        """The names of the tables that are there as a view."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM unnest(%s::text[]) AS name "
                "WHERE to_regclass(%s || name) IS NOT NULL",
                [list(TABLES), PREFIX],
            )
            return frozenset(name for (name,) in cursor.fetchall()) | {"agencies"}

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Run an expression in the connection of Django."""
        sql = self.source_of(sql_of(expression, "postgres"))
        if not self._is_ready and members.TABLE in sql:
            members.put_agencies(self._window, agencies=self._agencies)
            self._is_ready = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def source_of(self, sql: str) -> str:
        """Read cases as of the cut-off itself: the view has a moment of its own.

        The moment is then a constant, so that an index gives the order.
        """
        cut_off = self._window.cut_off.isoformat()
        return sql.replace(
            f'"{PREFIX}cases" AS', f"analytics_cases(timestamptz '{cut_off}') AS"
        )

    def close(self) -> None:
        """Leave the connection to Django."""


class Duck:
    """DuckDB over the Parquet files of a folder: the engine of rounds.

    ``where`` narrows a table to the rows that a condition in SQL holds for.
    """

    name = "duckdb"

    def __init__(self, folder: Path, where: Mapping[str, str] | None = None) -> None:
        import duckdb  # noqa: PLC0415 - see the module

        self._scratch = tempfile.TemporaryDirectory(prefix="lapor-duckdb-")
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute(f"SET memory_limit = '{MEMORY}'")
        self._connection.execute(f"SET temp_directory = {_quoted(self._scratch.name)}")
        files = files_of(folder)
        self.has = frozenset(files)
        for name, file in files.items():
            relation = self._connection.read_parquet(str(file))
            if where and name in where:
                relation = relation.filter(where[name])
            relation.create_view(PREFIX + name)

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Run an expression in this process."""
        found = self._connection.execute(sql_of(expression, "duckdb"))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def close(self) -> None:
        """Drop the connection and what was swapped out."""
        self._connection.close()
        self._scratch.cleanup()


class Spark:
    """A Spark cluster over the Parquet files of a folder that every worker sees.

    ``url`` is ``spark://host:port`` of a master, ``sc://host:port`` of Spark Connect
    (or Sail), or ``local[2]`` for threads of this process.
    """

    name = "spark"

    def __init__(
        self, folder: Path, url: str, *, where: Mapping[str, str] | None = None
    ) -> None:
        """``where`` narrows a table to some rows, by a condition in SQL."""
        from pyspark.sql import SparkSession  # noqa: PLC0415 - see the module

        builder: Any = SparkSession.builder
        if url.startswith("sc://"):
            builder = builder.remote(url)
        else:
            builder = builder.master(url).appName("lapor")
            nearby = _NEARBY if "127.0.0.1" in url or url.startswith("local") else {}
            for key, value in {**_SPARK, **nearby}.items():
                builder = builder.config(key, value)
        self._session = builder.getOrCreate()
        self._session.conf.set("spark.sql.session.timeZone", "UTC")
        files = files_of(folder)
        self.has = frozenset(files)
        for name, file in files.items():
            frame = self._session.read.parquet(file.as_uri())
            if where and name in where:
                frame = frame.where(where[name])
            frame.createOrReplaceTempView(PREFIX + name)

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Run an expression on the cluster."""
        frame = self._session.sql(sql_of(expression, "pyspark"))
        with warnings.catch_warnings():
            # PySpark drops the socket of each answer without closing it: let it go
            # here, where it was opened.
            warnings.simplefilter("ignore", ResourceWarning)
            found = frame.collect()
            gc.collect()
        return [row.asDict() for row in found]

    def close(self) -> None:
        """End the session."""
        self._session.stop()


_SPARK: Final[Mapping[str, str]] = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "1g",
}
#: A cluster of this machine is reached by loopback and no other way.
_NEARBY: Final[Mapping[str, str]] = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def engine_named(
    name: str, folder: Path, *, where: Mapping[str, str] | None = None
) -> Engine:
    """Return the engine of the setting LAPOR_ENGINE, over a folder of sealed tables.

    ``duckdb``, ``spark://host:port``, ``sc://host:port`` or ``local[n]``. PostgreSQL
    is ``Live`` and reads what is true now, so no sealed round. Raises Invalid.
    """
    if name == Duck.name:
        return Duck(folder, where=where)
    if name.startswith(("spark://", "sc://", "local[")):
        return Spark(folder, name, where=where)
    raise Invalid(
        gettext(
            "Mesin hitung “%(name)s” tidak dikenal. LAPOR_ENGINE: duckdb, "
            "spark://mesin:port, atau sc://mesin:port."
        )
        % {"name": name[:60]}
    )


def files_of(folder: Path) -> dict[str, Path]:
    """Return the sealed tables of a folder by name."""
    found = {name: (folder / f"{name}.parquet").resolve() for name in TABLES}
    return {name: file for name, file in found.items() if file.exists()}


@contextmanager
def one_moment(patience: timedelta | None = None) -> Iterator[None]:
    """Let every question to PostgreSQL see the same moment.

    Inside a transaction that has begun, it is left as it is. Raises Busy when one
    question takes longer than ``patience``.
    """
    if connection.in_atomic_block:
        yield
        return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SET LOCAL work_mem = '64MB'")
                if patience is not None:
                    most = int(patience.total_seconds() * 1000)
                    cursor.execute(f"SET LOCAL statement_timeout = {most}")
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise Busy(gettext(TOO_MUCH)) from None
        raise


def _kind(column: Column) -> str:
    return KINDS.get(column.kind, column.kind)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
