"""Handing a case to who must answer, and back (disposisi, bukan wewenang)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Category, Classification
from lapor.domain.cases.policies import may_arbitrate, may_award, may_send_to
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.rules import (
    Act,
    Kind,
    ReturnReason,
    Visibility,
    binds,
)
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Allowed, Unit, due
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.files import Accepted

from .arrival import apply_class
from .returns import decide_returns, keep_return
from .steps import Move, assign, begin, finish, local_day, say, unassign


@transaction.atomic
def dispatch(
    case: Case,
    *,
    to: Organisation,
    classification: Classification,
    category: Category | None,
    title: str = "",
    note: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Verify a report and hand it to the agency, or at once to a unit of it.

    Class and target are compulsory. The verification clock stops; the clocks of the
    agency start. Raises NotPermitted when the target is another agency and ``by`` may
    not dispatch to it.
    """
    move = begin(case, Act.DISPATCH, by=by, at=at, version=version)
    if classification.finer.exists():
        raise Invalid(
            _("Tentukan dulu apakah pengaduan ini berkadar pengawasan."),
            fields={"classification": _("Pilih klasifikasi yang lebih rinci.")},
        )
    target = to if to.is_agency else to.agency
    if target is None:
        raise Invalid(_("Unit ini tidak punya instansi induk."))
    may_send_to(by, move.case, target, on=local_day(at, move.case.agency))
    move.case.verified_at = move.case.verified_at or move.at
    decide_returns(move, target=target)
    _hand_to(move, target, note)
    apply_class(move.case, title, classification, category)
    say(
        move,
        Kind.DISPATCH,
        visibility=Visibility.PUBLIC,
        organisation=target.name,
    )
    done = finish(move)
    if not to.is_agency:
        return _to_unit(done, to, note=note, by=by, at=at)
    return done


@transaction.atomic
def dispatch_unit(
    case: Case,
    *,
    to: Organisation,
    note: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Give the case to a unit of the agency that has it; agency clocks run on."""
    return _to_unit(case, to, note=note, by=by, at=at, version=version)


def _to_unit(
    case: Case,
    to: Organisation,
    *,
    note: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    move = begin(case, Act.DISPATCH_UNIT, by=by, at=at, version=version)
    if to.agency_id != move.case.agency_id:
        raise Invalid(
            _("Unit ini bukan bagian dari instansi yang menangani laporan."),
            fields={"to": _("Pilih unit dari instansi ini.")},
        )
    if move.case.unit_id == to.pk:
        raise Invalid(_("Laporan ini sudah ada di unit tersebut."))
    unassign(move, units_only=True)
    move.case.unit = to
    move.facts["unit"] = to.code
    if to.pk != move.case.agency_id:
        assign(move, to, note=note)
    say(move, Kind.DISPATCH, visibility=Visibility.REPORTER, organisation=to.name)
    return finish(move)


@transaction.atomic
def hand_back(
    case: Case, *, reason: str, by: User, at: datetime, version: int | None = None
) -> Case:
    """Give the case back from a unit to the admin of its agency, with a reason."""
    move = begin(case, Act.HAND_BACK, by=by, at=at, version=version)
    _demand(reason)
    unassign(move, units_only=True)
    move.facts["unit"] = move.case.unit.code if move.case.unit else ""
    move.case.unit = None
    say(move, Kind.NOTE, visibility=Visibility.OFFICERS, content=reason)
    return finish(move)


@transaction.atomic
def ask_return(
    case: Case,
    *,
    reason: str,
    code: ReturnReason,
    suggestion: Organisation | None,
    basis: str = "",
    files: Sequence[Accepted] = (),
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Say "not our authority" of a dispatched case, within two working days.

    Evidence is a legal basis or a file. The clocks of the agency run on: asking does
    not buy time. Raises Invalid with fields, NotAllowedNow once authority is settled.
    """
    move = begin(case, Act.ASK_RETURN, by=by, at=at, version=version)
    _demand(reason)
    if not basis.strip() and not files:
        sentence = _("Sebutkan dasar hukumnya, atau lampirkan buktinya.")
        raise Invalid(sentence, fields={"basis": sentence})
    held = move.case
    if held.is_remit_settled:
        raise NotAllowedNow(
            _("Kewenangan sudah diputuskan: laporan ini tetap ditangani instansi Anda.")
        )
    if held.dispatched_at is None or move.at > _window_ends(held):
        raise NotAllowedNow(
            _("Batas %(days)d hari kerja untuk menyatakan bukan wewenang sudah lewat.")
            % {"days": allowed(held, Allowed.RETURN_DAYS)}
        )
    message = say(
        move,
        Kind.DECISION,
        visibility=Visibility.OFFICERS,
        content=reason,
        files=files,
        suggestion=suggestion.name if suggestion else "",
    )
    keep_return(
        move,
        message,
        code=code,
        basis=basis,
        suggestion=suggestion,
        after_dispatch=True,
    )
    move.facts["suggestion"] = suggestion.code if suggestion else ""
    return finish(move)


@transaction.atomic
def grant_return(
    case: Case,
    *,
    to: Organisation,
    note: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Agree and dispatch anew: the first follow-up starts anew, completion does not."""
    move = begin(case, Act.GRANT_RETURN, by=by, at=at, version=version)
    target = to.agency if to.agency else to
    on = local_day(at, move.case.agency)
    may_arbitrate(by, move.case, on=on)
    may_award(by, move.case, target, on=on)
    if target.pk == move.case.agency_id:
        raise Invalid(
            _("Pilih instansi lain; laporan ini sedang diminta kembali dari sini."),
            fields={"to": _("Pilih instansi lain.")},
        )
    move.case.return_count += 1
    most = allowed(move.case, Allowed.BINDING_RETURNS)
    if binds(move.case.return_count, most=most):
        move.case.is_remit_settled = True
    decide_returns(move, target=target, is_binding=move.case.is_remit_settled)
    move.facts["source"] = move.case.agency.code
    _hand_to(move, target, note)
    say(move, Kind.DISPATCH, visibility=Visibility.PUBLIC, organisation=target.name)
    return finish(move)


@transaction.atomic
def refuse_return(
    case: Case, *, reason: str, by: User, at: datetime, version: int | None = None
) -> Case:
    """Refuse: the authority is settled, the same agency answers."""
    move = begin(case, Act.REFUSE_RETURN, by=by, at=at, version=version)
    may_arbitrate(by, move.case, on=local_day(at, move.case.agency))
    _demand(reason)
    move.case.is_remit_settled = True
    decide_returns(move, target=move.case.agency, is_binding=True)
    say(move, Kind.DECISION, visibility=Visibility.OFFICERS, content=reason)
    return finish(move)


def _hand_to(move: Move, target: Organisation, note: str) -> None:
    unassign(move)
    move.case.agency, move.case.unit = target, None
    move.case.dispatched_at = move.at
    move.case.first_follow_up_at = move.case.follow_up_microseconds = None
    move.facts["target"] = target.code
    assign(move, target, note=note)


def _window_ends(case: Case) -> datetime:
    agency = case.agency
    assert case.dispatched_at is not None  # noqa: S101 - the caller has looked
    calendar = calendar_for(agency.calendar_code)
    days = allowed(case, Allowed.RETURN_DAYS)
    limit = due(case.dispatched_at, days, Unit.WORKING_DAYS, agency.zone, calendar)
    return limit.due_at


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Invalid(
            _("Tulis alasannya."), fields={"reason": _("Alasan harus diisi.")}
        )
