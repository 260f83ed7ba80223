"""Names that are nearly what was typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction
from django.db.models import FloatField, Func, Value
from django.db.models.expressions import Combinable

#: How alike a typed word and a word of the name must be when the spelling is off,
#: 0 to 1: shared trigrams over all trigrams. "bandng" and "bandung" have 0.5.
TYPO_THRESHOLD: Final = 0.4


@contextmanager
def near_enough() -> Iterator[None]:
    """Let ``trigram_strict_word_similar`` take what is this near, inside the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.strict_word_similarity_threshold', %s, true)",
            [str(TYPO_THRESHOLD)],
        )
        yield


def likeness(word: str, field: str) -> Combinable:
    """Return how alike the word and the nearest word of a field are, 0 to 1."""
    return Func(
        Value(word),
        field,
        function="strict_word_similarity",
        output_field=FloatField(),
    )
