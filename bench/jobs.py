"""``python -m bench.jobs``: the ladder's sweep, and notices read and delivered.

Among a million open cases ten thousand are due: one sweep lets them climb. Fifty
thousand reports are told to their reporters: read from the ledger, sent by SMTP to a
sink in a process of its own, which counts what comes twice. Last, reports come in at 25
a second while the reader looks once a second, as the worker does.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil
from rich.console import Console
from rich.table import Table

from bench.place import ROOT, Place, place

OUT: Final = ROOT / "bench" / "out" / "jobs.json"
PORT: Final = 8_771
SINK: Final = 8_772
BATCH: Final = 50_000
RATE: Final = 25  # submissions a second
SECONDS: Final = 20


@dataclass
class Line:
    """One measured thing. ``lag`` in seconds, ``queries`` for each thing."""

    name: str
    amount: int
    seconds: float
    queries: float | None = None
    lag: float | None = None
    duplicates: int | None = None
    aim: str = ""
    is_met: bool | None = None

    @property
    def rate(self) -> float:
        """Things a second."""
        return self.amount / self.seconds if self.seconds else 0.0


@dataclass
class Counted:
    """Statements that ran while it was open, and seconds of wall time."""

    queries: int = 0
    seconds: float = 0.0
    began: float = field(default_factory=time.monotonic)


def main() -> None:
    """Read the options, measure, show, keep."""
    words = argparse.ArgumentParser("python -m bench.jobs", description=__doc__)
    words.add_argument("--open", type=int, default=1_000_000, help="open cases")
    words.add_argument("--due", type=int, default=10_000, help="of them due")
    words.add_argument("--notices", type=int, default=50_000)
    words.add_argument("--seconds", type=int, default=SECONDS, help="of submissions")
    words.add_argument("--json", type=Path, default=OUT)
    given = words.parse_args()
    console = Console()
    here = place(0, PORT)
    here = Place(here.home.with_name(f"bench-jobs-{given.open}"), given.open, PORT)
    here.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    here.enter()
    import django  # noqa: PLC0415 - after the environment is known

    django.setup()
    began = datetime.now(UTC).isoformat(timespec="seconds")
    _prepare(given.open, console)
    lines = [
        *_sweep(given.due, console),
        *_notices(given.notices, console),
        _lag(here, given.seconds, console),
    ]
    _show(lines, given, console)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "began_at": began,
        "cores": psutil.cpu_count(),
        "open": given.open,
        "lines": [asdict(line) | {"rate": line.rate} for line in lines],
    }
    given.json.write_text(json.dumps(result, indent=1) + "\n")
    console.print(f"  JSON: {given.json}")
    _stop()


def _prepare(count: int, console: Console) -> None:
    """Make a country of open cases, or take the one that is there."""
    from django.db import connection  # noqa: PLC0415

    from lapor.ops import preparation  # noqa: PLC0415

    for step in preparation.steps():
        if step.run is not preparation.load_demo:
            console.print(f"  {step.title}: {step.run()}", style="dim")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        (there,) = cursor.fetchone()
        if there < count:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE cases_case, ledger_entry CASCADE")
            cursor.execute("SET synchronous_commit = off")
            for first in range(1, count + 1, BATCH):
                last = min(first + BATCH - 1, count)
                for statement in (CASES, CLOCKS):
                    cursor.execute(statement, {"first": first, "last": last})
                console.print(f"  {last:,} cases", style="dim")
            cursor.execute("RESET ALL")
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), %s)",
                [count],
            )
        cursor.execute("TRUNCATE escalation_climb CASCADE")
        cursor.execute(
            "TRUNCATE notifications_outgoing, notifications_inboxitem, "
            "notifications_reminder, notifications_channelstate, "
            "reporters_identity, reporters_contactindex CASCADE"
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


CASES: Final = """
INSERT INTO cases_case (id, number, title, content, edited_title, classification_id,
    location, channel, programme, is_anonymous, is_secret, entered_by, source, state,
    agency_id, version, received_at, updated_at, verified_at, dispatched_at,
    completion_due_at, due_at, due_timer, result, closing, archive_reason,
    is_waiting_for_reporter, is_finding, is_remit_settled, return_count, pause_count,
    reopen_count)
SELECT g, 'B' || lpad(g::text, 12, '0'), 'Lampu jalan padam', 'Lampu jalan padam.', '',
    'complaint_ordinary', '', 'web', '', false, false, '', '{}', 'in_progress',
    (SELECT array_agg(id ORDER BY id) FROM organisations_organisation
        WHERE kind <> 'unit')[1 + g %% 500],
    3, now() - interval '5 days', now() - interval '4 days', now() - interval '4 days',
    now() - interval '4 days', now() + (g %% 60 + 30) * interval '1 day',
    now() + (g %% 60 + 30) * interval '1 day', 'completion', '', '', '', false, false,
    false, 0, 0, 0
FROM generate_series(%(first)s::bigint, %(last)s::bigint) g
"""
CLOCKS: Final = """
INSERT INTO cases_clock (case_id, timer, term_id, zone, calendar, events, due_at)
SELECT c.id, 'completion', (SELECT id FROM deadlines_term WHERE timer = 'completion'
        AND organisation_id IS NULL ORDER BY valid_from DESC, id LIMIT 1),
    o.zone, o.calendar_code,
    jsonb_build_array(jsonb_build_array('started', c.dispatched_at)), c.due_at
FROM cases_case c JOIN organisations_organisation o ON o.id = c.agency_id
WHERE c.id BETWEEN %(first)s AND %(last)s
"""
#: The last step before "late" is climbed already: one sweep is one step.
DUE: Final = """
UPDATE cases_clock SET due_at = date_trunc('day', now()) - interval '2 days',
    climbed = (SELECT coalesce(max(step), 0) FROM escalation_rung
        WHERE timer = 'completion' AND code = 'besok')
WHERE id IN (SELECT id FROM cases_clock WHERE timer = 'completion'
    AND stopped_at IS NULL ORDER BY case_id LIMIT %s)
"""
ALL_CALM: Final = """
UPDATE cases_clock SET due_at = now() + interval '40 days', climbed = 0
WHERE due_at < now() + interval '25 days' OR climbed > 0
"""


def _sweep(due: int, console: Console) -> Iterator[Line]:
    """Let what is due climb in one sweep, then read who is told of it."""
    from django.db import connection  # noqa: PLC0415

    from lapor.domain.escalation.actions import climb  # noqa: PLC0415
    from lapor.domain.escalation.models import Climb  # noqa: PLC0415
    from lapor.kernel import clock  # noqa: PLC0415
    from lapor.ops.housekeeping import read_notices  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(ALL_CALM)
        cursor.execute(DUE, [due])
        cursor.execute("VACUUM ANALYZE cases_clock")
    _skip_to_end()
    climbed = 0
    with _counting() as counted:
        while done := climb(at=clock.now()):
            climbed += done
    twice = Climb.objects.count() - (
        Climb.objects.order_by().values("clock", "rung").distinct().count()
    )
    yield Line(
        "Sweep of the ladder: clocks that climb",
        climbed,
        counted.seconds,
        queries=counted.queries / max(climbed, 1),
        duplicates=twice + climb(at=clock.now()),
        aim="10,000 in 20 s",
        is_met=counted.seconds <= 20 * due / 10_000 and climbed == due,
    )
    with _counting() as counted:
        read = read_notices(at=clock.now())
    yield Line(
        "Ledger read: entries of the sweep",
        read,
        counted.seconds,
        queries=counted.queries / max(read, 1),
    )


def _notices(amount: int, console: Console) -> Iterator[Line]:
    """Tell reporters of their reports, and send it all to a mail server that counts."""
    from django.conf import settings  # noqa: PLC0415

    from lapor.channels.delivering import deliver  # noqa: PLC0415
    from lapor.domain.notifications.models import Outgoing  # noqa: PLC0415
    from lapor.domain.notifications.rules import State  # noqa: PLC0415
    from lapor.kernel import clock  # noqa: PLC0415
    from lapor.ops.housekeeping import read_notices  # noqa: PLC0415

    console.print(f"  {amount:,} reporters", style="dim")
    _add_reports(amount)
    with _counting() as counted:
        read = read_notices(at=clock.now())
    queued = Outgoing.objects.filter(state=State.QUEUED).count()
    yield Line(
        "Ledger read: reports to reporters",
        queued,
        counted.seconds,
        queries=counted.queries / max(read, 1),
        aim="200/s",
        is_met=queued == amount and queued / counted.seconds >= 200,
    )
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", SINK
    settings.LAPOR_TRANSPORTS["email"] = "lapor.channels.email.smtp.Smtp"
    with _sink() as sink, _counting() as counted:
        told = deliver()
    sent = told[State.SENT]
    arrived, twice = sink()
    yield Line(
        "Mails delivered to a sink",
        sent,
        counted.seconds,
        queries=counted.queries / max(sent, 1),
        duplicates=twice + abs(arrived - sent),
        aim="200/s",
        is_met=arrived == amount and sent / counted.seconds >= 200,
    )


def _add_reports(amount: int) -> None:
    """Write a report's fact and its reporter for the first cases."""
    from django.db import transaction  # noqa: PLC0415

    from lapor.domain.cases.models import Case  # noqa: PLC0415
    from lapor.domain.ledger.actions import record_many  # noqa: PLC0415
    from lapor.domain.ledger.models import Entry  # noqa: PLC0415
    from lapor.domain.reporters.actions import Kept, keep_many  # noqa: PLC0415
    from lapor.domain.reporters.rules import Person  # noqa: PLC0415
    from lapor.kernel import clock  # noqa: PLC0415
    from lapor.kernel.actor import REPORTER  # noqa: PLC0415

    now = clock.now()
    numbers = list(
        Case.objects.order_by("pk").values_list("number", flat=True)[:amount]
    )
    for start in range(0, len(numbers), 5_000):
        some = numbers[start : start + 5_000]
        with transaction.atomic():
            people = [
                Kept(
                    number,
                    Person(email=f"pelapor{number.lower()}@contoh.example.id"),
                    is_anonymous=False,
                )
                for number in some
            ]
            keep_many(people, by=REPORTER, at=now)
            record_many(
                Entry(
                    fact="case.received",
                    subject=f"case:{number}",
                    actor=REPORTER.ref,
                    happened_at=now,
                    data={},
                )
                for number in some
            )


def _lag(here: Place, seconds: int, console: Console) -> Line:
    """Look once a second while reports come in, and say how old the news were."""
    from lapor.domain.cases.models import Case  # noqa: PLC0415
    from lapor.domain.notifications.models import Outgoing  # noqa: PLC0415
    from lapor.kernel import clock  # noqa: PLC0415
    from lapor.ops.housekeeping import tell  # noqa: PLC0415

    console.print(f"  {RATE} reports a second for {seconds} s", style="dim")
    command = [sys.executable, "-m", "bench.jobs_submit", str(RATE), str(seconds)]
    child = subprocess.Popen(command, env=here.environment, cwd=ROOT)
    lags: list[float] = []
    known = Outgoing.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    began = time.monotonic()
    while child.poll() is None or time.monotonic() - began < seconds:
        time.sleep(1.0)
        tell(at=clock.now())
        now = clock.now()
        fresh = Outgoing.objects.filter(pk__gt=known).order_by("pk")
        numbers = {row.subject.removeprefix("case:"): row.pk for row in fresh}
        for case in Case.objects.filter(number__in=numbers):
            lags.append((now - case.received_at).total_seconds())
        known = max([known, *numbers.values()])
    worst = max(lags, default=0.0)
    return Line(
        f"Reader at {RATE} submissions/s (lag: worst; median "
        f"{statistics.median(lags) if lags else 0:.1f} s)",
        len(lags),
        float(seconds),
        lag=worst,
        aim="lag < 5 s",
        is_met=bool(lags) and worst < 5,
    )


def _skip_to_end() -> None:
    """Let the reader stand at the end of the ledger: only what follows is measured."""
    from django.db import transaction  # noqa: PLC0415

    from lapor.domain.ledger.actions import move_bookmark  # noqa: PLC0415
    from lapor.domain.ledger.models import Entry  # noqa: PLC0415

    last = Entry.objects.order_by("-transaction", "-pk").first()
    if last:
        with transaction.atomic():
            move_bookmark("notifications", last=last)


@contextmanager
def _counting() -> Iterator[Counted]:
    from django.db import connection  # noqa: PLC0415

    counted = Counted()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counted.queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield counted
    counted.seconds = time.monotonic() - counted.began


@contextmanager
def _sink() -> Iterator[Any]:
    """Start the mail server; called afterwards it says how many came, and twice."""
    command = [sys.executable, "-m", "bench.jobs_sink", str(SINK)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it listens

        def asked() -> tuple[int, int]:
            said, _errors = process.communicate("\n", timeout=30)
            arrived, twice = said.split()
            return int(arrived), int(twice)

        found: list[tuple[int, int]] = []

        def ask() -> tuple[int, int]:
            if not found:
                found.append(asked())
            return found[0]

        try:
            yield ask
            ask()
        finally:
            process.kill()


def _show(lines: list[Line], given: argparse.Namespace, console: Console) -> None:
    table = Table(
        title=f"Jobs: {given.due:,} due among {given.open:,} open cases, "
        f"{given.notices:,} notices",
        title_justify="left",
    )
    table.add_column("what", min_width=30)
    for head in ("amount", "seconds", "per s", "queries each", "lag s", "twice"):
        table.add_column(head, justify="right")
    table.add_column("aim")
    for line in lines:
        tone = {True: "green", False: "red", None: "white"}[line.is_met]
        table.add_row(
            line.name,
            f"{line.amount:,}",
            f"{line.seconds:.1f}",
            f"{line.rate:,.0f}",
            "" if line.queries is None else f"{line.queries:.3f}",
            "" if line.lag is None else f"{line.lag:.1f}",
            "" if line.duplicates is None else str(line.duplicates),
            f"[{tone}]{line.aim}[/]" if line.aim else "",
        )
    Console(width=max(console.width, 120)).print(table)


def _stop() -> None:
    from django.db import connections  # noqa: PLC0415

    from lapor.ops.preparation import embedded_server  # noqa: PLC0415

    connections.close_all()
    if server := embedded_server():
        server.stop()


if __name__ == "__main__":
    main()
