"""``python -m bench``: fill, start, ask, show."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bench.place import ROOT, Place, place
from bench.table import Result, read_rates, show

OUT = ROOT / "bench" / "out"
PORT = 8765
SUBMIT_CLIENTS = (1, 8, 32)
SUBMIT_AIM = 300
MEMORY_AIM = 300
CSV_AIM = 4.0
WARM_UP = 1.0


def main() -> None:
    """Read the options and measure."""
    words = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    words.add_argument(
        "--cases", type=int, default=int(os.environ.get("CASES") or 100_000)
    )
    words.add_argument("--seconds", type=float, default=6.0, help="of each question")
    words.add_argument("--only", default="", help="names of questions, with commas")
    words.add_argument("--json", type=Path, help="where the result goes as JSON")
    words.add_argument("--port", type=int, default=PORT)
    words.add_argument("--fill-only", action="store_true", help="make the cases, stop")
    given = words.parse_args()
    console = Console()
    here = place(given.cases, given.port)
    here.enter()
    run(here, given, console)


def run(here: Place, given: argparse.Namespace, console: Console) -> None:
    """Measure one home and print the table."""
    import django  # noqa: PLC0415 - after the environment is known

    django.setup()
    from bench import filling, wrk  # noqa: PLC0415

    wrk.ensure_wrk()
    console.print(f"[bold]{here.cases:,} cases in {here.home}[/]")
    filling.prepare(here, console)
    if not given.fill_only:
        _measure(here, given, console)
    from lapor.ops.preparation import embedded_server  # noqa: PLC0415

    if server := embedded_server():
        _hang_up()
        server.stop()


def _measure(here: Place, given: argparse.Namespace, console: Console) -> None:
    from bench.asking import Asking  # noqa: PLC0415
    from bench.serving import serving  # noqa: PLC0415

    result = Result(
        cases=here.cases,
        months=here.months,
        began_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=given.seconds,
    )
    _hang_up_and_stop()
    only = set(filter(None, given.only.split(",")))
    with serving(here) as system:
        console.print("Waiting until the worker has caught up …")
        console.print(f"  it rests after {system.catch_up():.0f} s")
        asking = Asking(here, system, given.seconds, console)
        for line in asking.all(only):
            result.lines.append(line)
        result.facts = asking.facts()
    file = given.json or OUT / f"{here.cases}.json"
    if not only or given.json:
        result.write(file)
    is_large = here.cases != 100_000
    show(result, console, read_rates(OUT / "100000.json") if is_large else {})
    if not only or given.json:
        console.print(f"  JSON: {file}")


def _hang_up() -> None:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()


def _hang_up_and_stop() -> None:
    """Stop the database, so that the start is a cold one."""
    from lapor.ops.preparation import embedded_server  # noqa: PLC0415

    _hang_up()
    if server := embedded_server():
        server.stop()


if __name__ == "__main__":
    main()
