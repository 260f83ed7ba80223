"""The steps of a national round, each measured in a process of its own."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import psutil

from bench.place import ROOT, Place

ENTRIES_A_CASE: Final = 5  # received, dispatched, followed up, answered, closed
MEGA: Final = 2**20


@dataclass
class Measured:
    """What one step took. Seconds of wall time, MB at the peak, bytes it wrote."""

    name: str
    seconds: float
    rss: float = 0.0
    database: float = 0.0
    bytes: int = 0
    counts: dict[str, Any] = field(default_factory=dict)


def run_step(place: Place, name: str, *words: str) -> Measured:
    """Run one step in a fresh process and read what it says."""
    command = [sys.executable, "-m", "bench.rounds", name, *words]
    with _Watch(place) as watch:
        done = subprocess.run(
            command,
            env=place.environment,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-4_000:]}")
    measured = Measured(**json.loads(done.stdout.splitlines()[-1]))
    measured.database = watch.peak
    return measured


class _Watch:
    """Watches the private memory of PostgreSQL, its shared buffers counted once."""

    def __init__(self, place: Place) -> None:
        self.place, self.peak = place, 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        from lapor.ops import postgres_binaries  # noqa: PLC0415
        from lapor.ops.database import Server  # noqa: PLC0415

        data = Server(self.place.home / "pg").data
        while not self._over.wait(1.0):
            total = 0
            for pid in postgres_binaries.processes_in(data):
                try:
                    total += psutil.Process(pid).memory_full_info().pss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total / MEGA)


def fold_entries(cases: str) -> dict[str, Any]:
    """Fold every ledger entry of the home, from the first, in the usual batches."""
    from django.db import connection  # noqa: PLC0415

    from lapor.domain.analytics.actions import fold  # noqa: PLC0415
    from lapor.domain.analytics.actions.folding import READER  # noqa: PLC0415
    from lapor.domain.ledger.models import Bookmark, Entry  # noqa: PLC0415
    from lapor.kernel import clock  # noqa: PLC0415

    Bookmark.objects.filter(reader=READER).delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE analytics_casefact SET LOGGED")
        cursor.execute("TRUNCATE analytics_casefact, analytics_dailycount")
    entries = Entry.objects.count()
    begun = time.monotonic()
    folded = fold(at=clock.now())
    seconds = time.monotonic() - begun
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('analytics_casefact')")
        size = int(cursor.fetchone()[0])
    rate = round(entries / seconds)
    return {
        "seconds": seconds,
        "bytes": size,
        "counts": {"entries": entries, "folded": folded, "a second": rate},
    }


def seal_nation(folder: str) -> dict[str, Any]:
    """Seal the year of the nation."""
    from lapor.domain.analytics.actions.sealing import seal  # noqa: PLC0415
    from lapor.domain.analytics.rules.tables import TABLES  # noqa: PLC0415

    shutil.rmtree(folder, ignore_errors=True)
    window = year()
    begun = time.monotonic()
    manifest = seal(
        Path(folder),
        agencies=None,
        window=window,
        tables=set(TABLES),
        at=window.cut_off,
        extra={},
    )
    return {
        "seconds": time.monotonic() - begun,
        "bytes": manifest.bytes,
        "counts": {name: table.rows for name, table in manifest.tables.items()},
    }


def compute_nation(folder: str) -> dict[str, Any]:
    """Compute every indicator of every agency from the seal, with DuckDB."""
    from lapor.domain.analytics.queries.computing import compute  # noqa: PLC0415
    from lapor.domain.analytics.queries.engines import Duck  # noqa: PLC0415

    begun = time.monotonic()
    engine = Duck(Path(folder))
    readings = compute(engine, year())
    engine.close()
    return {
        "seconds": time.monotonic() - begun,
        "counts": {
            "agencies": len(readings) - 1,
            "indicators": len(readings[""]),
            "P3 of all": f"{readings['']['P3'].numerator}/"
            f"{readings['']['P3'].denominator}",
        },
    }


def rank_nation(folder: str) -> dict[str, Any]:
    """Score and rank every agency; the readings are computed before the clock runs."""
    from lapor.domain.analytics.queries.computing import compute  # noqa: PLC0415
    from lapor.domain.analytics.queries.engines import Duck  # noqa: PLC0415
    from lapor.domain.scoring.rules.ranking import Scored, rank  # noqa: PLC0415
    from lapor.domain.scoring.rules.scores import Facts, score  # noqa: PLC0415
    from lapor.domain.scoring.rules.weights import default_weights  # noqa: PLC0415

    engine = Duck(Path(folder))
    readings = compute(engine, year())
    readings.pop("")
    kinds = _kinds(folder)
    engine.close()
    weights = default_weights()
    begun = time.monotonic()
    scored = []
    for code, mine in readings.items():
        received = mine["P11"].numerator if "P11" in mine else 0
        facts = Facts(received, mine["P9"].denominator, True, True)
        judged = score(mine, weights, facts)
        group = kinds.get(code, "")
        scored.append(Scored(code, group, facts.dispatched, judged))
    places = rank(scored)
    return {
        "seconds": time.monotonic() - begun,
        "counts": {
            "subjects": len(places),
            "with a rank": sum(place.rank is not None for place in places),
        },
    }


def scan_limit(folder: str) -> dict[str, Any]:
    """Let DuckDB read once every column that the indicators read, and nothing more."""
    import duckdb  # noqa: PLC0415

    columns, scans = _asked(Path(folder))
    file = str(Path(folder) / "cases.parquet")
    with duckdb.connect(":memory:") as base:
        base.execute("SET TimeZone = 'UTC'")
        begun = time.monotonic()
        base.execute(
            f"SELECT bit_xor(hash({', '.join(columns)})) FROM read_parquet(?)", [file]
        ).fetchall()
        seconds = time.monotonic() - begun
    return {
        "seconds": seconds,
        "counts": {"columns": len(columns), "questions of compute": scans},
    }


def _asked(folder: Path) -> tuple[list[str], int]:
    """Return the columns of cases that compute reads, and how often it asks."""
    from lapor.domain.analytics.queries.computing import compute  # noqa: PLC0415
    from lapor.domain.analytics.queries.engines import Duck, sql_of  # noqa: PLC0415
    from lapor.domain.analytics.rules.tables import TABLES  # noqa: PLC0415

    class Listening(Duck):
        """Notes which columns each question reads from the file, answers nothing."""

        heard: list[str] = []
        columns: set[str] = set()

        def rows(self, expression: Any) -> list[dict[str, Any]]:
            self.heard.append(sql_of(expression, "duckdb"))
            explain = f"EXPLAIN (FORMAT json) {self.heard[-1]}"
            (_name, plan), *_ = self._connection.execute(explain).fetchall()
            self._look(json.loads(plan))
            return []

        def _look(self, nodes: Any) -> None:
            for node in nodes:
                if node["name"] in ("PARQUET_SCAN", "READ_PARQUET"):
                    told = node["extra_info"]
                    read = f"{told.get('Projections')} {told.get('Filters')}"
                    self.columns |= set(re.findall(r"\w+", read))
                self._look(node["children"])

    engine = Listening(folder)
    compute(engine, year())
    engine.close()
    names = [c.name for c in TABLES["cases"] if c.name in engine.columns]
    return names, len(engine.heard)


def _kinds(folder: str) -> dict[str, str]:
    import duckdb  # noqa: PLC0415

    rows = duckdb.read_parquet(str(Path(folder) / "agencies.parquet"))
    found = rows.filter("unit = ''").project("agency, ranking_group").fetchall()
    return dict(found)


def stand_nation(folder: str) -> dict[str, Any]:
    """Count ahead what pages read, of one period, in PostgreSQL."""
    from lapor.domain.analytics.actions.standing import count_ahead  # noqa: PLC0415
    from lapor.domain.analytics.rules.indicator import Basis  # noqa: PLC0415
    from lapor.domain.analytics.rules.periods import parse_period  # noqa: PLC0415
    from lapor.kernel import clock  # noqa: PLC0415

    begun = time.monotonic()
    count_ahead(parse_period("2025"), Basis.COHORT, at=clock.now())
    return {"seconds": time.monotonic() - begun, "counts": {"period": "2025"}}


def year() -> Any:
    """Return the twelve months that are evaluated, cut off a month later."""
    from lapor.domain.analytics.rules.indicator import Window  # noqa: PLC0415
    from lapor.domain.analytics.rules.periods import parse_period  # noqa: PLC0415

    period = parse_period("2025")
    return Window(period.start, period.end, period.end + timedelta(days=31))


STEPS: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "fold": fold_entries,
    "seal": seal_nation,
    "compute": compute_nation,
    "rank": rank_nation,
    "scan": scan_limit,
    "stand": stand_nation,
}


def _main() -> None:
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    django.setup()
    name, argument = sys.argv[1:]
    told = STEPS[name](argument)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(Measured(name=name, rss=peak, **told))))


if __name__ == "__main__":
    _main()
