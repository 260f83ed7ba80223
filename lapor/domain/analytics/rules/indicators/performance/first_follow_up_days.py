"""P5: the mean time until the first follow-up (rata-rata tindak lanjut, RTL)."""

from fractions import Fraction
from typing import Any, Final

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    linear,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

MICROSECONDS_A_DAY: Final = 86_400_000_000
GOOD: Final = Fraction(3)
BAD: Final = Fraction(10)


def _answered(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    happened = reports.happened(cases.followed_up_at, window)
    return happened & cases.follow_up_microseconds.notnull()


def _points(days: Fraction) -> Fraction:
    """Return 100 up to three days, then less and less, 0 from ten days on."""
    return Fraction(100) if days <= GOOD else linear(days, BAD, GOOD)


INDICATOR = Indicator(
    id="P5",
    key="first_follow_up_days",
    part=Part.PERFORMANCE,
    name=noop("Rata-rata tindak lanjut pertama (RTL)"),
    english="Mean time of first follow-up",
    formula=noop("Jumlah waktu disposisi sampai tindak lanjut pertama ÷ banyaknya"),
    who=noop(
        "Laporan yang sudah ditindaklanjuti dan kedua waktunya diketahui; hanya waktu "
        "pada hari kerja yang dihitung"
    ),
    unit=Unit.DAYS,
    direction=Direction.LOWER,
    table="cases",
    sums=("numerator",),
    population=reports.counted,
    numerator=lambda tables, window: _answered(tables, window).ifelse(
        tables["cases"].follow_up_microseconds, 0
    ),
    denominator=_answered,
    spread="follow_up_days",
    bases=(Basis.COHORT, Basis.FLOW),
    normal=_points,
    weight=8,
    scale=Fraction(1, MICROSECONDS_A_DAY),
    reference=noop("paling lama 5 (2022), 3 (2025)"),
    source=noop("batas dalam monev nasional 2022 dan 2025 sebagaimana diberitakan"),
)
