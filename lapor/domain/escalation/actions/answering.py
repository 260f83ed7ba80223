"""Those who were told answer: instruct, ask why, examine, intervene; and explain.

None of it moves the case or its clocks, and none of it leaves the circle of officers:
the reporter reads of the climb and of what the agency then does.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.actions import local_day
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import OPEN, State
from lapor.domain.escalation.models import Climb, Response
from lapor.domain.escalation.policies import may_respond
from lapor.domain.escalation.queries.audience import surroundings
from lapor.domain.escalation.rules import Audience, Receiver, ResponseKind
from lapor.domain.escalation.rules.receivers import receivers
from lapor.domain.ledger.actions import record
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted

LONGEST_WAIT: Final = timedelta(days=60)


@transaction.atomic
def instruct(
    case: Case, *, text: str, due_on: date | None = None, by: User, at: datetime
) -> Response:
    """Tell those below what to do (instruksi), maybe by a local day."""
    return _respond(case, ResponseKind.INSTRUCTION, text, due_on, by, at)


@transaction.atomic
def demand_explanation(
    case: Case, *, text: str, due_on: date, by: User, at: datetime
) -> Response:
    """Ask why it is late, to be explained by a local day."""
    return _respond(case, ResponseKind.EXPLANATION_REQUEST, text, due_on, by, at)


@transaction.atomic
def examine(
    case: Case, *, text: str, due_on: date | None = None, by: User, at: datetime
) -> Response:
    """Note what the internal auditor found (catatan pemeriksaan)."""
    return _respond(case, ResponseKind.EXAMINATION, text, due_on, by, at)


@transaction.atomic
def intervene(
    case: Case, *, text: str, due_on: date | None = None, by: User, at: datetime
) -> Response:
    """Step in from the national level (intervensi)."""
    return _respond(case, ResponseKind.INTERVENTION, text, due_on, by, at)


@transaction.atomic
def explain(request: Response, *, text: str, by: User, at: datetime) -> Response:
    """Answer an instruction, a request, a note or an intervention; once.

    Raises NotAllowedNow when it was answered already.
    """
    asked = Response.objects.select_for_update().get(pk=request.pk)
    if asked.kind == ResponseKind.EXPLANATION:
        raise NotAllowedNow(_("Ini sudah sebuah penjelasan."))
    if asked.answered_by.exists():
        raise NotAllowedNow(_("Permintaan ini sudah dijawab."))
    return _respond(
        asked.case, ResponseKind.EXPLANATION, text, None, by, at, answers=asked
    )


def _respond(
    case: Case,
    kind: ResponseKind,
    text: str,
    due_on: date | None,
    by: User,
    at: datetime,
    answers: Response | None = None,
) -> Response:
    case = Case.objects.select_related("agency", "unit").get(pk=case.pk)
    today = local_day(at, case.agency)
    may_respond(by, case, kind, on=today)
    home = by.organisation
    if home is None:
        raise NotPermitted(_("Akun Anda belum mempunyai instansi."))
    if answers is None:
        _demand_climb(case)
    if not text.strip():
        raise Invalid(_("Tulis isinya dulu."), fields={"text": _("Tulis isinya dulu.")})
    if due_on is not None and not today < due_on <= today + LONGEST_WAIT:
        sentence = _("Pilih tanggal sesudah hari ini, paling lama 60 hari lagi.")
        raise Invalid(sentence, fields={"due_on": sentence})
    made = Response.objects.create(
        case=case,
        kind=kind,
        text=text.strip(),
        due_on=due_on,
        answers=answers,
        by=by.actor.ref,
        organisation=home,
        made_at=at,
    )
    record(
        "escalation.responded",
        subject=case.ref,
        actor=by.actor,
        at=at,
        kind=str(kind),
        organisation=home.code,
        due_on=due_on.isoformat() if due_on else "",
        told=[one.ref for one in _told(made, case)],
    )
    return made


def _told(made: Response, case: Case) -> Iterable[Receiver]:
    """Return the offices that are told: those who must act, or who asked."""
    if made.answers is None:
        around = surroundings([case], on=local_day(made.made_at, case.agency))[0]
        return receivers((Audience.LIAISON, Audience.AGENCY_ADMIN), around)
    home = made.answers.organisation
    agency = home.agency or home
    return {
        ResponseKind.EXAMINATION: [Receiver(Role.AUDITOR, agency.code)],
        ResponseKind.INTERVENTION: [Receiver(Role.NATIONAL_ADMIN, agency.code)],
    }.get(
        ResponseKind(made.answers.kind),
        [Receiver(Role.LEADER, home.code), Receiver(Role.AGENCY_ADMIN, home.code)],
    )


def _demand_climb(case: Case) -> None:
    """Only what has climbed and is still open is answered this way."""
    if State(case.state) not in OPEN:
        raise NotAllowedNow(_("Laporan ini sudah selesai."))
    if not Climb.objects.filter(case=case).exists():
        raise NotAllowedNow(
            _("Laporan ini belum naik jenjang. Pakai catatan internal saja.")
        )
