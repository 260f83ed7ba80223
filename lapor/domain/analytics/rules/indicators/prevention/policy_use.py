"""T6: rules, procedures and budgets that cite what people complained about."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Beside,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators import days
from lapor.domain.analytics.rules.indicators.reports import Tables
from lapor.kernel.enums import noop


def _finished(tables: Tables, window: Window) -> Any:
    return days.within(tables["measures"].finished_on, window)


def _declared(tables: Tables, window: Window) -> Any:
    """A programme against complaints in general answers no single issue."""
    return tables["measures"].issue_id == 0


INDICATOR = Indicator(
    id="T6",
    key="policy_use",
    part=Part.PREVENTION,
    name=noop("Data pengaduan dipakai dalam kebijakan"),
    english="Use of data in policy",
    formula=noop("Banyaknya aturan, SOP, atau anggaran yang merujuk data pengaduan"),
    who=noop("Tindakan dengan bukti, selesai pada masa itu"),
    unit=Unit.COUNT,
    direction=Direction.HIGHER,
    table="measures",
    population=_finished,
    numerator=lambda tables, window: tables["measures"].is_policy_use,
    beside={
        "programmes": Beside(
            noop("Program pencegahan yang dinyatakan"), "measures", _declared
        ),
    },
    normal=between("0", "2"),
    weight=15,
    reference=noop("paling sedikit 2"),
    source=noop("asumsi; surat hasil 2025 meminta data dipakai untuk kebijakan"),
)
