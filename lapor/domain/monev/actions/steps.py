"""One step of a round or of a sheet: lock, look up the row, permit, record."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Unit, due, local_day
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Errand, Round, Sheet
from lapor.domain.monev.policies import may_act, may_act_on_sheet
from lapor.domain.monev.rules.rounds import FACTS, sheet_step_for, step_for, step_of
from lapor.domain.monev.rules.words import RoundAct, SheetAct
from lapor.domain.organisations.models import Organisation
from lapor.kernel import text
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted

#: Who acts: a person, asked by the policies, or the program by its schedule.
By = User | Actor
LONGEST: int = 4_000  # characters of a note, reason, question or answer


def today(at: datetime, organisation: Organisation) -> date:
    """Return the day on the wall of an organisation."""
    return local_day(at, organisation.zone)


def limit(at: datetime, days: int, organisation: Organisation) -> date:
    """Return the last day of a limit in working days of an organisation."""
    calendar = calendar_for(organisation.calendar_code)
    return due(at, days, Unit.WORKING_DAYS, organisation.zone, calendar).due_on


def working_days_left(until: date, *, on: date, organisation: Organisation) -> int:
    """Return how many working days come after ``on``, up to the last day itself."""
    calendar = calendar_for(organisation.calendar_code)
    count = (until - on).days
    days = (on + timedelta(days=ahead) for ahead in range(1, count + 1))
    return sum(not calendar.why_not(day) for day in days)


def locked(round: Round) -> Round:
    """Lock and read a round anew; everything that changes it begins here."""
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("assessor")
        .get(pk=round.pk)
    )


def locked_sheet(sheet: Sheet) -> Sheet:
    """Lock and read a sheet anew, with its round; the round itself stays free."""
    return (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("round__assessor", "subject__agency")
        .get(pk=sheet.pk)
    )


def begin(round: Round, act: RoundAct, *, by: By, at: datetime) -> Round:
    """Lock a round for an act: the state must allow it, and the doer must be let."""
    found = locked(round)
    demand(found, act, by=by, at=at)
    step_for(found.standing, act)
    under_way = Errand.objects.filter(round=found, ended_at=None).exclude(act=act)
    if errand := under_way.first():
        raise NotAllowedNow(
            _("“%(act)s” sedang dikerjakan. Tunggu sampai selesai, lalu muat ulang.")
            % {"act": errand.what.label}
        )
    return found


def demand_ended(round: Round, *, at: datetime) -> None:
    """Raise Invalid while the period of a round still runs where its assessor is."""
    if round.period_end >= today(at, round.assessor):
        raise Invalid(
            _(
                "Masa %(period)s baru berakhir %(day)s. Putaran dapat dibuka sehari "
                "sesudahnya."
            )
            % {"period": round.period, "day": round.period_end.isoformat()}
        )


def demand(round: Round, act: RoundAct, *, by: By, at: datetime) -> None:
    """Raise NotPermitted unless this person, or the program, may do this."""
    if isinstance(by, User):
        may_act(by, round, act, on=today(at, round.assessor))
    elif not step_of(act).by_system:
        raise NotPermitted(_("Langkah ini harus dilakukan oleh orang yang berwenang."))


def begin_sheet(sheet: Sheet, act: SheetAct, *, by: User, at: datetime) -> Sheet:
    """Lock a sheet for an act of a person."""
    found = locked_sheet(sheet)
    may_act_on_sheet(by, found, act, on=today(at, found.round.assessor))
    sheet_step_for(found.standing, found.round_standing, act)
    return found


def finish(
    round: Round, act: RoundAct, *, by: By, at: datetime, **data: object
) -> None:
    """Move a round to where its row leads and write the fact."""
    target = step_of(act).target
    if target is not None:
        round.state = target
    round.save()
    record(
        FACTS[act],
        subject=round.ref,
        actor=by.actor,
        at=at,
        code=round.code,
        **data,
    )


def note(sheet: Sheet, act: SheetAct, *, by: By, at: datetime, **data: object) -> None:
    """Write the fact of an act on a sheet; never the words that were typed."""
    record(
        FACTS[act],
        subject=sheet.round.ref,
        actor=by.actor,
        at=at,
        sheet=sheet.pk,
        organisation=sheet.subject.code,
        **data,
    )


def words(raw: str, *, field: str, required: bool = True) -> str:
    """Return typed text made safe; an empty one is refused with the field's name."""
    plain = text.clean(raw, max_length=LONGEST, multiline=True)
    if required and not plain:
        why = _("Kolom ini harus diisi.")
        raise Invalid(why, fields={field: why})
    return plain
