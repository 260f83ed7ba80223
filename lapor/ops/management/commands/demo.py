"""Make the demo country."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from lapor.domain.accounts.queries import demo_accounts
from lapor.domain.organisations.models import Organisation
from lapor.kernel import clock
from lapor.ops import demo
from lapor.ops.demo.people import PASSWORD

Tell = Callable[[int, int], None]
MOST_CASES, MOST_MONTHS = 20_000_000, 120


class Command(BaseCommand):
    """Parse, make one call, say what was made."""

    help = "Membuat negara contoh: akun, laporan, dan tanggapan rekaan"
    example = "lapor demo --cases 20000 --months 24 --seed 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The same four answers give the same country."""
        parser.add_argument(
            "--cases", type=_up_to(MOST_CASES), default=20_000, help="banyak laporan"
        )
        parser.add_argument(
            "--months", type=_up_to(MOST_MONTHS), default=24, help="panjang masanya"
        )
        parser.add_argument("--seed", type=int, default=1, help="benih acak")
        parser.add_argument(
            "--until",
            type=_day,
            help="hari terakhir, misalnya 2026-03-02 (bawaan: hari ini)",
        )
        parser.add_argument(
            "--no-rounds", action="store_true", help="tanpa putaran monev"
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(
        self,
        *,
        cases: int,
        months: int,
        seed: int,
        until: date | None,
        no_rounds: bool,
        json: bool,
        **_: Any,
    ) -> None:
        """Make it; what an earlier run has made already stays."""
        now = clock.now()
        if not Organisation.objects.exists():
            call_command("reference", stdout=self.stderr)
        with _bar() as tell:
            figures = demo.build(
                cases=cases,
                months=months,
                seed=seed,
                until=until or timezone.localdate(now),
                at=now,
                tell=tell,
            )
            if not no_rounds:
                demo.cross(seed=seed, at=now)
                figures.rounds = demo.evaluate(seed=seed, at=now, tell=tell)
        self.stdout.write(as_json(figures) if json else as_text(figures))


def as_json(figures: demo.Figures) -> str:
    """Return the figures and the accounts for machines."""
    return json.dumps(
        {
            **vars(figures),
            "seconds": round(figures.seconds, 3),
            "per_second": round(figures.per_second, 1),
            "accounts": [account.username for account in demo_accounts()],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(figures: demo.Figures) -> str:
    """Return what was made, in two lines."""
    if not (figures.cases or figures.rounds):
        return gettext("Negara contoh ini sudah ada; tidak ada yang ditambahkan.")
    made = gettext(
        "{cases} laporan, {messages} pesan, {publications} tayang, {facts} fakta dalam "
        "{seconds:.1f} detik ({rate:.0f} laporan per detik); {rounds} putaran monev."
    ).format(**vars(figures), rate=figures.per_second)
    hint = gettext("Kata sandi semua akun contoh: {password}").format(password=PASSWORD)
    return f"{made}\n{hint}"


def _up_to(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) < 12
        if not (is_number and 1 <= int(text) <= most):
            raise ArgumentTypeError(
                gettext("isi bilangan bulat 1 sampai {most}").format(most=most)
            )
        return int(text)

    return read


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            gettext("“{text}” bukan tanggal; tulis seperti 2025-03-28").format(
                text=text
            )
        ) from None


@contextmanager
def _bar() -> Iterator[Tell]:
    """Show one bar on a terminal's error stream, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(gettext("Membuat laporan"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
