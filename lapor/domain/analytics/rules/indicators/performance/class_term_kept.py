"""P8: answered within the term of its class."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Beside,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop


def _finished(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    happened = reports.happened(cases.answered_at, window)
    if window.basis == Basis.COHORT:
        happened &= cases.bucket == reports.DONE
    return happened & cases.completion_due_at.notnull()


def _judged(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    unfinished = (
        cases.bucket.isin([reports.WAITING, reports.IN_PROCESS])
        & cases.answered_at.isnull()
    )
    overdue = reports.overdue(cases.completion_due_at, window)
    return _finished(tables, window) | (unfinished & overdue)


def _part_judged(tables: reports.Tables, window: Window) -> Any:
    """A part asked for in the period that was handed in, or is past its term."""
    parts = tables["contributions"]
    is_late = parts.ended_at.isnull() & reports.before(parts.due_at, window.cut_off)
    is_ours = reports.inside(parts.asked_at, window) & parts.due_at.notnull()
    return is_ours & (parts.handed_in_at.notnull() | is_late)


def _part_kept(tables: reports.Tables, window: Window) -> Any:
    parts = tables["contributions"]
    is_kept = parts.handed_in_at.notnull() & (parts.handed_in_at <= parts.due_at)
    return _part_judged(tables, window) & is_kept


INDICATOR = Indicator(
    id="P8",
    key="class_term_kept",
    part=Part.PERFORMANCE,
    name=noop("Batas penyelesaian ditepati"),
    english="Class limit kept",
    formula=noop(
        "Dijawab dalam batas klasifikasinya ÷ (selesai + terbuka lewat batas)"
    ),
    who=noop(
        "Tiap klasifikasi, dan semuanya bersama. Waktu pelapor diam sesudah jawaban "
        "akhir bukan waktu instansi"
    ),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: (
        _finished(tables, window)
        & (tables["cases"].answered_at <= tables["cases"].completion_due_at)
    ),
    denominator=_judged,
    beside={
        "parts_kept": Beside(
            noop("Bagian penanganan bersama diserahkan tepat waktu"),
            "contributions",
            _part_kept,
        ),
        "parts": Beside(
            noop("Bagian penanganan bersama yang sudah jatuh tempo atau diserahkan"),
            "contributions",
            _part_judged,
        ),
    },
    by="classification",
    by_label=noop("Klasifikasi"),
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.50", "0.95"),
    weight=10,
    reference=noop("paling sedikit 90%"),
    source=noop("asumsi; batas 5, 14, dan 60 hari kerja menurut klasifikasi"),
)
