"""Following up, answering, and talking with the reporter."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.queries.parts import lacking
from lapor.domain.cases.rules import (
    LEAST_EXPLANATION,
    Act,
    AnswerResult,
    Kind,
    Visibility,
)
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Allowed, elapsed_days
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.files import Accepted

from .joining import mirror
from .promising import make_promise
from .relaying import pass_up
from .steps import Move, begin, finish, say

MICROSECONDS_A_DAY = 86_400_000_000


@transaction.atomic
def follow_up(
    case: Case,
    *,
    content: str,
    files: Sequence[Accepted] = (),
    promised_on: date | None = None,
    promise: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Tell the reporter what is being done (tindak lanjut antara).

    What it promises for a day is watched.
    """
    move = begin(case, Act.FOLLOW_UP, by=by, at=at, version=version)
    _demand(content)
    if promised_on:
        make_promise(move, promised_on, promise)
    _note_first(move)
    say(move, Kind.FOLLOW_UP, visibility=_public(move), content=content, files=files)
    done = finish(move)
    mirror(done, follow_up, content=content, files=files, by=by, at=at)
    return done


@transaction.atomic
def final_answer(
    case: Case,
    *,
    content: str,
    result: AnswerResult,
    files: Sequence[Accepted] = (),
    promised_on: date | None = None,
    promise: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Give the final answer: a result, and evidence or an explanation.

    A planned result needs a promise with a day, any other may have one; it is watched
    after closing. As the first answer of all it also counts as the first follow-up.
    """
    move = begin(case, Act.FINAL_ANSWER, by=by, at=at, version=version)
    _demand(content)
    if not files and len(content.strip()) < LEAST_EXPLANATION:
        raise Invalid(
            _("Jawaban akhir memerlukan bukti atau penjelasan yang cukup."),
            fields={
                "content": _(
                    "Jelaskan apa yang diperiksa dan hasilnya, atau lampirkan bukti."
                )
            },
        )
    if waiting := lacking(move.case):
        raise NotAllowedNow(
            _(
                "Jawaban akhir menunggu bagian dari %(names)s. Tunggu, atau lepaskan "
                "instansi itu dengan alasan."
            )
            % {"names": ", ".join(waiting)}
        )
    if result == AnswerResult.PLANNED or promised_on:
        make_promise(move, promised_on, promise)
    _note_first(move)
    move.case.answered_at, move.case.result = move.at, result
    move.case.is_waiting_for_reporter = False
    move.facts["result"] = str(result)
    say(
        move,
        Kind.FINAL_ANSWER,
        visibility=_public(move),
        content=content,
        files=files,
        result=str(result),
    )
    done = finish(move)
    mirror(
        done, final_answer, content=content, result=result, files=files, by=by, at=at
    )
    return done


@transaction.atomic
def ask_reporter(
    case: Case,
    *,
    content: str,
    missing: Sequence[str],
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Ask for data during follow-up; the completion clock waits, twice at the most."""
    items = [item.strip() for item in missing if item.strip()]
    if not items:
        raise Invalid(
            _("Sebutkan paling sedikit satu data yang kurang."),
            fields={"missing": _("Tulis data yang Anda perlukan.")},
        )
    move = begin(case, Act.ASK_REPORTER, by=by, at=at, version=version)
    if move.case.is_waiting_for_reporter:
        raise NotAllowedNow(_("Data sudah diminta; tunggu jawaban pelapor."))
    most = allowed(move.case, Allowed.MOST_PAUSES)
    if move.case.pause_count >= most:
        raise NotAllowedNow(
            _("Data sudah %(most)d kali diminta. Lanjutkan dengan keterangan yang ada.")
            % {"most": most}
        )
    move.case.pause_count += 1
    move.case.is_waiting_for_reporter = True
    say(
        move,
        Kind.DATA_REQUEST,
        visibility=Visibility.REPORTER,
        content=content,
        missing=items,
    )
    return finish(move)


@transaction.atomic
def supply(
    case: Case, *, content: str, files: Sequence[Accepted] = (), at: datetime
) -> Case:
    """Take the data that was asked for during follow-up; the clock runs on."""
    move = begin(case, Act.SUPPLY, by=REPORTER, at=at)
    if not move.case.is_waiting_for_reporter:
        raise NotAllowedNow(_("Tidak ada data yang sedang diminta dari Anda."))
    if not files:
        _demand(content)
    move.case.is_waiting_for_reporter = False
    return _said_by_reporter(move, content, files)


@transaction.atomic
def reply(
    case: Case, *, content: str, files: Sequence[Accepted] = (), at: datetime
) -> Case:
    """Answer back to a final answer: it does not close, the agency's clock runs."""
    move = begin(case, Act.REPLY, by=REPORTER, at=at)
    _demand(content)
    return _said_by_reporter(move, content, files)


@transaction.atomic
def comment(
    case: Case, *, content: str, files: Sequence[Accepted] = (), at: datetime
) -> Case:
    """Add a message of the reporter while the case is being handled."""
    move = begin(case, Act.COMMENT, by=REPORTER, at=at)
    if not files:
        _demand(content)
    return _said_by_reporter(move, content, files)


@transaction.atomic
def note(
    case: Case,
    *,
    content: str,
    files: Sequence[Accepted] = (),
    by: User,
    at: datetime,
) -> Case:
    """Write an internal note; it never leaves the circle of officers."""
    move = begin(case, Act.NOTE, by=by, at=at)
    _demand(content)
    say(move, Kind.NOTE, visibility=Visibility.OFFICERS, content=content, files=files)
    return finish(move)


def _note_first(move: Move) -> None:
    """Keep when the agency first answered, and how long that took on working days."""
    case = move.case
    move.case.is_waiting_for_reporter = False
    if case.first_follow_up_at is not None or case.dispatched_at is None:
        return
    case.first_follow_up_at = move.at
    calendar = calendar_for(case.agency.calendar_code)
    taken = elapsed_days(case.dispatched_at, move.at, case.agency.zone, calendar)
    case.follow_up_microseconds = int(taken * MICROSECONDS_A_DAY)


def _public(move: Move) -> Visibility:
    return Visibility.REPORTER if move.case.is_secret else Visibility.PUBLIC


def _demand(content: str) -> None:
    if not content.strip():
        raise Invalid(
            _("Pesan masih kosong."), fields={"content": _("Tulis isi pesannya.")}
        )


def _said_by_reporter(move: Move, content: str, files: Sequence[Accepted]) -> Case:
    say(
        move,
        Kind.REPORTER,
        visibility=Visibility.REPORTER,
        content=content,
        files=files,
    )
    pass_up(move, content)
    return finish(move)
