"""Moving a case and handling it together: parts, reasons, verdicts. Pure.

Whatever is moved, the reporter's clock stays: what is asked of a helper is due before
the public term ends, never after it (domain §9.4, §9.5).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from lapor.domain.deadlines.rules import EventKind, Timer
from lapor.kernel.enums import Labelled, noop

from .life import Step


class Part(Labelled):
    """What an office has to do with a case that it was given."""

    LEAD = "lead", noop("Koordinator utama")
    CONTRIBUTOR = "contributor", noop("Ikut menangani")
    CONSULTED = "consulted", noop("Dimintai pendapat")
    COPY = "copy", noop("Tembusan")


HELPING: Final = frozenset({Part.CONTRIBUTOR, Part.CONSULTED})
"""Who is asked for something; a copy is for information only."""


class ReturnReason(Labelled):
    """Why a case is not one's own (bukan wewenang), so that it can be counted."""

    OTHER_LEVEL = "other_level", noop("Wewenang tingkat pemerintahan lain")
    OTHER_REGION = "other_region", noop("Terjadi di wilayah lain")
    OTHER_SECTOR = "other_sector", noop("Urusan instansi lain")
    TRANSFERRED = "transferred", noop("Wewenang sudah dialihkan")
    NOT_GOVERNMENT = "not_government", noop("Urusan badan di luar pemerintahan")
    OTHER = "other", noop("Alasan lain")


class Verdict(Labelled):
    """What was decided about a statement "not ours"."""

    GRANTED = "granted", noop("Disetujui")
    REFUSED = "refused", noop("Ditolak")


def binds(returns: int, *, most: int) -> bool:
    """Say whether a case that was moved so often stays where it is now."""
    return returns >= most


def part_due(
    own: datetime,
    *,
    public: datetime | None,
    wished: datetime | None = None,
    at: datetime,
) -> datetime:
    """Return when a helper's part is due; all moments are aware.

    ``own`` is what the law gives the helper, ``public`` the end of the reporter's
    clock: the earliest counts. What has gone by already limits nobody any more.
    """
    limits = [own, *(m for m in (public, wished) if m is not None and m > at)]
    return min(limits)


def orders(
    step: Step, running: Mapping[Timer, bool]
) -> Iterator[tuple[Timer, EventKind]]:
    """Yield what a row of the table does to clocks; ``running`` says who is paused.

    Stops first, then pauses, resumptions and starts: a clock that is stopped and
    started in one step begins anew.
    """
    for timer in sorted(step.stops & running.keys()):
        yield timer, EventKind.STOPPED
    left = running.keys() - step.stops
    for timer in sorted(step.pauses & left):
        yield timer, EventKind.PAUSED
    for timer in sorted(step.resumes & left):
        if running[timer]:
            yield timer, EventKind.RESUMED
    for timer in sorted(step.starts - left):
        yield timer, EventKind.STARTED
