from time import monotonic, sleep

import pytest
from django.db import DatabaseError, connection, transaction

from lapor.domain.ledger.actions import move_bookmark, record
from lapor.domain.ledger.models import Bookmark, Entry
from lapor.domain.ledger.queries import after, bookmark_of, history_of
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY


def write(fact: str = "case.received", subject: str = "case:1") -> Entry:
    return record(fact, subject=subject, actor=SYSTEM, at=MONDAY, n=1)


@pytest.mark.django_db
class TestRecord:
    """record() …"""

    def test_keeps_facts_in_order(self):
        write("case.received")
        write("case.dispatched")
        write("case.received", "case:2")

        facts = [entry.fact for entry in history_of("case:1")]
        assert facts == ["case.received", "case.dispatched"]

    def test_is_never_changed_through_python(self):
        write()

        with pytest.raises(TypeError):
            Entry.objects.update(fact="x")
        with pytest.raises(TypeError):
            Entry.objects.all().delete()

    def test_is_never_changed_around_python(self):
        entry = write()

        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            entry.save()

    def test_is_never_emptied_around_python(self):
        entry = write()
        with connection.cursor() as cursor:  # off in tests: they flush
            cursor.execute(
                "ALTER TABLE ledger_entry ENABLE TRIGGER ledger_never_emptied"
            )

            with pytest.raises(DatabaseError, match="never"), transaction.atomic():
                cursor.execute("TRUNCATE ledger_entry")

        assert history_of("case:1").get() == entry


@pytest.mark.django_db(transaction=True)
def test_a_fact_needs_the_transaction_that_makes_it_true():
    with pytest.raises(RuntimeError):
        write()


def settled_after(mark: Bookmark, last: Entry) -> list[Entry]:
    """Read until ``last`` has settled.

    A transaction that runs in any database of the server, as in the tests of the
    process next to this one, holds younger facts back for as long as it lives.
    """
    until = monotonic() + 600  # a neighbour may write for minutes
    while last not in (seen := list(after(mark))) and monotonic() < until:
        sleep(0.05)
    return seen


@pytest.mark.django_db(transaction=True)
def test_a_reader_goes_on_where_it_stopped():
    with transaction.atomic():
        first = write("case.received")
        second = write("case.dispatched")

    seen = settled_after(bookmark_of("test"), second)
    assert seen[-2:] == [first, second]
    with transaction.atomic():
        move_bookmark("test", last=first)
    assert list(after(bookmark_of("test"))) == [second]
