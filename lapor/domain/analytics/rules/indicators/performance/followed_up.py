"""P3: the share that was followed up (persentase tindak lanjut, PTL)."""

from fractions import Fraction

from lapor.domain.analytics.rules.indicator import (
    Band,
    Basis,
    Direction,
    Indicator,
    Other,
    Part,
    Unit,
    between,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

INDICATOR = Indicator(
    id="P3",
    key="followed_up",
    part=Part.PERFORMANCE,
    name=noop("Persentase tindak lanjut (PTL)"),
    english="Follow-up share",
    formula=noop("(selesai + sedang diproses) ÷ terdisposisi"),
    who=noop(
        "Terdisposisi = belum ditindaklanjuti + sedang diproses + selesai. Varian "
        "ketat: dibagi semua laporan kecuali arsip duplikat"
    ),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="cases",
    population=reports.counted,
    numerator=lambda tables, window: reports.in_bucket(
        tables, window, reports.IN_PROCESS, reports.DONE
    ),
    denominator=reports.dispatched,
    strict=Other(noop("Varian ketat"), reports.not_twice),
    bases=(Basis.COHORT, Basis.FLOW),
    bands=(
        Band("high", noop("di atas 90%"), Fraction(90, 100), beyond=True),
        Band("middle", noop("50 sampai 90%"), Fraction(50, 100)),
        Band("low", noop("di bawah 50%"), Fraction(0)),
    ),
    normal=between("0.50", "0.95"),
    weight=15,
    reference=noop("lebih dari 90%"),
    source=noop("tiga kelompok dalam tinjauan 2020: batasnya 50 dan 90 persen"),
)
