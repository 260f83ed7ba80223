"""Load the reference data that comes with the program."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from lapor.domain.cases.actions.reference import (
    load_categories,
    load_classifications,
)
from lapor.domain.deadlines.actions import load_holidays, load_terms
from lapor.domain.escalation.actions import load_ladder
from lapor.domain.findings.actions import load_thresholds
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.notifications.actions import load_notices
from lapor.domain.organisations.actions import REFERENCES, load_reference
from lapor.domain.priorities.actions import load_harms, load_programmes
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM

Tell = Callable[[int, int], None]


class Outcome(NamedTuple):
    """What one step did. Unit of the numbers: rows; ``rows`` is None when unknown."""

    name: str
    rows: int | None
    created: int
    changed: int
    seconds: float


TITLES = {
    "regions": "Wilayah",
    "boundaries": "Batas wilayah",
    "organisations": "Instansi dan unit",
    "oversight": "Hubungan pengawasan",
    "holidays": "Hari libur",
    "terms": "Batas waktu",
    "ladder": "Jenjang eskalasi",
    "classifications": "Klasifikasi",
    "categories": "Kategori",
    "programmes": "Program prioritas",
    "harms": "Tanda bahaya",
    "schedule": "Jadwal monev",
    "thresholds": "Ambang temuan monev",
    "instrument": "Bobot penilaian",
    "notices": "Pemberitahuan",
}


class Command(BaseCommand):
    """Parse, call the rooms in their order, say what came out."""

    help = "Memuat data rujukan: wilayah, instansi, pengawasan, libur, batas, kategori"
    example = "lapor reference --json"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Loading is skipped where the files are as before, unless forced."""
        parser.add_argument(
            "--force", action="store_true", help="muat lagi walau berkasnya sama"
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, force: bool, json: bool, **_: Any) -> None:
        """Load everything; twice is once."""
        with _bars(is_shown=not json and self.stdout.isatty()) as bar:
            outcomes = [*_organisations(force, bar), *_rules(bar)]
        if json:
            self.stdout.write(as_json(outcomes))
        else:
            for outcome in outcomes:
                self.stdout.write(as_text(outcome))


def as_json(outcomes: list[Outcome]) -> str:
    """Return the outcomes and their sum of seconds as JSON."""
    return json.dumps(
        {
            "lists": [outcome._asdict() for outcome in outcomes],
            "seconds": round(sum(outcome.seconds for outcome in outcomes), 3),
        }
    )


def as_text(outcome: Outcome) -> str:
    """Return one line about one list."""
    amount = ""
    if outcome.rows is not None:
        amount = f"{outcome.rows:,}".replace(",", ".") + " baris, "
    news = (
        f"{outcome.created} baru, {outcome.changed} berubah"
        if outcome.created or outcome.changed
        else "tidak ada yang baru"
    )
    return f"{TITLES[outcome.name]}: {amount}{news} ({outcome.seconds:.1f} detik)"


def _organisations(force: bool, bar: Callable[[str], Tell]) -> Iterator[Outcome]:
    for reference in REFERENCES:
        start = time.monotonic()
        loaded = load_reference(
            reference,
            by=SYSTEM,
            at=clock.now(),
            force=force,
            tell=bar(TITLES[reference.name]),
        )
        yield Outcome(
            loaded.name,
            loaded.rows,
            loaded.created,
            loaded.changed,
            round(time.monotonic() - start, 3),
        )


def _rules(bar: Callable[[str], Tell]) -> Iterator[Outcome]:
    """Load the short lists of the other rooms; they know themselves what is new."""
    for name, load in (
        ("holidays", load_holidays),
        ("terms", load_terms),
        ("ladder", load_ladder),
        ("classifications", load_classifications),
        ("categories", load_categories),
        ("programmes", load_programmes),
        ("harms", load_harms),
        ("schedule", load_schedule),
        ("thresholds", load_thresholds),
        ("instrument", load_instrument),
        ("notices", load_notices),
    ):
        tell = bar(TITLES[name])
        start = time.monotonic()
        created = load(by=SYSTEM, at=clock.now())
        tell(1, 1)
        yield Outcome(name, None, created, 0, round(time.monotonic() - start, 3))


@contextmanager
def _bars(*, is_shown: bool) -> Iterator[Callable[[str], Tell]]:
    """Show one bar per list on a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=Console(stderr=True), disable=not is_shown, transient=True
    ) as progress:

        def begin(title: str) -> Tell:
            task = progress.add_task(title, total=None)
            return lambda done, total: progress.update(
                task, completed=done, total=total
            )

        yield begin
