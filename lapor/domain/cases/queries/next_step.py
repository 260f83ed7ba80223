"""What happens next, who does it, and by when."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Closing, State
from lapor.domain.deadlines.rules import Timer
from lapor.kernel.enums import noop, translate


class NextStep(NamedTuple):
    """``who`` has the ball until ``due_at`` (UTC; None when nobody is waited for)."""

    what: str
    who: str
    due_at: datetime | None
    timer: Timer | None
    is_with_reporter: bool


WHAT: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.RECEIVED: noop("Laporan diperiksa dan diteruskan ke instansi yang tepat"),
        State.ON_HOLD: noop("Lengkapi data yang diminta"),
        State.DISPATCHED: noop("Instansi memberi tindak lanjut pertama"),
        State.RETURN_REQUESTED: noop("Diputuskan instansi mana yang berwenang"),
        State.IN_PROGRESS: noop("Instansi menyelesaikan dan memberi jawaban akhir"),
        State.ANSWERED: noop("Terima atau tanggapi jawaban"),
        State.REPLIED: noop("Instansi menjawab tanggapan"),
        State.WITH_OMBUDSMAN: noop("Ombudsman memeriksa laporan"),
    }
)
WAITING: Final = noop("Kirim data yang diminta instansi")
ENDED: Final[Mapping[Closing, str]] = MappingProxyType(
    {
        Closing.ACCEPTED: noop("Selesai: jawaban diterima pelapor"),
        Closing.SILENCE: noop("Ditutup otomatis karena pelapor tidak menanggapi"),
        Closing.OFFICER: noop("Ditutup petugas sesudah jawaban akhir"),
        Closing.OMBUDSMAN: noop("Diselesaikan Ombudsman"),
        Closing.ARCHIVED_BY_OFFICER: noop("Diarsipkan dengan alasan dan saran"),
        Closing.ARCHIVED_BY_SYSTEM: noop("Diarsipkan karena data tidak dilengkapi"),
        Closing.ARCHIVED_BY_REPORTER: noop("Dicabut oleh pelapor"),
    }
)
REPORTER: Final = noop("Pelapor")
OMBUDSMAN: Final = noop("Ombudsman Republik Indonesia")


def next_step(case: Case) -> NextStep:
    """Say in words what happens next; for a closed case, how it ended."""
    state = State(case.state)
    if state not in WHAT:
        ended = translate(ENDED[Closing(case.closing)]) if case.closing else ""
        return NextStep(ended, "", None, None, False)
    is_with_reporter = state in {State.ON_HOLD, State.ANSWERED}
    what = WHAT[state]
    if state == State.IN_PROGRESS and case.is_waiting_for_reporter:
        is_with_reporter, what = True, WAITING
    return NextStep(
        translate(what),
        translate(REPORTER) if is_with_reporter else _office(case, state),
        case.due_at,
        Timer(case.due_timer) if case.due_timer else None,
        is_with_reporter,
    )


def _office(case: Case, state: State) -> str:
    if state == State.WITH_OMBUDSMAN:
        return translate(OMBUDSMAN)
    return case.unit.name if case.unit else case.agency.name
