"""Filling pieces of text with places, days and numbers."""

from random import Random
from typing import Final

from lapor.ops.demo import topics
from lapor.ops.demo.country import Place
from lapor.ops.demo.days import day_of


def filled(
    piece: str, luck: Random, place: Place | None, *, day: int = 0, **more: str
) -> str:
    """Put places, days and numbers into a piece of text."""
    if "{" not in piece:
        return piece
    return piece.format(
        place=luck.choice(topics.PLACES),
        village=place.village if place else "pusat kota",
        district=place.district if place else "kota",
        days=luck.randrange(3, 40),
        count=luck.randrange(2, 12),
        number=luck.randrange(15, 480),
        day=_day_words(day),
        **more,
    )


_MONTHS: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)


def _day_words(day: int) -> str:
    if not day:
        return ""
    on = day_of(day)
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
