"""Putting made-up cases into a home, once; and taking out what a run has added."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.indexes import GinIndex
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Index, Model
from rich.console import Console
from rich.progress import Progress

from bench import statements
from bench.place import Filled, Place, filled
from bench.settling import settle
from bench.words import sentences
from lapor.domain.analytics.actions import compact, recount
from lapor.domain.cases.actions import learn_words
from lapor.domain.cases.models import Case
from lapor.domain.publication.models import Publication
from lapor.kernel import clock
from lapor.ops import preparation

BATCH = 25_000
SEED = 7
VERSION = hashlib.sha256(
    "".join((statements.DICE, statements.CASES, statements.BESIDE)).encode()
).hexdigest()[:12]


def prepare(place: Place, console: Console) -> None:
    """Bring the home to the wanted number of cases and to the same start each time."""
    for step in preparation.steps():
        if step.run is not preparation.load_demo:
            console.print(f"  {step.title}: {step.run()}", style="dim")
    known = filled(place.home)
    if known and (known.cases, known.version) == (place.cases, VERSION):
        _forget(known.last_case)
    else:
        _fill(place, console)
    compact()


def add_history() -> None:
    """Add to the ledger what the cases have lived through, unless it is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM ledger_entry WHERE fact = 'case.answered' LIMIT 1"
        )
        if cursor.fetchone() is None:
            cursor.execute(statements.HISTORY)
            cursor.execute("ANALYZE ledger_entry")


def _fill(place: Place, console: Console) -> None:
    texts = sentences(SEED)
    with _bare(), Progress(console=console) as progress:
        with connection.cursor() as cursor:
            _empty(cursor)
            cursor.execute(f"SELECT setseed(0.{SEED})")
            cursor.execute(statements.HELPERS)
            with cursor.copy("COPY the_sentence FROM STDIN") as copy:
                for n, text in enumerate(texts, start=1):
                    copy.write_row((n, text))
            cursor.execute("ANALYZE the_sentence")
        bar = progress.add_task("  Cases", total=place.cases)
        for first in range(1, place.cases + 1, BATCH):
            last = min(first + BATCH - 1, place.cases)
            _batch(first, last, place.months)
            progress.update(bar, completed=last)
        progress.add_task("  Indexes over words", total=None)
    with connection.cursor() as cursor:
        for table in ("cases_case", "publication_publication"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f"(SELECT max(id) FROM {table}))"
            )
        console.print("  Counting, vacuum, learning words", style="dim")
        recount()
        learn_words()
        settle()
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    Filled(place.cases, place.months, VERSION, place.cases).note(place.home)


def _batch(first: int, last: int, months: int) -> None:
    values = {"first": first, "last": last, "months": months, "now": clock.now()}
    with connection.cursor() as cursor:
        for part in (statements.DICE, statements.CASES, statements.BESIDE):
            for statement in part.split(";\n"):
                if statement.strip():
                    cursor.execute(statement, values)


@contextmanager
def _bare() -> Iterator[None]:
    """Fill without triggers and word indexes; they come back in the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        for _model, index in _word_indexes():
            cursor.execute(f"DROP INDEX IF EXISTS {index.name}")
        yield
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for model, index in _word_indexes():
            with connection.schema_editor() as editor:
                editor.add_index(model, index)
        cursor.execute("RESET ALL")


def _word_indexes() -> list[tuple[type[Model], Index]]:
    """Indexes over words are built in one go at the end, in a tenth of the time."""
    return [
        (model, index)
        for model in (Case, Publication)
        for index in model._meta.indexes
        if isinstance(index, GinIndex)
    ]


def _empty(cursor: CursorWrapper) -> None:
    cursor.execute(
        "TRUNCATE cases_case, ledger_entry, reporters_identity, "
        "reporters_contactindex, procrastinate_jobs CASCADE"
    )


def _forget(last_case: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM cases_case")
        if cursor.fetchone()[0] == last_case:
            return
        cursor.execute("SET session_replication_role = replica")
        for statement in statements.FORGET.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"last": last_case})
        cursor.execute("RESET session_replication_role")
        recount()
        for table in ("cases_case", "cases_clock", "intake_submission"):
            cursor.execute(f"VACUUM ANALYZE {table}")
