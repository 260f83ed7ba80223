"""The trail, newest first."""

import pytest
from django.db import transaction

from lapor.domain.ledger.actions import record
from lapor.domain.ledger.queries import newest_of
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY

pytestmark = pytest.mark.django_db


def test_pages_follow_each_other_without_a_gap():
    with transaction.atomic():
        for number in range(7):
            record("x.done", subject="x:1", actor=SYSTEM, at=MONDAY, number=number)
            record("x.done", subject="x:2", actor=SYSTEM, at=MONDAY, number=number)

    seen, before = [], 0
    while True:
        page, before = newest_of("x:1", before=before, size=3)
        seen += [entry.data["number"] for entry in page]
        if not before:
            break

    assert seen == [6, 5, 4, 3, 2, 1, 0]
