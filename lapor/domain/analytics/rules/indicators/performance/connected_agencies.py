"""P1: who is connected, with an account and a decree (keterhubungan)."""

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
    between,
)
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="P1",
    key="connected",
    part=Part.PERFORMANCE,
    name=noop("Keterhubungan"),
    english="Connectedness",
    formula=noop("Instansi yang punya akun admin dan SK berlaku ÷ instansi yang wajib"),
    who=noop("Semua instansi aktif dalam cakupan, pada hari terakhir masa itu"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="agencies",
    population=lambda tables, window: tables["agencies"].agency.notnull(),
    numerator=lambda tables, window: tables["agencies"].is_connected,
    denominator=lambda tables, window: tables["agencies"].agency.notnull(),
    normal=between("0", "1"),
    reference="100%",
    source=noop("rumus yang dipakai tahun 2020"),
)
