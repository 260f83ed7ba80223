"""Indicators in words: their names, their values, the counts they stand on."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.analytics.rules.indicator import Indicator, Unit
from lapor.domain.monev.models import Sheet
from lapor.domain.monev.rules.words import Tier
from lapor.kernel.enums import translate
from lapor.web.templatetags import ui

_KNOWN: Final[Mapping[str, Indicator]] = {one.id: one for one in CATALOGUE}
_PLACES: Final = {one.id: place for place, one in enumerate(CATALOGUE)}


class Reading(NamedTuple):
    """One indicator of one subject, ready to be shown."""

    id: str
    name: str
    shown: str
    exact: str


class Below(NamedTuple):
    """What a settled round of a lower tier found of those under one subject.

    ``mean`` is in points, of ``results`` results.
    """

    name: str
    tier: str
    period: str
    results: int
    mean: Fraction


def below_of(sheet: Sheet) -> list[Below]:
    """Return the results of lower tiers that a sheet took as input, when it opened."""
    return [
        Below(
            row["number"] or row["round"],
            Tier(row["tier"]).label,
            row["period"],
            row["results"],
            Fraction(row["mean"], 100),
        )
        for row in sheet.below
    ]


def readings_of(sheet: Sheet) -> list[Reading]:
    """Return the automatic readings of a sheet, as sealed, in their order."""
    ids = sorted(sheet.readings, key=lambda id: (_PLACES.get(id, 999), id))
    return [_reading(id, sheet.readings[id]) for id in ids]


def name_of(id: str) -> str:
    """Return the name of an indicator, or its id when nobody knows it."""
    return translate(_KNOWN[id].name) if id in _KNOWN else id


def value_shown(id: str, value: Fraction | None) -> str:
    """Return a value in the unit of its indicator; nobody to judge is a sentence."""
    if value is None or id not in _KNOWN:
        return ui.share(None)
    unit = _KNOWN[id].unit
    if unit == Unit.SHARE:
        return ui.share(value)
    if unit == Unit.COUNT:
        return (
            ui.number(float(value)) if value.denominator > 1 else ui.number(int(value))
        )
    return ui.points(value, 1)


def _reading(id: str, found: Mapping[str, Any]) -> Reading:
    numerator, denominator = found.get("numerator"), found.get("denominator")
    if numerator is None or denominator is None:
        return Reading(id, name_of(id), ui.share(None), ui.NOTHING)
    value = None
    if "value" in found:
        value = None if found["value"] is None else Fraction(found["value"])
    elif id in _KNOWN:
        value = _KNOWN[id].reading(int(numerator), int(denominator)).value
    return Reading(
        id,
        name_of(id),
        value_shown(id, value),
        f"{ui.number(int(numerator))}/{ui.number(int(denominator))}",
    )
