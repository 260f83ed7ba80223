"""Handling a case together: helpers, copies, consultations (penanganan bersama).

One office leads, answers and keeps the reporter's clock; the others have clocks of
their own, which never move his (domain §9.5).
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Assignment, Case
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.queries.parts import part_of
from lapor.domain.cases.rules import (
    Act,
    Kind,
    Part,
    ReturnReason,
    State,
    Visibility,
    part_due,
)
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Allowed, Timer, Unit, due, end_of
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound, NotPermitted
from lapor.kernel.files import Accepted

from . import clocks
from .steps import Move, assign, begin, finish, local_day, say


@transaction.atomic
def invite(
    case: Case,
    *,
    to: Organisation,
    task: str,
    compulsory: bool = True,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Ask another agency, or a unit, to handle a part; its own clocks start.

    The final answer waits for compulsory parts. Raises Invalid when the office has
    the case already.
    """
    move = begin(case, Act.INVITE, by=by, at=at, version=version)
    _demand(task, "task")
    part = _join(move, to, Part.CONTRIBUTOR, task, is_compulsory=compulsory)
    own = [
        clocks.start_part(part, timer, at=move.at)
        for timer in (Timer.FIRST_FOLLOW_UP, Timer.COMPLETION)
    ]
    public = clocks.public_end(move.case)
    part.due_at = part_due(own[-1].due_at, public=public, at=move.at)
    part.save(update_fields=["due_at"])
    move.facts |= {"due_at": part.due_at.isoformat(), "compulsory": compulsory}
    say(move, Kind.DISPATCH, visibility=_public(move), organisation=to.name)
    return finish(move)


@transaction.atomic
def send_copy(
    case: Case,
    *,
    to: Organisation,
    note: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Let another office read along (tembusan); it can do nothing."""
    move = begin(case, Act.COPY, by=by, at=at, version=version)
    if move.case.is_secret:
        raise NotAllowedNow(_("Laporan rahasia tidak diberikan sebagai tembusan."))
    _join(move, to, Part.COPY, note)
    say(move, Kind.DISPATCH, visibility=Visibility.PUBLIC, organisation=to.name)
    return finish(move)


@transaction.atomic
def consult(
    case: Case,
    *,
    to: Organisation,
    question: str,
    due_on: date,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Ask another office for its opinion until a day; the reporter's clock runs on.

    Raises Invalid for a day that is not after today, or after the public term.
    """
    move = begin(case, Act.CONSULT, by=by, at=at, version=version)
    _demand(question, "question")
    zone = move.case.agency.zone
    ends_at, public = end_of(due_on, zone), clocks.public_end(move.case)
    sentence = ""
    if due_on <= local_day(move.at, move.case.agency):
        sentence = _("Isi tanggal sesudah hari ini.")
    elif public is not None and move.at < public < ends_at:
        sentence = _("Isi tanggal sebelum batas penyelesaian laporan berakhir.")
    if sentence:
        raise Invalid(sentence, fields={"due_on": sentence})
    part = _join(move, to, Part.CONSULTED, question)
    part.due_at = ends_at
    part.save(update_fields=["due_at"])
    move.facts["due_at"] = ends_at.isoformat()
    say(
        move,
        Kind.NOTE,
        visibility=Visibility.OFFICERS,
        content=question,
        organisation=to.name,
    )
    return finish(move)


@transaction.atomic
def contribute(
    case: Case,
    *,
    content: str,
    is_final: bool,
    files: Sequence[Accepted] = (),
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Hand in one's part, or tell how far it is; the lead makes one answer of all."""
    move = begin(case, Act.CONTRIBUTE, by=by, at=at, version=version)
    part = _own_part(move, by, Part.CONTRIBUTOR)
    _demand(content, "content")
    if part.handed_in_at is not None:
        raise NotAllowedNow(_("Bagian instansi Anda sudah diserahkan."))
    part.state = State.ANSWERED if is_final else State.IN_PROGRESS
    part.handed_in_at = move.at if is_final else None
    part.save(update_fields=["state", "handed_in_at"])
    ended = [Timer.FIRST_FOLLOW_UP, *([Timer.COMPLETION] if is_final else [])]
    clocks.stop_part(part, ended, at=move.at)
    name = part.organisation.name
    move.facts |= {"organisation": part.organisation.code, "is_final": is_final}
    say(
        move,
        Kind.CONTRIBUTION,
        visibility=Visibility.OFFICERS,
        content=content,
        files=files,
        organisation=name,
        is_final=is_final,
    )
    if is_final:
        say(move, Kind.SYSTEM, visibility=_public(move), organisation=name)
    return finish(move)


@transaction.atomic
def advise(
    case: Case,
    *,
    content: str,
    files: Sequence[Accepted] = (),
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Give the opinion one was asked for; with it one's part ends."""
    move = begin(case, Act.ADVISE, by=by, at=at, version=version)
    part = _own_part(move, by, Part.CONSULTED)
    _demand(content, "content")
    part.handed_in_at = move.at
    part.save(update_fields=["handed_in_at"])
    _end(move, part)
    name = part.organisation.name
    say(
        move,
        Kind.CONTRIBUTION,
        visibility=Visibility.OFFICERS,
        content=content,
        files=files,
        organisation=name,
    )
    return finish(move)


@transaction.atomic
def decline(
    case: Case,
    *,
    reason: str,
    code: ReturnReason,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Say that one's part is not ours, within the days in which a case is returned.

    Everybody can read that the office stepped back, the lead also why.
    """
    move = begin(case, Act.DECLINE, by=by, at=at, version=version)
    part = _own_part(move, by, Part.CONTRIBUTOR)
    _demand(reason, "reason")
    days = allowed(move.case, Allowed.RETURN_DAYS)
    office = part.organisation
    calendar = calendar_for(office.calendar_code)
    until = due(part.assigned_at, days, Unit.WORKING_DAYS, office.zone, calendar)
    if move.at > until.due_at or part.handed_in_at is not None:
        raise NotAllowedNow(
            _("Batas %(days)d hari kerja untuk menyatakan bukan wewenang sudah lewat.")
            % {"days": days}
        )
    _end(move, part)
    move.facts["reason"] = str(code)
    say(
        move,
        Kind.DECISION,
        visibility=Visibility.OFFICERS,
        content=reason,
        organisation=office.name,
        code=str(code),
    )
    return finish(move)


@transaction.atomic
def release(
    case: Case,
    *,
    part: int,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """End the part of another office, with a reason; nothing waits for it then.

    ``part`` is the key of its assignment. Raises NotFound.
    """
    move = begin(case, Act.RELEASE, by=by, at=at, version=version)
    _demand(reason, "reason")
    row = (
        Assignment.objects.filter(pk=part, case=move.case, ended_at=None)
        .exclude(part=Part.LEAD)
        .select_related("organisation")
        .first()
    )
    if row is None:
        raise NotFound(_("Instansi itu tidak lagi ikut menangani laporan ini."))
    _end(move, row)
    say(
        move,
        Kind.DECISION,
        visibility=Visibility.OFFICERS,
        content=reason,
        organisation=row.organisation.name,
    )
    return finish(move)


def _join(
    move: Move,
    to: Organisation,
    part: Part,
    note: str,
    *,
    is_compulsory: bool = False,
) -> Assignment:
    held = move.case
    if to.pk in {held.agency_id, held.unit_id}:
        sentence = _("Laporan ini sudah ditangani di sana.")
        raise Invalid(sentence, fields={"to": sentence})
    if not to.is_active:
        sentence = _("Instansi ini tidak aktif lagi.")
        raise Invalid(sentence, fields={"to": sentence})
    held.is_joint = True
    move.facts |= {"organisation": to.code, "part": str(part)}
    row = assign(move, to, note=note.strip(), part=part)
    row.is_compulsory = is_compulsory
    row.save(update_fields=["is_compulsory"])
    return row


def _own_part(move: Move, by: User, part: Part) -> Assignment:
    on = local_day(move.at, move.case.agency)
    row = part_of(by, move.case, on=on, part=part)
    if row is None:
        raise NotPermitted(_("Instansi Anda tidak diminta untuk ini."))
    return row


def _end(move: Move, row: Assignment) -> None:
    row.ended_at, row.ended_why = move.at, move.step.act
    row.save(update_fields=["ended_at", "ended_why"])
    clocks.stop_part(row, at=move.at)
    move.facts["organisation"] = row.organisation.code


def _public(move: Move) -> Visibility:
    return Visibility.REPORTER if move.case.is_secret else Visibility.PUBLIC


def _demand(text: str, field: str) -> None:
    if not text.strip():
        sentence = _("Isian ini masih kosong.")
        raise Invalid(sentence, fields={field: sentence})
