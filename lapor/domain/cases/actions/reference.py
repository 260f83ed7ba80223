"""Loading classes and topics from the lists of facts beside this room."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from lapor.domain.cases.models import Category, Classification
from lapor.domain.ledger.actions import record
from lapor.kernel import shipped
from lapor.kernel.actor import Actor

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_classifications(*, by: Actor, at: datetime) -> int:
    """Write the legal classes; returns how many are new. Twice is once."""
    created = 0
    for position, row in enumerate(shipped.rows(DATA / "classifications.csv")):
        _, is_new = Classification.objects.update_or_create(
            code=row["code"],
            defaults={
                "label": row["label"],
                "parent_id": row["parent"] or None,
                "needs_apip": row["needs_apip"] == "true",
                "public_selectable": row["public_selectable"] == "true",
                "position": position,
            },
        )
        created += is_new
    if created:
        record(
            "classification.loaded",
            subject="classifications",
            actor=by,
            at=at,
            created=created,
        )
    return created


@transaction.atomic
def load_categories(*, by: Actor, at: datetime) -> int:
    """Write topics that are not there yet, parents first; returns how many are new.

    What an administrator changed since stays as he left it.
    """
    known = dict(Category.objects.values_list("slug", "pk"))
    rows = shipped.rows(DATA / "categories.csv")
    slug_of = {row["code"]: row["slug"] for row in rows}
    created = 0
    for is_child in (False, True):
        fresh = [
            Category(
                parent_id=known[slug_of[row["parent"]]] if is_child else None,
                name=row["name"],
                slug=row["slug"],
                external_id=int(row["external_id"]) if row["external_id"] else None,
                is_active=row["is_active"] == "true",
            )
            for row in rows
            if bool(row["parent"]) == is_child and row["slug"] not in known
        ]
        for category in Category.objects.bulk_create(fresh):
            known[category.slug] = category.pk
        created += len(fresh)
    if created:
        record(
            "category.loaded", subject="categories", actor=by, at=at, created=created
        )
    return created
