"""P7: first followed up within its term."""

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


def _answered(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    happened = reports.happened(cases.followed_up_at, window)
    return happened & cases.follow_up_due_at.notnull()


def _judged(tables: reports.Tables, window: Window) -> Any:
    cases = tables["cases"]
    silent = (cases.bucket == reports.WAITING) & cases.followed_up_at.isnull()
    overdue = reports.overdue(cases.follow_up_due_at, window)
    return _answered(tables, window) | (silent & overdue)


INDICATOR = Indicator(
    id="P7",
    key="first_follow_up_on_time",
    part=Part.PERFORMANCE,
    name=noop("Tindak lanjut pertama tepat waktu"),
    english="First follow-up on time",
    formula=noop("Ditindaklanjuti sampai batasnya ÷ (ditindaklanjuti + lewat batas)"),
    who=noop("Laporan terdisposisi yang waktunya diketahui"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: (
        _answered(tables, window)
        & (tables["cases"].followed_up_at <= tables["cases"].follow_up_due_at)
    ),
    denominator=_judged,
    bases=(Basis.COHORT, Basis.FLOW),
    normal=between("0.50", "0.95"),
    weight=10,
    reference="100%",
    source=noop("batas 5 hari kerja"),
)
