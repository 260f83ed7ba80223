"""P9: what is open past its term, of all that was dispatched (tunggakan)."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop


def _open_overdue(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    limit = window.cut_off
    unanswered = cases.answered_at.isnull()
    if window.basis == Basis.FLOW:
        limit = min(window.cut_off, window.end)
        unanswered |= cases.answered_at >= window.end
    late = reports.before(cases.completion_due_at, limit)
    return reports.in_hand(tables, window) & unanswered & late


INDICATOR = Indicator(
    id="P9",
    key="backlog",
    part=Part.PERFORMANCE,
    name=noop("Tunggakan"),
    english="Backlog share",
    formula=noop("Terbuka lewat batas penyelesaian ÷ terdisposisi"),
    who=noop("Laporan terdisposisi yang belum mendapat jawaban akhir"),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    table="cases",
    population=reports.counted,
    numerator=_open_overdue,
    denominator=reports.dispatched,
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.30", "0.05"),
    weight=5,
    reference=noop("paling banyak 5%"),
    source=noop("asumsi; surat hasil 2025 meminta tunggakan diselesaikan"),
)
