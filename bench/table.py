"""The table people read, and the same as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

WIDTH = 132  # columns: a narrower terminal wraps, a narrower table would hide numbers


@dataclass
class Line:
    """One measured thing. Rates per second, times in milliseconds, cost per request."""

    name: str
    label: str
    clients: int = 1
    rate: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    web: float = 0.0  # milliseconds of processor time of the web for each request
    database: float = 0.0
    foreign: float = 0.0  # cores busy with something else
    queries: int | None = None
    failed: int = 0
    aim: str = ""
    is_met: bool | None = None
    note: str = ""


@dataclass
class Result:
    """Everything one run found out."""

    cases: int
    months: int
    began_at: str
    seconds: float
    lines: list[Line] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def write(self, file: Path) -> None:
        """Write it as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1) + "\n")


def read_rates(file: Path) -> dict[str, float]:
    """Return the milliseconds of each line of an earlier run."""
    try:
        found = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {line["name"]: line["p50"] for line in found["lines"]}


def show(result: Result, console: Console, smaller: Mapping[str, float]) -> None:
    """Print the table; ``smaller`` are the medians of the run on 100,000 cases."""
    table = Table(
        title=f"Lapor, {result.cases:,} cases over {result.months} months",
        title_justify="left",
        caption="ms CPU: of web and database for each request. foreign: cores that "
        "other programs used meanwhile.",
        caption_justify="left",
    )
    table.add_column("what", min_width=26)
    heads = ["clients", "per s", "p50 ms", "p95 ms", "p99 ms", "web", "db", "queries"]
    heads += ["foreign", "aim"] + (["x 100 k"] if smaller else [])
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for line in result.lines:
        table.add_row(*_cells(line, smaller))
    wide = Console(width=max(console.width, WIDTH))
    wide.print(table)
    for name, value in result.facts.items():
        console.print(f"  {name}: {value}")


def _cells(line: Line, smaller: Mapping[str, float]) -> list[str]:
    tone = {True: "green", False: "red", None: ""}[line.is_met]
    aim = f"[{tone}]{line.aim}[/]" if tone else line.aim
    label = line.label + (f" [dim]{line.note}[/]" if line.note else "")
    cells = [
        label + (f" [red]{line.failed} failed[/]" if line.failed else ""),
        str(line.clients),
        f"{line.rate:,.0f}" if line.rate else "",
        *(f"{ms:,.1f}" for ms in (line.p50, line.p95, line.p99)),
        f"{line.web:.2f}" if line.web else "",
        f"{line.database:.2f}" if line.database else "",
        "" if line.queries is None else str(line.queries),
        f"{line.foreign:.1f}",
        aim,
    ]
    if smaller:
        before = smaller.get(line.name)
        cells.append(f"{line.p50 / before:.2f}" if before and line.p50 else "")
    return cells
