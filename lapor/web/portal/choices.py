"""Lists to choose from, and counts to show, as plain pairs."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import get_language, gettext

from lapor.domain.analytics import queries as analytics
from lapor.domain.cases.models import Classification
from lapor.domain.cases.queries import (
    categories,
    joined_in_nation,
    public_classes,
)
from lapor.domain.cases.rules import Channel
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.memory import remembered
from lapor.web.shapes import Bar

SMALL = 5
Pairs = tuple[tuple[str, str], ...]


def classes() -> Pairs:
    """Return the classes a citizen chooses from: code and label."""
    return _classes(get_language() or "id")


def topics() -> Pairs:
    """Return the active topics of the first level: id and name."""
    return _topics(get_language() or "id")


class Counts(NamedTuple):
    """Counts of the nation, or of one agency, at one moment.

    ``total`` is None when a small cell is hidden: it would give the cell away.
    """

    total: int | None
    buckets: tuple[Bar, ...]
    as_of: datetime
    matters: int | None = None  # joined reports count once (kasus); of the nation


class Breakdown(NamedTuple):
    """The nation's counts by month, class and channel."""

    months: tuple[Bar, ...]
    classes: tuple[Bar, ...]
    channels: tuple[Bar, ...]


def counts(agency_id: int | None = None) -> Counts:
    """Return the six buckets under their official names; they add up to the total."""
    return _counts(agency_id, get_language() or "id")


def breakdown() -> Breakdown:
    """Return the last 24 months, the classes and the channels of the nation."""
    return _breakdown(get_language() or "id")


@remembered
def _classes(language: str) -> Pairs:
    return tuple((row.code, translate(row.label)) for row in public_classes())


@remembered
def _topics(language: str) -> Pairs:
    return tuple((str(row.pk), translate(row.name)) for row in categories())


@remembered
def _counts(agency_id: int | None, language: str) -> Counts:
    found = analytics.buckets(agency_id)
    bars = tuple(
        _small_hidden(bucket.label, n) if agency_id else Bar(bucket.label, n)
        for bucket, n in found.buckets.items()
    )
    total = None if any(bar.shown for bar in bars) else found.total
    matters = None if agency_id else found.total - joined_in_nation()
    return Counts(total, bars, clock.now(), matters)


@remembered
def _breakdown(language: str) -> Breakdown:
    labels = dict(Classification.objects.values_list("code", "label"))
    unnamed = gettext("Belum diklasifikasi")
    by_class = analytics.by_classification()
    by_channel = analytics.by_channel()
    months = list(analytics.by_month().items())[-24:]
    return Breakdown(
        tuple(Bar(f"{month % 100}/{month // 100 % 100:02}", n) for month, n in months),
        _largest_first(
            {translate(labels.get(code, unnamed)): n for code, n in by_class.items()}
        ),
        _largest_first({Channel(code).label: n for code, n in by_channel.items()}),
    )


def _small_hidden(label: str, n: int) -> Bar:
    """Cells of fewer than five would point at persons (domain §9.1)."""
    return Bar(label, 0, shown=f"< {SMALL}") if 0 < n < SMALL else Bar(label, n)


def _largest_first(amounts: dict[str, int]) -> tuple[Bar, ...]:
    rows = sorted(amounts.items(), key=lambda row: -row[1])
    return tuple(Bar(label, n) for label, n in rows)
