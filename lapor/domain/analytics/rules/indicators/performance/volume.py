"""P11: how many reports came, whether more than before, and for how many people."""

from fractions import Fraction
from typing import Final

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Beside,
    Direction,
    Indicator,
    Part,
    Reading,
    Unit,
    linear,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

ENOUGH: Final = Fraction(100)  # reports a year, local practice of 2025
FALL: Final = Fraction(-1, 2)


def growth(reading: Reading) -> Fraction | None:
    """Return the change against the period before; None when nothing came then."""
    previous = reading.beside.get("previous", 0)
    if previous <= 0:
        return None
    return Fraction(reading.numerator - previous, previous)


def per_ten_thousand(reading: Reading) -> Fraction | None:
    """Return reports for each 10,000 inhabitants; None where nobody counted them."""
    people = reading.beside.get("population", 0)
    return Fraction(10_000 * reading.numerator, people) if people > 0 else None


def _points(reading: Reading) -> Fraction:
    """Half for enough reports, half for not getting fewer; silence gets nothing."""
    if not reading.numerator:
        return Fraction(0)
    rise = growth(reading)
    steady = (
        Fraction(100) if rise is None or rise >= 0 else linear(rise, FALL, Fraction(0))
    )
    return (linear(Fraction(reading.numerator), Fraction(0), ENOUGH) + steady) / 2


INDICATOR = Indicator(
    id="P11",
    key="volume",
    part=Part.PERFORMANCE,
    name=noop("Banyaknya laporan dan pertumbuhannya"),
    english="Volume and growth",
    formula=noop("Semua laporan; perubahan terhadap masa sebelumnya; per 10.000 jiwa"),
    who=noop("Semua laporan menurut dasar hitungan, juga yang diarsipkan"),
    unit=Unit.COUNT,
    direction=Direction.HIGHER,
    table="cases",
    population=reports.counted,
    numerator=reports.counted,
    by=reports.stage,
    by_label=noop("Keadaan"),
    by_whole=True,
    beside={
        "previous": Beside(
            noop("Masa sebelumnya"),
            "agencies",
            lambda tables, window: tables["agencies"].previous_received,
        ),
        "population": Beside(
            noop("Jumlah penduduk"),
            "agencies",
            lambda tables, window: tables["agencies"].population,
        ),
    },
    bases=(Basis.COHORT, Basis.FLOW),
    mixed=_points,
    weight=3,
    reference=noop("paling sedikit 100 setahun, dan meningkat"),
    source=noop("praktik daerah tahun 2025; kenaikan: monev tengah tahun 2021"),
)
