"""K6: final answers that the reporter disputed; shown only."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.domain.analytics.rules.indicators.reports import Tables
from lapor.kernel.enums import noop


def _answered(tables: Tables, window: Window) -> Any:
    return reports.happened(tables["cases"].answered_at, window)


INDICATOR = Indicator(
    id="K6",
    key="contradicted_answers",
    part=Part.QUALITY,
    name=noop("Jawaban dibantah pelapor"),
    english="Contradicted answers",
    formula=noop("Tanggapan yang membantah ÷ jawaban akhir"),
    who=noop("Laporan dengan jawaban akhir"),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: (
        _answered(tables, window) & tables["cases"].is_disputed
    ),
    denominator=_answered,
    bases=(Basis.COHORT, Basis.FLOW),
    source=noop("asumsi; hanya ditunjukkan"),
)
