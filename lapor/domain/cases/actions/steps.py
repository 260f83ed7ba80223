"""One step in the life of a case: lock, permit, move, set the clocks, write it down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Assignment, Attachment, Case, Message
from lapor.domain.cases.policies import may_do
from lapor.domain.cases.queries.restricted import is_within_accused
from lapor.domain.cases.rules import (
    CLOSED,
    FACTS,
    Act,
    Kind,
    Part,
    State,
    Step,
    Visibility,
    step_for,
)
from lapor.domain.deadlines.rules import Timer
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Conflict, Invalid
from lapor.kernel.files import Accepted

from . import clocks

Doer = User | Actor


@dataclass
class Move:
    """A step under way: the locked case, the row of the table, who and when."""

    case: Case
    step: Step
    by: Doer
    at: datetime
    before: State
    facts: dict[str, Any] = field(default_factory=dict)


def begin(
    case: Case, act: Act, *, by: Doer, at: datetime, version: int | None = None
) -> Move:
    """Lock the case and make sure that the act is allowed, now and for this person.

    ``version`` is what the person had on his screen; when somebody else acted since,
    Conflict says what changed. Raises NotAllowedNow and NotPermitted.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A step is taken inside a transaction.")
    locked = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency", "unit", "classification")
        .get(pk=case.pk)
    )
    if version is not None and version != locked.version:
        raise Conflict(_what_changed(locked))
    state = State(locked.state)
    step = step_for(state, act)
    at = max(at, locked.updated_at)
    may_do(by, locked, step, on=local_day(at, locked.agency))
    return Move(locked, step, by, at, state)


def finish(move: Move) -> Case:
    """Move the state and the clocks, save, and record the fact."""
    case, step = move.case, move.step
    target = step.target or move.before
    case.state = target
    if move.before in CLOSED and target not in CLOSED:
        case.closed_at, case.closing, case.archive_reason = None, "", ""
    elif target in CLOSED and move.before not in CLOSED:
        case.closed_at, case.is_waiting_for_reporter = move.at, False
    if Timer.COMPLETION in step.resumes:  # whoever goes on waits for nobody
        case.is_waiting_for_reporter = False
    clocks.turn(case, step, at=move.at)
    case.version += 1
    case.updated_at = move.at
    case.save()
    if step.target is not None:
        leading = Assignment.objects.filter(case=case, ended_at=None, part=Part.LEAD)
        leading.update(state=target)
    record(
        FACTS[step.act],
        subject=case.ref,
        actor=move.by.actor,
        at=move.at,
        before=str(move.before),
        after=str(target),
        **move.facts,
    )
    return case


def say(
    move: Move,
    kind: Kind,
    *,
    visibility: Visibility,
    content: str = "",
    files: Sequence[Accepted] = (),
    **parameters: object,
) -> Message:
    """Add one line to the conversation, with its files."""
    author = move.by.actor.ref
    message = Message.objects.create(
        case=move.case,
        kind=kind,
        visibility=visibility,
        author=author,
        organisation=_home(move.by),
        template=move.step.act,
        parameters=parameters,
        content=content,
        created_at=move.at,
    )
    attach(move.case, files, by=move.by, at=move.at, message=message)
    return message


def attach(
    case: Case,
    files: Sequence[Accepted],
    *,
    by: Doer,
    at: datetime,
    message: Message | None = None,
) -> None:
    """Write the rows of files that already lie safely on the disk.

    With a virus scanner configured they stay closed until it has seen them.
    """
    scan = "waiting" if settings.LAPOR_CLAMD else "off"
    Attachment.objects.bulk_create(
        [
            Attachment(
                case=case,
                message=message,
                key=file.key,
                shown_name=file.shown_name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256.hex(),
                scan=scan,
                added_by=by.actor.ref,
                added_at=at,
            )
            for file in files
        ]
    )


def assign(
    move: Move, organisation: Organisation, *, note: str = "", part: Part = Part.LEAD
) -> Assignment:
    """Give ``organisation`` a part from now on; one it had before ends.

    Never the accused office, nor a unit below it. Raises Invalid.
    """
    if is_within_accused(move.case, organisation):
        raise Invalid(
            _(
                "%(office)s adalah pihak yang dilaporkan dan tidak dapat menangani "
                "laporan ini. Pilih instansi atau unit lain."
            )
            % {"office": organisation.name}
        )
    had = Assignment.objects.filter(
        case=move.case, organisation=organisation, ended_at=None
    )
    for row in had if move.case.is_joint else ():
        row.ended_at, row.ended_why = move.at, move.step.act
        row.save(update_fields=["ended_at", "ended_why"])
        clocks.stop_part(row, at=move.at)
    return Assignment.objects.create(
        case=move.case,
        organisation=organisation,
        state=move.step.target or move.before,
        note=note,
        part=part,
        assigned_at=move.at,
        assigned_by=move.by.actor.ref,
    )


def unassign(move: Move, *, units_only: bool = False) -> None:
    """End the present assignments of the lead; they stay on record."""
    present = Assignment.objects.filter(case=move.case, ended_at=None, part=Part.LEAD)
    if units_only:
        present = present.exclude(organisation=move.case.agency_id)
    present.update(ended_at=move.at, ended_why=move.step.act)


def local_day(at: datetime, organisation: Organisation) -> Any:
    """Return the calendar day of a moment where the organisation is."""
    return at.astimezone(ZoneInfo(organisation.zone)).date()


def _home(by: Doer) -> Organisation | None:
    return by.organisation if isinstance(by, User) else None


def _what_changed(case: Case) -> str:
    last = case.messages.order_by("-pk").first()
    what = Act(last.template).label if last and last.template else ""
    return _(
        "Laporan ini baru saja diubah orang lain (%(what)s), kini berstatus "
        "“%(state)s”. Muat ulang halaman, periksa, lalu ulangi bila masih perlu. "
        "Yang Anda ketik tetap ada di formulir."
    ) % {"what": what or _("data laporan"), "state": State(case.state).label}
