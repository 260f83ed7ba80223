"""A formal request for information: asked, extended once, answered, objected to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.deadlines.queries import calendar_for, term_for
from lapor.domain.deadlines.rules import TermLine, Timer, due
from lapor.domain.handover.models import InformationRequest
from lapor.domain.handover.policies import may_answer_information
from lapor.domain.handover.queries import may_ask_information
from lapor.domain.handover.rules import Answer, RequestState, Wish
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel import ids
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.text import clean

LONGEST = 5_000


@transaction.atomic
def ask_information(
    case: Case, *, wanted: str, purpose: str, wish: Wish, at: datetime
) -> InformationRequest:
    """Make a case a formal request; its own clock starts (UU 14/2008 Pasal 22).

    The law asks for a reason (Pasal 4 ayat 3). The case goes on as it is.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not may_ask_information(locked):
        raise NotAllowedNow(
            _("Laporan ini tidak dapat dijadikan permohonan informasi formal.")
        )
    text, why = _text(wanted), _text(purpose)
    bad = {}
    if not text:
        bad["wanted"] = _("Tulis informasi yang Anda minta.")
    if not why:
        bad["purpose"] = _("Tulis untuk apa informasi itu.")
    if bad:
        raise Invalid(_("Permohonan belum lengkap."), fields=bad)
    term, due_at = _due(Timer.INFORMATION, at, locked.agency, on=at)
    made = InformationRequest.objects.create(
        case=locked,
        number=ids.new_number(),
        agency=locked.agency,
        wanted=text,
        purpose=why,
        wish=wish,
        term_id=term.id,
        asked_at=at,
        due_at=due_at,
    )
    record(
        "information.asked",
        subject=locked.ref,
        actor=REPORTER,
        at=at,
        request=made.number,
        due=due_at.isoformat(),
    )
    return made


@transaction.atomic
def extend_information(
    request: InformationRequest, *, reason: str, by: User, at: datetime
) -> InformationRequest:
    """Take seven working days more, once, with a written reason (Pasal 22 ayat 8)."""
    locked = _locked(request, RequestState.ASKED)
    may_answer_information(by, locked.case, on=_day(at, locked.agency))
    why = _text(reason)
    if not why:
        raise Invalid(
            _("Tulis alasannya."), fields={"reason": _("Alasan harus diisi.")}
        )
    if locked.extended_at is not None:
        raise NotAllowedNow(_("Waktu hanya dapat diperpanjang satu kali."))
    if locked.due_at is None or at > locked.due_at:
        raise NotAllowedNow(_("Batas waktu sudah lewat; jawab permohonan ini."))
    extra = term_for(Timer.INFORMATION_EXTRA, on=_day(locked.asked_at, locked.agency))
    calendar = calendar_for(locked.agency.calendar_code)
    before = locked.due_at
    locked.due_at = due(
        before, extra.amount, extra.unit, locked.agency.zone, calendar
    ).due_at
    locked.extended_at, locked.extension_reason = at, why
    locked.save()
    cases.tell(
        locked.case,
        content=_("Batas jawaban permohonan informasi diperpanjang. %(why)s")
        % {"why": why},
        by=by,
        at=at,
    )
    record(
        "information.extended",
        subject=locked.case.ref,
        actor=by.actor,
        at=at,
        request=locked.number,
        before=before.isoformat(),
        after=locked.due_at.isoformat(),
    )
    return locked


@transaction.atomic
def answer_information(
    request: InformationRequest,
    *,
    answer: Answer,
    text: str,
    legal_ground: str = "",
    by: User,
    at: datetime,
) -> InformationRequest:
    """Answer; a refusal names the article that exempts it (Pasal 17)."""
    locked = _locked(request, RequestState.ASKED)
    may_answer_information(by, locked.case, on=_day(at, locked.agency))
    said, ground = _text(text), clean(legal_ground, max_length=300)
    bad = {}
    if not said:
        bad["text"] = _("Tulis jawabannya.")
    if answer == Answer.EXEMPT and not ground:
        bad["legal_ground"] = _("Sebut pasal yang mengecualikan informasi ini.")
    if bad:
        raise Invalid(_("Jawaban belum lengkap."), fields=bad)
    late = locked.due_at is not None and at > locked.due_at
    locked.state, locked.answered_at, locked.due_at = RequestState.ANSWERED, at, None
    locked.answer, locked.answer_text, locked.legal_ground = answer, said, ground
    locked.save()
    lines = [f"{answer.label}. {said}"]
    if ground:
        lines.append(_("Dasar: %(ground)s.") % {"ground": ground})
    cases.tell(locked.case, content="\n".join(lines), by=by, at=at)
    record(
        "information.answered",
        subject=locked.case.ref,
        actor=by.actor,
        at=at,
        request=locked.number,
        answer=str(answer),
        late=late,
    )
    return locked


@transaction.atomic
def object_to_answer(
    request: InformationRequest, *, text: str, at: datetime
) -> InformationRequest:
    """Object to the answer, or to silence past the term, within thirty working days
    (Pasal 35 and 36). The superior of the officer has thirty working days.
    """
    locked = InformationRequest.objects.select_for_update(of=("self",)).get(
        pk=request.pk
    )
    said = _text(text)
    if not said:
        raise Invalid(_("Tulis keberatan Anda."), fields={"text": _("Isi keberatan.")})
    is_silent = (
        locked.state == RequestState.ASKED
        and locked.due_at is not None
        and at > locked.due_at
    )
    since = locked.answered_at or locked.due_at
    if not (is_silent or locked.state == RequestState.ANSWERED) or since is None:
        raise NotAllowedNow(_("Belum ada jawaban yang dapat Anda keberatani."))
    if at > _due(Timer.INFORMATION_OBJECTION, since, locked.agency, on=since)[1]:
        raise NotAllowedNow(_("Batas 30 hari kerja untuk keberatan sudah lewat."))
    locked.state, locked.objected_at, locked.objection = RequestState.OBJECTED, at, said
    locked.due_at = _due(Timer.INFORMATION_OBJECTION, at, locked.agency, on=at)[1]
    locked.save()
    record(
        "information.objected",
        subject=locked.case.ref,
        actor=REPORTER,
        at=at,
        request=locked.number,
    )
    return locked


@transaction.atomic
def answer_objection(
    request: InformationRequest, *, text: str, by: User, at: datetime
) -> InformationRequest:
    """Decide on an objection; after it the way to the Komisi Informasi is open."""
    locked = _locked(request, RequestState.OBJECTED)
    may_answer_information(by, locked.case, on=_day(at, locked.agency))
    said = _text(text)
    if not said:
        raise Invalid(_("Tulis jawabannya."), fields={"text": _("Isi jawaban.")})
    locked.state, locked.decided_at, locked.due_at = RequestState.DECIDED, at, None
    locked.decision = said
    locked.save()
    cases.tell(locked.case, content=said, by=by, at=at)
    record(
        "information.decided",
        subject=locked.case.ref,
        actor=by.actor,
        at=at,
        request=locked.number,
    )
    return locked


def _locked(request: InformationRequest, state: RequestState) -> InformationRequest:
    locked = (
        InformationRequest.objects.select_for_update(of=("self",))
        .select_related("case__agency", "agency")
        .get(pk=request.pk)
    )
    if locked.state != state:
        raise NotAllowedNow(
            _("Permohonan ini sudah berstatus “%(state)s”.")
            % {"state": RequestState(locked.state).label}
        )
    return locked


def _due(
    timer: Timer, at: datetime, agency: Organisation, *, on: datetime
) -> tuple[TermLine, datetime]:
    term = term_for(timer, on=_day(on, agency))
    calendar = calendar_for(agency.calendar_code)
    return term, due(at, term.amount, term.unit, agency.zone, calendar).due_at


def _day(at: datetime, agency: Organisation) -> date:
    return at.astimezone(ZoneInfo(agency.zone)).date()


def _text(raw: str) -> str:
    return clean(raw, max_length=LONGEST, multiline=True)
