"""P6: verified within its term."""

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


def _verified(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    happened = reports.happened(cases.verified_at, window)
    return happened & cases.verification_due_at.notnull()


def _judged(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    waiting = (cases.state == "received") & cases.verified_at.isnull()
    overdue = reports.overdue(cases.verification_due_at, window)
    return _verified(tables, window) | (waiting & overdue)


INDICATOR = Indicator(
    id="P6",
    key="verified_on_time",
    part=Part.PERFORMANCE,
    name=noop("Verifikasi tepat waktu"),
    english="Verification on time",
    formula=noop("Diverifikasi sampai batasnya ÷ (diverifikasi + lewat batas)"),
    who=noop("Laporan yang diarsipkan atau ditunda sebelum verifikasi tidak dihitung"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: (
        _verified(tables, window)
        & (tables["cases"].verified_at <= tables["cases"].verification_due_at)
    ),
    denominator=_judged,
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.50", "0.95"),
    weight=7,
    reference="100%",
    source=noop("batas 3 hari kerja"),
)
