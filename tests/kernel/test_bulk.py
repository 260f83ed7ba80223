"""Rows by COPY come back as they were given."""

from datetime import UTC, datetime

import pytest

from lapor.domain.ledger.models import Entry
from lapor.kernel import bulk

AT = datetime(2026, 3, 2, 2, 0, 1, 250_000, tzinfo=UTC)


@pytest.mark.django_db
def test_any_text_comes_back_as_it_was():
    odd = ["plain", "tab\tnew\nline\r", "back\\slash \\N", '"quotes"', "emoji 😀", ""]
    rows = [
        (AT, "a.b", text, "system", {"text": text, "list": [1, None, True]})
        for text in odd
    ]

    count = bulk.copy_in(
        Entry, ("happened_at", "fact", "subject", "actor", "data"), rows
    )

    entries = list(Entry.objects.order_by("pk"))
    assert count == len(odd)
    assert [entry.subject for entry in entries] == odd
    assert [entry.data["text"] for entry in entries] == odd
    assert {entry.happened_at for entry in entries} == {AT}


@pytest.mark.django_db
def test_keys_drawn_beforehand_are_not_drawn_again():
    first = bulk.reserve(Entry, 10)

    row = Entry.objects.create(
        happened_at=AT, fact="a.b", subject="x", actor="system", data={}
    )

    assert row.pk == first + 10
    assert bulk.reserve(Entry, 1) == first + 11


@pytest.mark.django_db
def test_many_rows_go_in_pieces():
    rows = ((AT, "a.b", "x" * 60, "system", {}) for _ in range(10_000))

    bulk.copy_in(Entry, ("happened_at", "fact", "subject", "actor", "data"), rows)

    assert Entry.objects.count() == 10_000
