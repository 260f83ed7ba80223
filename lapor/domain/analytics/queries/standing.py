"""Reading what was counted ahead: never facts, only the rows of ``Standing``.

Tallies are unpacked when somebody asks for them: a page shows a few of many.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lapor.domain.analytics.models import Standing
from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.analytics.rules.tally import Tally


class Stored(Mapping[str, Tally]):
    """The tallies of one subject, by id of the indicator, unpacked one by one."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, list[Any]]) -> None:
        self._raw = raw

    def __getitem__(self, id: str) -> Tally:
        """Return one tally."""
        return Tally.of_list(self._raw[id])

    def __iter__(self) -> Iterator[str]:
        """Return the ids that have one."""
        return iter(self._raw)

    def __len__(self) -> int:
        """Say how many there are."""
        return len(self._raw)


def counted_at(period: Period, basis: Basis) -> datetime | None:
    """Return as of when a period was counted ahead; None when it was not."""
    found = _rows(period, basis).filter(agency=None)
    return found.values_list("as_of", flat=True).first()


def of_nation(period: Period, basis: Basis) -> Stored:
    """Return the tallies of all agencies together."""
    row = _rows(period, basis).filter(agency=None).values_list("counts").first()
    return Stored(row[0] if row else {})


def of_agencies(
    period: Period, basis: Basis, keys: Collection[int] | None = None
) -> dict[int, Stored]:
    """Return the tallies of agencies by key; ``keys`` None: of every agency."""
    found = _rows(period, basis).filter(agency__isnull=False, unit=None, is_rest=False)
    if keys is not None:
        found = found.filter(agency__in=keys)
    rows = found.values_list("agency", "counts")
    return {pk: Stored(counts) for pk, counts in rows if pk is not None}


def of_units(period: Period, basis: Basis, agency: int) -> dict[int | None, Stored]:
    """Return the tallies of the units of an agency; under None what no unit has."""
    found = _rows(period, basis).filter(agency=agency).exclude(unit=None, is_rest=False)
    return {pk: Stored(counts) for pk, counts in found.values_list("unit", "counts")}


def of_unit(period: Period, basis: Basis, agency: int, unit: int) -> Stored:
    """Return the tallies of one unit."""
    found = _rows(period, basis).filter(agency=agency, unit=unit)
    row = found.values_list("counts").first()
    return Stored(row[0] if row else {})


def _rows(period: Period, basis: Basis) -> QuerySet[Standing]:
    return Standing.objects.filter(period=period.name, basis=basis)
