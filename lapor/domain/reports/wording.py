"""How numbers, shares and moments look in charts and documents."""

from datetime import date, datetime
from fractions import Fraction
from math import floor
from typing import Final

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import number_format
from django.utils.translation import gettext

from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.reports.rules.tables import Cell, Kind

NOTHING: Final = "\N{EN DASH}"


def whole(value: int) -> str:
    """Show a whole number with the separators of the language."""
    return str(number_format(value, force_grouping=True))


def decimal(value: Fraction | float, places: int = 1) -> str:
    """Show a number with so many decimals, rounded half up."""
    scale = 10**places
    rounded = floor(Fraction(value) * scale + Fraction(1, 2)) / scale
    return str(number_format(rounded, places))


def share(value: Fraction | float | None, places: int = 1) -> str:
    """Show a share in per cent; nothing is a dash, never 0."""
    return NOTHING if value is None else f"{decimal(Fraction(value) * 100, places)}%"


def points(value: int | None) -> str:
    """Show hundredths of a point as points with two decimals."""
    return NOTHING if value is None else decimal(Fraction(value, 100), 2)


def day(value: date) -> str:
    """Show a day in words: 24 November 2026."""
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def month(value: date) -> str:
    """Show a month, short: Nov 2026."""
    return f"{MONTHS_3[value.month]} {value.year}"


def moment(at: datetime) -> str:
    """Show a moment by the clock of the capital, with the zone named."""
    local = timezone.localtime(at, HOME_ZONE)
    return gettext("%(day)s pukul %(hour)s WIB") % {
        "day": day(local.date()),
        "hour": f"{local:%H.%M}",
    }


def cell(value: Cell, kind: Kind) -> str:
    """Show a cell of a table as its column says."""
    if value is None or value == "":
        return NOTHING
    if kind == Kind.SHARE and isinstance(value, Fraction | int):
        return share(Fraction(value))
    if kind == Kind.POINTS and isinstance(value, int):
        return points(value)
    if kind == Kind.DAYS and isinstance(value, Fraction | int):
        return decimal(Fraction(value))
    if isinstance(value, date):
        return day(value)
    return whole(value) if isinstance(value, int) else str(value)
