"""Whether the service can do its work, and the numbers an operator watches."""

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

HEARTBEAT = """
    SELECT extract(epoch FROM now() - max(last_heartbeat))::float8
    FROM procrastinate_workers
"""


def pending_migrations() -> list[str]:
    """Return the migrations that the database has not seen, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def seconds_since_heartbeat() -> float | None:
    """Return the age of the youngest sign of life of a worker; None if there is none.

    Workers sign every few seconds; more than a minute means that none is at work.
    """
    with connection.cursor() as cursor:
        cursor.execute(HEARTBEAT)
        row = cursor.fetchone()
    return None if row is None or row[0] is None else float(row[0])


def trouble() -> str:
    """Return why requests should not be sent here now; empty when all is well."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _is_migrated():
            return gettext("Basis data belum dimutakhirkan: jalankan lapor migrate.")
    except DatabaseError:
        return gettext("Basis data tidak menjawab.")
    return ""


class _Seen:
    """What this process need not look at again: applied migrations stay applied."""

    is_migrated = False


def _is_migrated() -> bool:
    _Seen.is_migrated = _Seen.is_migrated or not pending_migrations()
    return _Seen.is_migrated


class Numbers(Collector):
    """Gauges read from the database at the moment they are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield jobs by state, the worker's heartbeat, sizes in bytes."""
        yield from self._jobs()
        heartbeat = seconds_since_heartbeat()
        yield GaugeMetricFamily(
            "lapor_worker_heartbeat_age_seconds",
            "Seconds since a worker last signed; -1 if none ever did",
            value=-1 if heartbeat is None else heartbeat,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            yield GaugeMetricFamily(
                "lapor_database_bytes", "Size of the database", cursor.fetchone()[0]
            )
        yield GaugeMetricFamily(
            "lapor_disk_free_bytes",
            "Free space for files",
            shutil.disk_usage(settings.LAPOR_HOME).free,
        )

    def _jobs(self) -> Iterator[GaugeMetricFamily]:
        jobs = GaugeMetricFamily("lapor_jobs", "Jobs in the queue", labels=["status"])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"
            )
            for status, count in cursor.fetchall():
                jobs.add_metric([status], count)
        yield jobs
