"""The vault: sealed identities, and a blind index to find open ones by contact.

No column leads from here to a case or back, and no time says when a row came. The
handle is a keyed digest of the case number: who has the number and the key folder can
go from case to identity, who has the table alone can go nowhere.
"""

import uuid

from django.db import models
from django.db.models import Q


class Identity(models.Model):
    """Who reported one case, sealed. An empty key: destroyed (crypto-shredded)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.BinaryField(max_length=32, unique=True)
    key_id = models.CharField(max_length=32, blank=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    kept_until = models.DateField(null=True, blank=True)

    class Meta:
        """Destroyed means all of it."""

        verbose_name = "identitas"
        constraints = [
            models.CheckConstraint(
                name="identity_without_key_is_empty",
                condition=~Q(wrapped_key=b"") | Q(sealed=b"", key_id=""),
            ),
        ]
        indexes = [
            models.Index(
                "kept_until",
                name="identity_by_end",
                condition=Q(kept_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Name the row and nobody."""
        return f"identity {self.pk}"


class ContactIndex(models.Model):
    """A keyed digest of a telephone number or an e-mail address.

    Only for reporters who are not anonymous: a search must never tell that an
    anonymous one exists (domain §9.1).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.BinaryField(max_length=32, db_index=True)
    digest = models.BinaryField(max_length=16, db_index=True)

    class Meta:
        """One row for each contact of an identity."""

        verbose_name = "indeks kontak"
        constraints = [
            models.UniqueConstraint("handle", "digest", name="contact_indexed_once"),
        ]

    def __str__(self) -> str:
        """Name the row and nobody."""
        return f"contact {self.pk}"
