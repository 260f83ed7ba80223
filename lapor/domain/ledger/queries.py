"""Reading the ledger: the history of one thing, and readers with bookmarks."""

from django.db.models import BigIntegerField, Func, Q, QuerySet

from .models import Bookmark, Entry


class OldestRunning(Func):
    """The oldest transaction that may still write.

    One that only reads has no number and holds nobody back, however long it looks
    (pg_dump, an export). A lock on this table would be a later bound and a wrong one:
    a transaction gets its number with its first write, to whichever table, and takes
    that lock when it comes to its fact.
    """

    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    arity = 0
    output_field = BigIntegerField()


def history_of(subject: str) -> QuerySet[Entry]:
    """Return all that happened to one thing, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("pk")


def bookmark_of(reader: str) -> Bookmark:
    """Return where a reader stands; a new reader stands at the beginning."""
    mark = Bookmark.objects.filter(reader=reader).first()
    return mark or Bookmark(reader=reader)


def after(mark: Bookmark, *, limit: int = 500) -> QuerySet[Entry]:
    """Return the next settled entries, oldest first.

    An id is handed out before its transaction commits, so a reader that trusts ids
    alone skips entries that commit late. We read only what is older than every
    running transaction, in (transaction, id) order: nothing can appear behind us.
    """
    newer = Q(transaction__gt=mark.transaction) | Q(
        transaction=mark.transaction, pk__gt=mark.entry
    )
    settled = Q(transaction__gte=mark.transaction, transaction__lt=OldestRunning())
    return Entry.objects.filter(settled, newer).order_by("transaction", "pk")[:limit]


def of_kind(fact: str, mark: Bookmark) -> QuerySet[Entry]:
    """Return facts of one kind from a bookmark on, some of them perhaps once more.

    For readers who bear to read twice and look rarely: the rest is not read at all.
    """
    return Entry.objects.filter(fact=fact, transaction__gte=mark.transaction)


def newest_settled() -> Entry | None:
    """Return the last entry behind which nothing can appear any more."""
    settled = Entry.objects.filter(transaction__lt=OldestRunning())
    return settled.order_by("-transaction", "-pk").first()


def newest_of(
    subject: str = "", *, before: int = 0, size: int = 50
) -> tuple[list[Entry], int]:
    """Return facts, newest first, and the key before which the next page begins.

    The key is 0 at the end. ``subject`` is a whole name (``case:7K2M-P042-QRX``,
    ``user:12``); without it nothing is left out.
    """
    rows = Entry.objects.order_by("-pk")
    if subject:
        rows = rows.filter(subject=subject)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    more = len(found) > size
    return found[:size], found[size - 1].pk if more else 0
