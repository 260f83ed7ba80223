"""P19: reports that came by voice, letter or in person, and were recorded."""

from fractions import Fraction
from typing import Any, Final

from lapor.domain.analytics.rules.indicator import (
    Basis,
    Beside,
    Direction,
    Indicator,
    Part,
    Reading,
    Unit,
    Window,
)
from lapor.domain.analytics.rules.indicators import reports
from lapor.kernel.enums import noop

#: Face to face, letter, telephone, WhatsApp (TTM, SRT, TLP, WA).
MANUAL: Final = ("walk_in", "letter", "phone", "whatsapp")


def _manual(tables: reports.Tables, window: Window) -> Any:
    return tables["cases"].channel.isin(list(MANUAL))


def gap(reading: Reading) -> Fraction | None:
    """Return the share of the local registers that was not entered.

    None where nothing was declared.
    """
    declared = reading.beside.get("declared", 0)
    if declared <= 0:
        return None
    return Fraction(max(declared - reading.numerator, 0), declared)


def _points(reading: Reading) -> Fraction | None:
    missing = gap(reading)
    return None if missing is None else 100 * (1 - missing)


INDICATOR = Indicator(
    id="P19",
    key="manual_channels",
    part=Part.PERFORMANCE,
    name=noop("Kanal manual tercatat"),
    english="Manual channels recorded",
    formula=noop("Tatap muka + surat + telepon + WhatsApp ÷ semua laporan"),
    who=noop("Semua laporan; di sampingnya: yang dinyatakan dalam register setempat"),
    unit=Unit.SHARE,
    direction=Direction.NONE,
    table="cases",
    population=reports.counted,
    numerator=_manual,
    denominator=reports.counted,
    by="channel",
    by_label=noop("Kanal"),
    by_whole=True,
    beside={
        "declared": Beside(
            noop("Dinyatakan dalam register setempat"),
            "agencies",
            lambda tables, window: tables["agencies"].declared_offline,
        ),
    },
    bases=(Basis.COHORT, Basis.FLOW),
    mixed=_points,
    reference=noop("selisih 0"),
    source=noop("praktik daerah tahun 2025"),
)
