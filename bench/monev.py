"""``python -m bench.monev``: folding the ledger, and a national round at many sizes.

Each step runs in a process of its own, so that its memory is its own. Sizes grow on
one home; what is there already is made anew. The limit is DuckDB reading the same
columns once.
"""

import argparse
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.place import ROOT, Place, place
from bench.rounds import ENTRIES_A_CASE, Measured, run_step

OUT: Final = ROOT / "bench" / "out"
PORT: Final = 8767
ROUND: Final = ("seal", "compute", "rank", "scan")
#: What is aimed at with 10 million cases on two cores: seconds, MB.
AIMS: Final = {"seal": (300.0, 0.0), "compute": (60.0, 4_096.0)}
BIG: Final = 10_000_000
LABELS: Final = {
    "fold": "Fold the ledger",
    "seal": "Seal the nation, 12 months",
    "compute": "Compute all indicators",
    "rank": "Score and rank",
    "scan": "Limit: DuckDB reads the same columns",
    "stand": "Count a year ahead for pages (PostgreSQL)",
}


def main() -> None:
    """Read the options, measure, show, keep."""
    words = argparse.ArgumentParser("python -m bench.monev", description=__doc__)
    words.add_argument(
        "sizes", nargs="*", type=int, default=[1_000_000, 3_000_000, BIG]
    )
    words.add_argument("--entries", type=int, default=1_000_000, help="ledger, 0: none")
    words.add_argument("--stand", action="store_true", help="count ahead for pages")
    words.add_argument("--pages", type=float, default=0.0, help="seconds for each page")
    words.add_argument("--json", type=Path, default=OUT / "monev.json")
    words.add_argument("--port", type=int, default=PORT)
    given = words.parse_args()
    console = Console()
    here = place(given.entries // ENTRIES_A_CASE, given.port)
    here.enter()
    import django  # noqa: PLC0415 - after the environment is known

    django.setup()
    result = _measure(here, given, console)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(result, indent=1) + "\n")
    console.print(f"  JSON: {given.json}")


def _measure(
    here: Place, given: argparse.Namespace, console: Console
) -> dict[str, Any]:
    from django.db import connections  # noqa: PLC0415

    from bench import nation  # noqa: PLC0415
    from lapor.ops.preparation import embedded_server  # noqa: PLC0415

    began = datetime.now(UTC).isoformat(timespec="seconds")
    fold = _fold(here, given.entries, console)
    agencies = nation.add_offices()
    rounds: dict[int, list[Measured]] = {}
    pages: list[Any] = []
    for rows in sorted(given.sizes):
        _fill(rows, console)
        connections.close_all()
        rounds[rows] = _round(here, rows, given.stand, console)
    if given.pages:
        from bench.monev_pages import ask_pages  # noqa: PLC0415

        pages = ask_pages(here, given.pages, console)
    _show(fold, rounds, agencies, console)
    connections.close_all()
    if server := embedded_server():
        server.stop()
    return {
        "began_at": began,
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "agencies": agencies,
        "fold": asdict(fold) if fold else None,
        "rounds": {
            rows: [asdict(one) for one in found] for rows, found in rounds.items()
        },
        "pages": [asdict(line) for line in pages],
    }


def _fold(here: Place, entries: int, console: Console) -> Measured | None:
    """Fill a home with cases and their ledger, then fold it from the first entry."""
    from django.db import connections  # noqa: PLC0415

    from bench import filling  # noqa: PLC0415

    for step in filling.preparation.steps():
        if step.run is not filling.preparation.load_demo:
            console.print(f"  {step.title}: {step.run()}", style="dim")
    if not entries:
        return None
    filling.prepare(here, console)
    filling.add_history()
    connections.close_all()
    found = run_step(here, "fold", str(here.cases))
    console.print(f"  {LABELS['fold']}: {found.counts} in {found.seconds:.1f} s")
    return found


def _fill(rows: int, console: Console) -> None:
    from bench import nation  # noqa: PLC0415

    begun = time.monotonic()
    with Progress(console=console) as progress:
        bar = progress.add_task(f"  Facts of {rows:,} cases", total=rows)
        for done in nation.fill_facts(rows):
            progress.update(bar, completed=done)
    console.print(f"  made in {time.monotonic() - begun:.0f} s", style="dim")


def _round(
    here: Place, rows: int, with_standing: bool, console: Console
) -> list[Measured]:
    folder = here.home / "seals" / f"bench-{rows}"
    found = []
    for name in (*ROUND, *(("stand",) if with_standing else ())):
        measured = run_step(here, name, str(folder))
        found.append(measured)
        console.print(
            f"  {rows:,} {LABELS[name]}: {measured.seconds:.1f} s, "
            f"{measured.rss:.0f} MB, {measured.counts}",
            style="dim",
        )
    shutil.rmtree(folder, ignore_errors=True)
    return found


def _show(
    fold: Measured | None,
    rounds: dict[int, list[Measured]],
    agencies: int,
    console: Console,
) -> None:
    wide = Console(width=max(console.width, 120))
    table = Table(
        title=f"A national round, {agencies:,} agencies, 12 months, all indicators",
        title_justify="left",
        caption="RSS: peak of the process; database: peak of PostgreSQL (PSS).",
        caption_justify="left",
    )
    for head in ("cases", "step", "seconds", "RSS MB", "database MB", "MB written"):
        table.add_column(head, justify="left" if head == "step" else "right")
    table.add_column("aim (10 M)", justify="right")
    table.add_column("x limit", justify="right")
    if fold:
        entries = int(fold.counts["entries"])
        table.add_row(f"{entries:,} entries", *_cells(fold, "", ""))
    for rows, found in sorted(rounds.items()):
        limit = next(one.seconds for one in found if one.name == "scan")
        for one in found:
            times = f"{one.seconds / limit:.1f}" if one.name == "compute" else ""
            table.add_row(f"{rows:,}", *_cells(one, _aim(one, rows), times))
    wide.print(table)
    _show_growth(rounds, wide)


def _cells(one: Measured, aim: str, times: str) -> Sequence[str]:
    return (
        LABELS[one.name],
        f"{one.seconds:,.2f}",
        f"{one.rss:,.0f}",
        f"{one.database:,.0f}" if one.database else "",
        f"{one.bytes / 2**20:,.0f}" if one.bytes else "",
        aim,
        times,
    )


def _aim(one: Measured, rows: int) -> str:
    if one.name not in AIMS:
        return ""
    seconds, memory = AIMS[one.name]
    is_met = one.seconds <= seconds and (not memory or one.rss <= memory)
    words = f"≤ {seconds:.0f} s" + (f", {memory / 1024:.0f} GB" if memory else "")
    tone = "" if rows != BIG else "green" if is_met else "red"
    return f"[{tone}]{words}[/]" if tone else words


def _show_growth(rounds: dict[int, list[Measured]], console: Console) -> None:
    """Print how many times longer each step takes than at the smallest size."""
    sizes = sorted(rounds)
    if len(sizes) < 2:
        return
    table = Table(title="Growth against the smallest size", title_justify="left")
    table.add_column("step")
    for rows in sizes:
        table.add_column(f"{rows:,} (x{rows / sizes[0]:.3g})", justify="right")
    for place_in_round, one in enumerate(rounds[sizes[0]]):
        cells = [
            f"x{rounds[rows][place_in_round].seconds / one.seconds:.2f}"
            for rows in sizes
        ]
        table.add_row(LABELS[one.name], *cells)
    console.print(table)


if __name__ == "__main__":
    main()
