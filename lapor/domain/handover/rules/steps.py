"""The seven states of a hand-over to the Ombudsman, in their order (domain §9.7)."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from lapor.kernel.enums import Labelled, noop


class State(Labelled):
    """Where a hand-over stands."""

    OFFERED = "offered", noop("Ditawarkan")
    CONSENTED = "consented", noop("Disetujui pelapor")
    SENT = "sent", noop("Dikirim ke Ombudsman")
    RECEIVED = "received", noop("Diterima Ombudsman")
    EXAMINED = "examined", noop("Dalam pemeriksaan Ombudsman")
    FINISHED = "finished", noop("Selesai diperiksa Ombudsman")
    REFUSED = "refused", noop("Tidak diterima Ombudsman")


class Maladministration(Labelled):
    """What the Ombudsman found (UU 37/2008 Pasal 1 angka 3 and its own practice)."""

    NONE = "none", noop("Tidak ditemukan maladministrasi")
    DELAY = "delay", noop("Penundaan berlarut")
    NO_SERVICE = "no_service", noop("Tidak memberikan pelayanan")
    INCOMPETENCE = "incompetence", noop("Tidak kompeten")
    ABUSE = "abuse", noop("Penyalahgunaan wewenang")
    PROCEDURE = "procedure", noop("Penyimpangan prosedur")
    DEMAND = "demand", noop("Permintaan imbalan")
    IMPROPER = "improper", noop("Tidak patut")
    PARTIAL = "partial", noop("Berpihak")
    DISCRIMINATION = "discrimination", noop("Diskriminasi")
    CONFLICT = "conflict", noop("Konflik kepentingan")


RANK: Final[Mapping[State, int]] = MappingProxyType(
    {
        State.OFFERED: 0,
        State.CONSENTED: 1,
        State.SENT: 2,
        State.RECEIVED: 3,
        State.EXAMINED: 4,
        State.FINISHED: 5,
        State.REFUSED: 5,
    }
)
"""How far a state is; news of a state that lies behind changes nothing."""

ENDED: Final = frozenset({State.FINISHED, State.REFUSED})
BACK: Final = frozenset({State.RECEIVED, State.EXAMINED, State.FINISHED, State.REFUSED})
"""What the other side may tell us."""

FIRST_WAIT: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(hours=12)


def follows(now: State, then: State) -> bool:
    """Say whether news of ``then`` moves a hand-over that stands at ``now``.

    News may be lost or come late: a step may be skipped, none goes back.

    >>> follows(State.SENT, State.EXAMINED), follows(State.EXAMINED, State.RECEIVED)
    (True, False)
    """
    return now not in ENDED and RANK[then] > RANK[now] >= RANK[State.CONSENTED]


def wait_before(attempt: int) -> timedelta:
    """Return how long to wait before sending again, after so many failures.

    >>> [wait_before(n).total_seconds() / 60 for n in (1, 2, 3)]
    [5.0, 10.0, 20.0]
    """
    doubled = FIRST_WAIT * (1 << min(max(attempt, 1) - 1, 10))
    return min(doubled, LONGEST_WAIT)
