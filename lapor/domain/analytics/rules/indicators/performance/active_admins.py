"""P2: whose admin logs in (keaktifan): agencies lately, one agency month by month."""

from lapor.domain.analytics.rules.indicator import (
    Direction,
    Indicator,
    Part,
    Unit,
    between,
)
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="P2",
    key="active",
    part=Part.PERFORMANCE,
    name=noop("Keaktifan"),
    english="Activity",
    formula=noop(
        "Instansi yang adminnya masuk dalam 30 hari terakhir ÷ semua instansi"
    ),
    who=noop(
        "Semua instansi aktif dalam cakupan. Untuk satu instansi atau unit: bulan yang "
        "ada masuknya ÷ bulan dalam masa itu"
    ),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="agencies",
    sums=("numerator", "denominator"),
    population=lambda tables, window: tables["agencies"].agency.notnull(),
    numerator=lambda tables, window: tables["agencies"].active_months,
    denominator=lambda tables, window: tables["agencies"].months,
    together=(
        lambda tables, window: tables["agencies"].was_active_lately,
        lambda tables, window: tables["agencies"].agency.notnull(),
    ),
    normal=between("0", "1"),
    weight=10,
    reference="100%",
    source=noop("rumus yang dipakai tahun 2020"),
)
