"""The ledger: what happened, in order, for ever."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Func


class CurrentTransaction(Func):
    """The number PostgreSQL gives to the running transaction."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class AppendOnly(models.QuerySet["Entry"]):
    """A query set that reads and adds, and refuses the rest."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse: what happened does not change."""
        raise TypeError("Ledger entries are never changed.")

    def delete(self) -> NoReturn:
        """Refuse: what happened does not go away."""
        raise TypeError("Ledger entries are never deleted.")


class Entry(models.Model):
    """One fact. Written in the transaction that made it true; never changed.

    Subject and actor are named, not linked: a foreign key would stop us from
    deleting a person's data, and would make the lowest room know the higher ones.
    ``data`` never holds text about persons.
    """

    transaction = models.BigIntegerField(
        db_default=CurrentTransaction(), editable=False
    )
    happened_at = models.DateTimeField()
    fact = models.CharField(max_length=64)  # "case.dispatched": room.participle
    subject = models.CharField(max_length=64)  # "case:7K2M-P042-QRX"
    actor = models.CharField(max_length=64)  # "user:1207", "reporter", "system"
    data = models.JSONField(default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        """Indexes for the readers, who walk in (transaction, id) order."""

        indexes = [
            models.Index(fields=["transaction", "id"], name="ledger_reading_order"),
            models.Index(fields=["subject", "id"], name="ledger_by_subject"),
        ]

    def __str__(self) -> str:
        """Say what happened to what."""
        return f"{self.fact} {self.subject}"


class Bookmark(models.Model):
    """How far a reader of the ledger has come."""

    reader = models.CharField(max_length=64, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Name the reader and its place."""
        return f"{self.reader} at {self.transaction}/{self.entry}"
