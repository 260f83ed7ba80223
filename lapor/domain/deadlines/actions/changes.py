"""The turnstile: one change of days or terms after another."""

import uuid

from django.db import transaction
from django.db.models import F

from lapor.domain.deadlines.models import Change
from lapor.domain.deadlines.queries import forget


def next_change() -> int:
    """Return the number of the change being made; others wait until it commits.

    Call it first, inside the transaction. Every process reads its copy again within
    two seconds of the commit.
    """
    Change.objects.get_or_create(pk=1, defaults={"token": uuid.uuid4()})
    Change.objects.filter(pk=1).update(number=F("number") + 1, token=uuid.uuid4())
    forget()
    transaction.on_commit(forget)
    return Change.objects.values_list("number", flat=True).get(pk=1)
