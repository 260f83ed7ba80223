"""Show and change the keys that lock identities."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from lapor.kernel import clock
from lapor.kernel.crypto import CannotOpen
from lapor.kernel.keyring import KeyMissing
from lapor.kernel.rewrapping import Tell
from lapor.ops import keys
from lapor.ops.keys import STORES, Key


class Command(BaseCommand):
    """Parse, make one call, say what came out."""

    help = "Memeriksa dan mengganti kunci yang menyegel identitas pelapor"
    example = "lapor keys rewrap"

    def add_arguments(self, parser: CommandParser) -> None:
        """Three acts: show, make, rewrap."""
        acts = parser.add_subparsers(
            dest="act", required=True, parser_class=ArgumentParser
        )
        for name, text in (
            ("show", "sebut semua kunci dan berapa yang disegelnya"),
            ("make", "buat kunci baru; yang lama tetap membuka"),
            ("rewrap", "pindahkan semua yang tersegel ke kunci terbaru"),
        ):
            act = acts.add_parser(name, help=text)
            act.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, act: str, json: bool, **_: Any) -> None:
        """Run the act."""
        try:
            found, text = ACTS[act](not json and self.stdout.isatty())
        except (CannotOpen, KeyMissing) as trouble:
            raise CommandError(
                f"{trouble} Yang sudah pindah tetap pindah; jangan buang kunci apa pun."
            ) from None
        self.stdout.write(as_json(found) if json else text)


Said = tuple[dict[str, Any], str]


def show(is_shown: bool) -> Said:
    """Say which keys there are."""
    found = keys.known_keys()
    return {"keys": [key._asdict() for key in found]}, as_text(found)


def make(is_shown: bool) -> Said:
    """Make a key and say what comes next."""
    return {"made": keys.make_key(at=clock.now())}, MADE


def rewrap(is_shown: bool) -> Said:
    """Move everything to the newest key, with bars on a terminal."""
    with bars(is_shown=is_shown) as begin:
        moved = keys.rewrap_all(at=clock.now(), tell=begin)
    found, text = show(is_shown)
    lines = [f"{STORES[name].title}: {count} pindah" for name, count in moved.items()]
    return {"moved": moved, **found}, "\n".join([*lines, "", text])


ACTS = {"show": show, "make": make, "rewrap": rewrap}
MADE = (
    "Kunci baru dibuat. Cadangkan folder kunci, mulai ulang Lapor, lalu jalankan:\n"
    "lapor keys rewrap"
)


def as_json(found: dict[str, Any]) -> str:
    """Return what came out for machines."""
    return json.dumps(found)


def as_text(found: list[Key]) -> str:
    """Return a line for each key, and what may be done with it."""
    return "\n".join(map(_line, found)) or "Belum ada kunci; dibuat saat diperlukan."


def _line(key: Key) -> str:
    boxes = ", ".join(
        f"{count} {STORES[name].title.lower()}"
        for name, count in key.boxes.items()
        if count
    )
    if not key.file:
        note = "TIDAK ADA di folder kunci: pulihkan dari cadangan"
    elif key.is_newest:
        note = "terbaru"
    elif key.is_idle:
        note = "tidak dipakai basis data ini; masih perlu untuk cadangan yang lama"
    else:
        note = "lama: jalankan lapor keys rewrap"
    return f"{key.file or '?':<8} {key.id}  {note}; {boxes or 'tidak menyegel apa pun'}"


@contextmanager
def bars(*, is_shown: bool) -> Iterator[Callable[[str], Tell]]:
    """Show one bar for each kind of sealed thing on a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=Console(stderr=True), disable=not is_shown, transient=True
    ) as progress:

        def begin(name: str) -> Tell:
            store = STORES[name]
            total = sum(store.counts().values()) if is_shown else None
            task = progress.add_task(store.title, total=total)
            return lambda moved: progress.advance(task, moved)

        yield begin
