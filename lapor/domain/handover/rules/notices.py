"""What the other side tells us: one notice, read strictly."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import Invalid
from lapor.kernel.text import clean

from .steps import BACK, Maladministration, State

LONGEST: Final = 5_000
NO_STATE: Final = noop("Status “{state}” tidak dikenal. Pakai: {known}.")
NO_MOMENT: Final = noop("Waktu kejadian harus ditulis lengkap dengan zona waktunya.")
NO_RESULT: Final = noop("Jenis maladministrasi “{code}” tidak dikenal.")
NO_DAY: Final = noop("Tanggal laporan hasil pemeriksaan tidak benar.")
NO_WORDS: Final = noop("Tulis alasannya.")
NO_NUMBER: Final = noop("Nomor penyerahan tidak disebut.")


class NoticeState(NamedTuple):
    """One notice: which hand-over, which state, since when, and what was found."""

    handover: str
    state: State
    happened_at: datetime
    reference: str = ""
    maladministration: str = ""
    corrective_action: str = ""
    report_on: date | None = None
    words: str = ""


def read_notice(body: Mapping[str, Any]) -> NoticeState:
    """Return the notice. Raises Invalid with a sentence that says what is wrong."""
    number = clean(body.get("handover") or "", max_length=20)
    if not number:
        raise Invalid(translate(NO_NUMBER))
    state = _state(body.get("state"))
    result = body.get("result")
    found: Mapping[str, Any] = result if isinstance(result, Mapping) else {}
    notice = NoticeState(
        number,
        state,
        _moment(body.get("happened_at")),
        reference=clean(body.get("reference") or "", max_length=64),
        maladministration=_found(found.get("maladministration") or "", state),
        corrective_action=_words(found.get("corrective_action")),
        report_on=_day(found.get("report_on")),
        words=_words(body.get("reason")),
    )
    if state == State.REFUSED and not notice.words:
        raise Invalid(translate(NO_WORDS))
    return notice


def _state(given: object) -> State:
    known = sorted(BACK)
    if given not in known:
        words = {"state": given, "known": ", ".join(known)}
        raise Invalid(translate(NO_STATE).format(**words))
    return State(str(given))


def _moment(given: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        raise Invalid(translate(NO_MOMENT)) from None
    if moment.tzinfo is None:
        raise Invalid(translate(NO_MOMENT))
    return moment


def _found(given: object, state: State) -> str:
    if state != State.FINISHED:
        return ""
    if not isinstance(given, str) or given not in set(Maladministration):
        raise Invalid(translate(NO_RESULT).format(code=given))
    return str(given)


def _day(given: object) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise Invalid(translate(NO_DAY)) from None


def _words(given: object) -> str:
    return clean(given or "", max_length=LONGEST, multiline=True)
