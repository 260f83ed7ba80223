"""T5: complaints that came back after their issue was closed; shown only."""

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
)
from lapor.domain.analytics.rules.indicators import days
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="T5",
    key="recurrence",
    part=Part.PREVENTION,
    name=noop("Keluhan yang kembali"),
    english="Recurrence rate",
    formula=noop("Laporan dalam isu yang sudah ditutup ÷ semua laporan"),
    who=noop("Isu yang ditutup; pembaginya semua laporan masa itu"),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    table="issues",
    sums=("numerator",),
    population=lambda tables, window: (
        tables["issues"].is_closed & days.due_by(tables["issues"].detected_on, window)
    ),
    numerator=lambda tables, window: tables["issues"].cases_after_close,
    over="P11",
    source=noop("asumsi; hanya ditunjukkan"),
)
