"""What a package says, gathered once, for the JSON and for the paper alike.

Internal notes never travel: only what the reporter himself could read, his own words,
and how the clocks ran (UU 37/2008 Pasal 24; domain §9.7).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from lapor.domain.cases.models import Attachment, Case, Clock
from lapor.domain.cases.queries import Eyes, standing_of, timeline
from lapor.domain.cases.rules import (
    AnswerResult,
    Channel,
    OmbudsmanWay,
    State,
    Visibility,
)
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Timer, Unit
from lapor.domain.handover.models import Handover
from lapor.domain.organisations.queries import region_path
from lapor.domain.reporters.rules import Person

OMBUDSMAN: Final = "ombudsman"
AGENCY_TIMERS: Final = (
    *(Timer.VERIFICATION, Timer.INTERNAL_DISPATCH, Timer.FIRST_FOLLOW_UP),
    *(Timer.RETURN_DECISION, Timer.REPLY, Timer.COMPLETION),
)
"""The terms of offices; what the reporter was late with is not held against them."""


def package_content(
    handover: Handover, person: Person, *, at: datetime
) -> dict[str, Any]:
    """Return everything as plain JSON values; moments in ISO 8601, UTC."""
    case = handover.case
    return {
        "handover": handover.number,
        "made_at": at.isoformat(),
        "office": _office(handover),
        "reason": handover.reason,
        "reason_text": OmbudsmanWay(handover.reason).label,
        "consent": {
            "given_at": _iso(handover.consented_at),
            "identity_confirmed": True,
            "identity_to_be_kept_secret": handover.keeps_identity_secret,
        },
        "age_in_days": (at - case.received_at).days,
        "reporter": {name: getattr(person, name) for name in person.given},
        "case": _about(case),
        "chronology": [_line(line) for line in timeline(case, Eyes.REPORTER)],
        "lateness": list(_lateness(case, at)),
        "attachments": [
            {
                "name": name,
                "shown_name": file.shown_name,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
            }
            for name, file in package_files(case)
        ],
    }


def package_files(case: Case) -> list[tuple[str, Attachment]]:
    """Return the files that go along, by their name in the package.

    Files of internal notes stay; so does what a scanner has not let through.
    """
    files = case.attachments.exclude(message__visibility=Visibility.OFFICERS)
    return [
        (f"files/{place:03}-{file.shown_name}", file)
        for place, file in enumerate(files.order_by("pk"), 1)
        if file.is_open
    ]


def _office(handover: Handover) -> dict[str, str]:
    """Return whom it is addressed to: the representative office, else the centre."""
    office = handover.office
    if office is None:
        return {"code": OMBUDSMAN, "name": "Ombudsman Republik Indonesia"}
    return {"code": office.code, "name": office.name}


def _about(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "tracking_id": case.tracking_id,
        "title": case.title,
        "content": case.content,
        "classification": case.classification.label if case.classification else "",
        "category": case.category.name if case.category else "",
        "happened_on": case.happened_on.isoformat() if case.happened_on else None,
        "location": case.location,
        "region": region_path(case.region_id) if case.region_id else "",
        "channel": Channel(case.channel).label,
        "agency": case.agency.name,
        "agency_code": case.agency.code,
        "unit": case.unit.name if case.unit else "",
        "state": case.state,
        "state_text": State(case.state).label,
        "received_at": _iso(case.received_at),
        "dispatched_at": _iso(case.dispatched_at),
        "first_follow_up_at": _iso(case.first_follow_up_at),
        "answered_at": _iso(case.answered_at),
        "result": AnswerResult(case.result).label if case.result else "",
        "is_anonymous_to_agency": case.is_anonymous,
        "is_secret_to_public": case.is_secret,
    }


def _line(line: Any) -> dict[str, Any]:
    return {
        "at": _iso(line.at),
        "what": line.sentence,
        "by": "" if line.is_from_reporter else line.by,
        "is_from_reporter": line.is_from_reporter,
        "content": line.content,
        "asked_for": list(line.missing),
        "files": [file.shown_name for file in line.files],
    }


def _lateness(case: Case, at: datetime) -> Iterator[dict[str, Any]]:
    clocks = Clock.objects.filter(case=case, timer__in=AGENCY_TIMERS)
    offices = clocks.select_related("term__regulation", "assignment__organisation")
    for clock in offices.order_by("pk"):
        ended = clock.stopped_at or at
        standing = standing_of(clock, limit=None, at=ended)
        late = 0
        if standing.is_late:
            calendar = calendar_for(clock.calendar)
            last = ended.astimezone(ZoneInfo(clock.zone)).date()
            late = calendar.count(standing.due_on, calendar.on_or_after(last))
        law = (str(clock.term.regulation), clock.term.article)
        yield {
            "timer": clock.timer,
            "what": Timer(clock.timer).label,
            "office": clock.assignment.organisation.name if clock.assignment else "",
            "limit": clock.term.amount,
            "unit": Unit(clock.term.unit).label,
            "law": ", ".join(part for part in law if part),
            "started_at": clock.events[0][1],
            "due_on": standing.due_on.isoformat(),
            "ended_at": _iso(clock.stopped_at),
            "is_late": standing.is_late,
            "working_days_late": late,
        }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
