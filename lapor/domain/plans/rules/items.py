"""What an item of a plan must hold, when it is due, how far it is (domain §12.5). Pure.

A quarter (triwulan, TW) is a whole number 1 to 4. Shares are hundredths of a per cent:
10000 is all of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from lapor.kernel.enums import noop, translate

from .words import ItemStatus

QUARTERS: Final = (1, 2, 3, 4)
ALL: Final = 10_000

#: What makes an item measurable; without the first seven it cannot be submitted.
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "activity": noop("Kegiatan"),
        "indicator": noop("Indikator keluaran"),
        "target_value": noop("Target"),
        "target_unit": noop("Satuan target"),
        "owner": noop("Unit penanggung jawab"),
        "owner_person": noop("Pejabat penanggung jawab"),
        "quarters": noop("Jadwal triwulan"),
        "problem": noop("Masalah atau akar masalah"),
        "proof": noop("Bukti yang akan ditunjukkan"),
        "budget_source": noop("Sumber anggaran"),
        "risk": noop("Risiko"),
        "partners": noop("Mitra"),
    }
)
SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "activity": noop("Tulis kegiatannya."),
        "indicator": noop("Tulis indikator keluarannya, yaitu apa yang dihitung."),
        "target_value": noop("Isi target dengan angka di atas 0, supaya dapat diukur."),
        "target_unit": noop("Tulis satuan targetnya, misalnya orang, berkas, persen."),
        "owner": noop("Pilih unit yang bertanggung jawab."),
        "owner_person": noop("Tulis nama atau jabatan penanggung jawabnya."),
        "quarters": noop("Pilih sedikitnya satu triwulan, supaya ada tanggalnya."),
    }
)
OUTSIDE: Final = noop("Tahun butir ini di luar masa rencana, {first} sampai {last}.")


def faults_of(values: Mapping[str, Any], *, first: int, last: int) -> dict[str, str]:
    """Return what keeps an item from being submitted: field to sentence.

    ``first`` and ``last`` are the years of its plan.

    >>> faults_of({"year": 2026}, first=2026, last=2026)["quarters"]
    'Pilih sedikitnya satu triwulan, supaya ada tanggalnya.'
    """
    wrong = {
        name: translate(sentence)
        for name, sentence in SENTENCES.items()
        if not is_filled(values.get(name))
    }
    year = values.get("year")
    if not isinstance(year, int) or not first <= year <= last:
        wrong["year"] = translate(OUTSIDE).format(first=first, last=last)
    return wrong


def complete_fields(values: Mapping[str, Any]) -> int:
    """Return how many of ``FIELDS`` are filled, for R2."""
    return sum(is_filled(values.get(name)) for name in FIELDS)


def is_filled(value: Any) -> bool:
    """Say whether a field holds something; a target of 0 measures nothing."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, int | Decimal):
        return value > 0
    return bool(value)


def due_on(year: int, quarters: Iterable[int]) -> date | None:
    """Return the last day of the last quarter, None without any.

    >>> due_on(2026, [1, 3])
    datetime.date(2026, 9, 30)
    """
    last = max(quarters, default=0)
    if not last:
        return None
    end = date(year + (last == 4), 1 if last == 4 else 3 * last + 1, 1)
    return end - timedelta(days=1)


def quarter_of(day: date) -> int:
    """Return the quarter a day lies in."""
    return (day.month - 1) // 3 + 1


def begins_on(year: int, quarters: Iterable[int]) -> date | None:
    """Return the first day of the first quarter, None without any."""
    first = min(quarters, default=0)
    return date(year, 3 * first - 2, 1) if first else None


def realised(value: Decimal, target: Decimal) -> int:
    """Return min(realised ÷ target, 1) in hundredths of a per cent, rounded down.

    So that an item is done only when its whole target is reached.

    >>> realised(Decimal("2"), Decimal("3"))
    6666
    """
    if target <= 0 or value <= 0:
        return 0
    return min(int(Fraction(value) / Fraction(target) * ALL), ALL)


def status_of(
    *,
    progress: int,
    has_report: bool,
    due: date | None,
    is_cancelled: bool,
    is_finished: bool,
    on: date,
) -> ItemStatus:
    """Return how an item stands: cancelled, done, late, running, or not begun.

    Only what an auditor verified makes it done (``is_finished``).
    """
    if is_cancelled:
        return ItemStatus.CANCELLED
    if is_finished:
        return ItemStatus.DONE
    if due is not None and due < on:
        return ItemStatus.LATE
    return ItemStatus.RUNNING if has_report or progress else ItemStatus.NOT_STARTED
