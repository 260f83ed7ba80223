"""What a new report speaks of: harm protects it at once, a programme tags it."""

from datetime import datetime

from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import Act, Kind, Visibility
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import national_admin
from lapor.domain.priorities.queries import (
    harms_in,
    programme_rows,
    programmes_for,
)
from lapor.domain.priorities.rules import HarmRow
from lapor.kernel.actor import SYSTEM

from .steps import local_day


def heed(case: Case, *, named: Organisation | None, at: datetime) -> HarmRow | None:
    """Mark a case that is not saved yet by what its text says; returns the harm.

    A restricted kind of harm makes the case secret, whatever the reporter ticked: it
    never takes protection away. Where officials do the harm, the unit that the
    reporter named is the accused one.
    """
    text, on = f"{case.title} {case.content}", local_day(at, case.agency)
    found = harms_in(text, on)
    if found:
        case.harm = found[0].code
        case.is_secret |= found[0].is_restricted
    if named is not None and any(harm.by_officials for harm in found):
        _close_to(case, named)
    tags = programmes_for(text, case.region_id or "", _topics(case), on)
    case.programme = tags[0] if tags else ""
    return found[0] if found else None


def tell_heeded(case: Case, harm: HarmRow | None, *, at: datetime) -> None:
    """Record what was noticed; the reporter reads that few may read his report."""
    if case.programme:
        record(
            "case.tagged",
            subject=case.ref,
            actor=SYSTEM,
            at=at,
            had="",
            programme=case.programme,
        )
    if harm is None:
        return
    record(
        "case.harm_noticed",
        subject=case.ref,
        actor=SYSTEM,
        at=at,
        harm=harm.code,
        is_urgent=harm.is_urgent,
        is_restricted=harm.is_restricted,
    )
    if harm.is_restricted:
        Message.objects.create(
            case=case,
            kind=Kind.SYSTEM,
            visibility=Visibility.REPORTER,
            author=SYSTEM.ref,
            template=Act.RESTRICT,
            created_at=at,
        )


def _close_to(case: Case, named: Organisation) -> None:
    """Name a unit as the accused one; of a whole agency a person decides."""
    if not named.is_agency and named.agency_id != national_admin().pk:
        case.accused, case.is_secret = named, True


def _topics(case: Case) -> list[str]:
    """Return the topic and the one above it, when any programme is known by topics."""
    topic = case.category
    if topic is None or not any(row.categories for row in programme_rows()):
        return []
    return [topic.slug, *([topic.parent.slug] if topic.parent else [])]
