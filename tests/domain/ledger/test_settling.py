"""Which transactions hold readers of the ledger back: those that may still write."""

from collections.abc import Iterator
from time import monotonic, sleep

import psycopg
import pytest
from django.db import connection, transaction

from lapor.domain.ledger.actions import record
from lapor.domain.ledger.models import Entry
from lapor.domain.ledger.queries import after, bookmark_of
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 600  # seconds: a neighbour process may write for minutes


@pytest.fixture
def other() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A second connection to the same database."""
    given = connection.get_connection_params()
    wanted = ("dbname", "host", "port", "user", "password")
    with psycopg.connect(**{k: given[k] for k in wanted if given.get(k)}) as made:
        yield made
        made.rollback()


def written() -> Entry:
    with transaction.atomic():
        return record("x.done", subject="x:1", actor=SYSTEM, at=MONDAY)


def is_read(entry: Entry, seconds: float) -> bool:
    until = monotonic() + seconds
    while entry not in after(bookmark_of("test")):
        if monotonic() > until:
            return False
        sleep(0.05)
    return True


def test_a_long_look_at_the_whole_database_holds_nobody_back(other):
    """So does pg_dump, and every page that only reads: they never get a number."""
    other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    other.execute("SELECT count(*) FROM ledger_entry")

    assert is_read(written(), PATIENCE)


def test_an_older_writer_does_until_it_has_ended(other):
    other.execute("SELECT pg_current_xact_id()")
    entry = written()

    assert not is_read(entry, 0.5)
    other.rollback()
    assert is_read(entry, PATIENCE)
