"""From receipt to the verifier's decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Category, Classification, Clock
from lapor.domain.cases.rules import (
    FACTS,
    Act,
    ArchiveReason,
    Channel,
    Closing,
    Kind,
    ReturnReason,
    State,
    Visibility,
    step_for,
)
from lapor.domain.deadlines.rules import Timer
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation, Region
from lapor.domain.organisations.rules import newest_day
from lapor.domain.reporters.actions import hide_contact
from lapor.kernel import ids
from lapor.kernel.actor import REPORTER, Actor
from lapor.kernel.errors import Invalid
from lapor.kernel.files import Accepted

from . import clocks
from .heeding import heed, tell_heeded
from .returns import keep_return
from .steps import attach, begin, finish, say, unassign


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What a door has to give to open a case; texts are cleaned, regions exist."""

    title: str
    content: str
    classification: Classification
    channel: Channel
    agency: Organisation  # the one chosen by the reporter, else the national admin
    named: Organisation | None = None  # as the reporter named it: may be a unit
    category: Category | None = None
    happened_on: date | None = None
    region: Region | None = None
    location: str = ""
    is_anonymous: bool = False
    is_secret: bool = False
    entered_by: str = ""
    files: Sequence[Accepted] = ()
    source: dict[str, Any] = field(default_factory=dict)


def open_case(new: NewCase, *, code: str, by: Actor, at: datetime) -> Case:
    """Write a received case with its clocks, files and first ledger entry.

    Runs in the caller's transaction, which also keeps the idempotency key, the
    identity and the job. ``code`` is the reporter's access code; only its keyed digest
    is stored.
    """
    if new.happened_on and new.happened_on > newest_day(at):
        raise Invalid(
            _("Tanggal kejadian ada di masa depan."),
            fields={"date_of_incident": _("Pilih tanggal hari ini atau sebelumnya.")},
        )
    case = Case(
        number=ids.new_number(),
        code_digest=ids.digest(code, "access"),
        title=new.title,
        content=new.content,
        classification=new.classification,
        category=new.category,
        happened_on=new.happened_on,
        region=new.region,
        location=new.location,
        channel=new.channel,
        is_anonymous=new.is_anonymous,
        is_secret=new.is_secret,
        entered_by=new.entered_by,
        source=new.source,
        agency=new.agency,
        received_at=at,
        updated_at=at,
    )
    heeded = heed(case, named=new.named, at=at)
    step = step_for(State.DRAFT, Act.SUBMIT)
    running = [clocks.prepare(case, timer, at=at) for timer in sorted(step.starts)]
    clocks.note_due(case, running)
    case.save(force_insert=True)
    for clock in running:
        clock.case = case
    Clock.objects.bulk_create(running)
    if new.files:
        attach(case, new.files, by=by, at=at)
    tell_heeded(case, heeded, at=at)
    record(
        FACTS[Act.SUBMIT],
        subject=case.ref,
        actor=by,
        at=at,
        channel=str(new.channel),
        agency=new.agency.code,
        classification=new.classification.code,
    )
    return case


@transaction.atomic
def hold(
    case: Case,
    *,
    reason: str,
    missing: Sequence[str],
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Ask the reporter for what is missing; the verification clock stands still."""
    items = [item.strip() for item in missing if item.strip()]
    if not items:
        raise Invalid(
            _("Sebutkan paling sedikit satu data yang kurang."),
            fields={"missing": _("Tulis data yang harus dilengkapi pelapor.")},
        )
    move = begin(case, Act.HOLD, by=by, at=at, version=version)
    say(
        move,
        Kind.DATA_REQUEST,
        visibility=Visibility.REPORTER,
        content=reason,
        missing=items,
    )
    return finish(move)


@transaction.atomic
def complete(
    case: Case, *, content: str, files: Sequence[Accepted] = (), at: datetime
) -> Case:
    """Take what the reporter adds; the verification clock goes on."""
    move = begin(case, Act.COMPLETE, by=REPORTER, at=at)
    if not content.strip() and not files:
        raise Invalid(
            _("Tulis data yang diminta atau lampirkan berkasnya."),
            fields={"content": _("Isi data yang diminta.")},
        )
    say(
        move,
        Kind.REPORTER,
        visibility=Visibility.REPORTER,
        content=content,
        files=files,
    )
    return finish(move)


@transaction.atomic
def archive(
    case: Case,
    *,
    reason: ArchiveReason,
    advice: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Put a case away without handling: never without a reason and advice."""
    if not advice.strip():
        raise Invalid(
            _("Arsip selalu disertai saran bagi pelapor."),
            fields={"advice": _("Tulis ke mana pelapor dapat melanjutkan.")},
        )
    move = begin(case, Act.ARCHIVE, by=by, at=at, version=version)
    move.case.closing = Closing.ARCHIVED_BY_OFFICER
    move.case.archive_reason = reason
    move.facts["reason"] = str(reason)
    say(
        move,
        Kind.DECISION,
        visibility=Visibility.REPORTER,
        content=advice,
        reason=str(reason),
    )
    return finish(move)


@transaction.atomic
def pass_on(
    case: Case,
    *,
    reason: str,
    to: Organisation,
    suggestion: Organisation | None,
    code: ReturnReason = ReturnReason.OTHER,
    basis: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Say "not our authority" of a new report: it goes to ``to``, the national admin
    or the province, for a decision. The first clock keeps running from the arrival.
    """
    move = begin(case, Act.PASS_ON, by=by, at=at, version=version)
    if to.pk == move.case.agency_id:
        raise Invalid(_("Laporan ini sudah berada di instansi yang Anda tuju."))
    named = suggestion.name if suggestion else ""
    message = say(
        move,
        Kind.DECISION,
        visibility=Visibility.REPORTER,
        content=reason,
        source=move.case.agency.name,
        suggestion=named,
    )
    keep_return(
        move,
        message,
        code=code,
        basis=basis,
        suggestion=suggestion,
        after_dispatch=False,
    )
    move.facts |= {"source": move.case.agency.code, "target": to.code}
    unassign(move)  # a revived case may still lie at a unit of the office it leaves
    move.case.agency, move.case.unit = to, None
    return finish(move)


@transaction.atomic
def classify(
    case: Case,
    *,
    title: str,
    classification: Classification,
    category: Category | None,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Correct title, class and topic; what the reporter wrote stays beside it.

    A new class brings its own completion term, counted from the same start.
    """
    move = begin(case, Act.CLASSIFY, by=by, at=at, version=version)
    apply_class(move.case, title, classification, category)
    move.facts["classification"] = classification.code
    say(
        move,
        Kind.SYSTEM,
        visibility=Visibility.OFFICERS,
        classification=classification.label,
        category=category.name if category else "",
    )
    return finish(move)


def apply_class(
    case: Case, title: str, classification: Classification, category: Category | None
) -> None:
    """Set title, class and topic on a locked case; its term follows the class."""
    if title and title != case.title:
        case.edited_title = title
    is_new = classification.code != case.classification_id
    case.classification, case.category = classification, category
    if is_new:
        clocks.change_term(case, Timer.COMPLETION)


@transaction.atomic
def protect(
    case: Case,
    *,
    anonymous: bool = False,
    secret: bool = False,
    by: User | Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Switch protection on. There is no act that switches it off (domain §9.1)."""
    move = begin(case, Act.PROTECT, by=by, at=at, version=version)
    move.case.is_anonymous |= anonymous
    move.case.is_secret |= secret
    if anonymous:
        hide_contact(case_number=move.case.number, by=by.actor, at=at)
    move.facts |= {"anonymous": anonymous, "secret": secret}
    say(
        move,
        Kind.SYSTEM,
        visibility=Visibility.REPORTER,
        anonymous=anonymous,
        secret=secret,
    )
    return finish(move)
