"""Coordination meetings: what they decided, who does it by when (rapat koordinasi)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Decision, Meeting
from lapor.domain.cases.policies import may_do
from lapor.domain.cases.queries.parts import involved
from lapor.domain.cases.rules import Act, Kind, State, Visibility, step_for
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted

from .steps import begin, finish, local_day, say


class Resolved(NamedTuple):
    """One decision as it is written down: who does what by which local day."""

    organisation: Organisation
    text: str
    due_on: date


@transaction.atomic
def convene(
    case: Case,
    *,
    held_on: date,
    participants: str,
    notes: str,
    decisions: Sequence[Resolved],
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Note a meeting of the offices concerned, with at least one decision and day.

    Decisions bind offices that work on the case; their days move no clock of it.
    Raises Invalid with fields.
    """
    move = begin(case, Act.CONVENE, by=by, at=at, version=version)
    today = local_day(move.at, move.case.agency)
    if held_on > today:
        _refuse("held_on", _("Rapat dicatat sesudah berlangsung."))
    if not participants.strip():
        _refuse("participants", _("Sebutkan instansi yang hadir."))
    if not decisions:
        _refuse("text_1", _("Tulis paling sedikit satu keputusan."))
    known = {office.pk for office in involved(move.case)}
    if any(one.organisation.pk not in known for one in decisions):
        _refuse("who_1", _("Pilih instansi yang menangani laporan ini."))
    if any(one.due_on < held_on for one in decisions):
        _refuse("due_1", _("Tanggal keputusan mendahului rapatnya."))
    meeting = Meeting.objects.create(
        case=move.case,
        organisation=by.organisation or move.case.agency,
        held_on=held_on,
        participants=participants.strip(),
        notes=notes.strip(),
        written_at=move.at,
        written_by=by.actor.ref,
    )
    Decision.objects.bulk_create(
        Decision(
            meeting=meeting,
            organisation=one.organisation,
            text=one.text.strip(),
            due_on=one.due_on,
        )
        for one in decisions
    )
    move.facts |= {"held_on": held_on.isoformat(), "decisions": len(decisions)}
    say(
        move,
        Kind.DECISION,
        visibility=Visibility.OFFICERS,
        content=notes,
        held_on=held_on.isoformat(),
        count=len(decisions),
    )
    return finish(move)


@transaction.atomic
def carry_out(decision: Decision, *, by: User, at: datetime) -> Decision:
    """Mark a decision of a meeting as carried out: its office or the convener."""
    case = decision.meeting.case
    on = local_day(at, case.agency)
    may_do(by, case, step_for(State(case.state), Act.NOTE), on=on)
    home = by.organisation.agency_id if by.organisation else None
    offices = (decision.organisation, decision.meeting.organisation)
    if home not in {office.agency_id for office in offices}:
        raise NotPermitted(_("Keputusan ini bukan tugas instansi Anda."))
    undone = Decision.objects.filter(pk=decision.pk, done_at=None)
    if not undone.update(done_at=at):
        raise NotAllowedNow(_("Keputusan ini tidak ada atau sudah dilaksanakan."))
    decision.done_at = at
    record(
        "decision.carried_out",
        subject=case.ref,
        actor=by.actor,
        at=at,
        organisation=decision.organisation.code,
        due_on=decision.due_on.isoformat(),
    )
    return decision


def _refuse(field: str, sentence: str) -> None:
    raise Invalid(sentence, fields={field: sentence})
