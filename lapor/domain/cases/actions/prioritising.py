"""By hand what ``heeding`` does at receipt: tag a programme, restrict the readers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries.restricted import is_within_accused
from lapor.domain.cases.queries.seen import is_permitted
from lapor.domain.cases.rules import Act, Kind, State, Visibility
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import national_admin
from lapor.domain.priorities.queries import harm_named, programme_on
from lapor.kernel.errors import Invalid, NotPermitted
from lapor.kernel.validity import is_in_force

from .steps import Move, begin, finish, local_day, say, unassign


@transaction.atomic
def tag(
    case: Case, *, programme: str, by: User, at: datetime, version: int | None = None
) -> Case:
    """Tag a case with a priority programme, or take the tag off (empty code).

    Its overseer sees it from then on, and no longer once the tag is off.
    """
    move = begin(case, Act.TAG, by=by, at=at, version=version)
    if programme == move.case.programme:
        sentence = _("Laporan ini sudah bertanda demikian.")
        raise Invalid(sentence, fields={"programme": sentence})
    name = _("tidak ada")
    if programme:
        on = local_day(move.at, move.case.agency)
        row = programme_on(programme, on)
        if row is None or not is_in_force(row, on):
            sentence = _("Program ini tidak berlaku hari ini. Pilih dari daftar.")
            raise Invalid(sentence, fields={"programme": sentence})
        name = row.name
    move.facts |= {"had": move.case.programme, "programme": programme}
    move.case.programme = programme
    say(move, Kind.SYSTEM, visibility=Visibility.REPORTER, programme=name)
    return finish(move)


@transaction.atomic
def restrict(
    case: Case,
    *,
    harm: str,
    accused: Organisation | None,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Let only few read a case: it speaks of harm, or accuses an office.

    It becomes secret and stays so. The accused office loses it at once. An empty
    ``harm`` corrects a sign that was read wrongly, another ``accused`` opens the case
    to the one before: only who dispatches for the nation does that. Raises Invalid and
    NotPermitted.
    """
    move = begin(case, Act.RESTRICT, by=by, at=at, version=version)
    if not reason.strip():
        sentence = _("Tulis alasannya.")
        raise Invalid(sentence, fields={"reason": sentence})
    on = local_day(move.at, move.case.agency)
    if harm:
        row = harm_named(harm, on)
        if row is None or not row.is_restricted:
            sentence = _("Pilih jenis bahaya dari daftar.")
            raise Invalid(sentence, fields={"harm": sentence})
    had = move.case.accused_id
    is_lifted = not harm or had not in {None, accused.pk if accused else None}
    if is_lifted and not is_permitted(by, move.case, Action.DISPATCH, on=on):
        raise NotPermitted(_("Pembatasan hanya dapat dicabut oleh admin nasional."))
    move.case.harm, move.case.is_secret = harm, True
    move.case.accused = accused
    if accused is not None:
        _take_from_accused(move, accused)
    move.facts |= {"harm": harm, "accused": accused.code if accused else ""}
    say(move, Kind.NOTE, visibility=Visibility.OFFICERS, content=reason)
    if harm:
        say(move, Kind.SYSTEM, visibility=Visibility.REPORTER)
    return finish(move)


def _take_from_accused(move: Move, accused: Organisation) -> None:
    """Take the case out of the hands of whom it accuses."""
    case, nation = move.case, national_admin()
    if accused.agency_id == nation.pk:
        sentence = _(
            "Laporan tentang admin nasional tidak dapat ditangani di sini. Sarankan "
            "pelapor meneruskannya ke Ombudsman."
        )
        raise Invalid(sentence, fields={"accused": sentence})
    if case.unit is not None and is_within_accused(case, case.unit):
        unassign(move, units_only=True)
        case.unit = None
    if is_within_accused(case, case.agency):
        if move.before != State.RECEIVED:
            sentence = _(
                "Instansi yang dilaporkan sedang menangani laporan ini. Alihkan dahulu "
                "ke instansi lain, lalu batasi."
            )
            raise Invalid(sentence, fields={"accused": sentence})
        move.facts["source"] = case.agency.code
        case.agency = nation
