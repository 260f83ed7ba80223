"""What a clerk writes about the way a report came: letter, call, visit, box (pure)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from lapor.domain.cases.rules import Channel
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import DomainError, Invalid
from lapor.kernel.text import clean

LETTER_NUMBER: Final = 80  # characters
BOX: Final = 120
QUEUE_NUMBER: Final = 20
LONGEST_CALL: Final = 600  # minutes

AHEAD: Final = noop("Tanggal ini ada di masa depan. Periksa lagi.")
BEFORE_LETTER: Final = noop("Surat tidak mungkin tiba sebelum tanggal suratnya.")
NO_ARRIVAL: Final = noop("Isi tanggal surat ini diterima; lihat capnya.")
CALL_AHEAD: Final = noop("Waktu telepon ada di masa depan. Periksa lagi.")
CALL_LONG: Final = noop("Isi lama telepon dalam menit, antara 0 dan 600.")
SEVERAL: Final = noop("Laporan belum dapat disimpan. Periksa bagian yang ditandai.")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """How a report came to the counter. Days are those of the counter."""

    letter_number: str = ""
    letter_on: date | None = None
    arrived_on: date | None = None
    called_at: datetime | None = None
    call_minutes: int | None = None
    box: str = ""
    queue_number: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was written down."""
        return self == Origin()


def checked_origin(
    origin: Origin, channel: Channel, *, today: date, now: datetime
) -> Origin:
    """Return it cleaned, with only what belongs to the channel; raises Invalid.

    ``today`` is the calendar day at the counter, ``now`` the same moment in UTC.
    """
    kept, bad = _cleaned(_of_channel(origin, channel))
    faults = {
        "letter_on": _is_after(kept.letter_on, today) and AHEAD,
        "arrived_on": _arrival_fault(kept, channel, today),
        "called_at": kept.called_at and kept.called_at > now and CALL_AHEAD,
        "call_minutes": not 0 <= (kept.call_minutes or 0) <= LONGEST_CALL and CALL_LONG,
    }
    for name, sentence in faults.items():
        if sentence:
            bad.setdefault(name, translate(sentence))
    if bad:
        raise Invalid(translate(SEVERAL), fields=bad)
    return kept


def _cleaned(origin: Origin) -> tuple[Origin, dict[str, str]]:
    """Return it with clean texts, and a sentence for each that cannot be cleaned."""
    bad: dict[str, str] = {}
    kept: dict[str, str] = {}
    for name, longest in (
        ("letter_number", LETTER_NUMBER),
        ("box", BOX),
        ("queue_number", QUEUE_NUMBER),
    ):
        try:
            kept[name] = clean(getattr(origin, name), max_length=longest)
        except DomainError as error:
            kept[name], bad[name] = "", error.message
    cleaned = replace(
        origin,
        letter_number=kept["letter_number"],
        box=kept["box"],
        queue_number=kept["queue_number"],
    )
    return cleaned, bad


def _arrival_fault(origin: Origin, channel: Channel, today: date) -> str:
    if origin.arrived_on is None:
        return NO_ARRIVAL if channel == Channel.LETTER else ""
    if origin.arrived_on > today:
        return AHEAD
    if _is_after(origin.letter_on, origin.arrived_on):
        return BEFORE_LETTER
    return ""


def _is_after(day: date | None, other: date) -> bool:
    return day is not None and day > other


def _of_channel(origin: Origin, channel: Channel) -> Origin:
    """Drop what belongs to another channel: it was typed before the channel changed."""
    if channel == Channel.LETTER:
        return Origin(
            letter_number=origin.letter_number,
            letter_on=origin.letter_on,
            arrived_on=origin.arrived_on,
        )
    if channel == Channel.PHONE:
        return Origin(called_at=origin.called_at, call_minutes=origin.call_minutes)
    if channel == Channel.BOX:
        return Origin(box=origin.box, arrived_on=origin.arrived_on)
    return Origin(queue_number=origin.queue_number)
