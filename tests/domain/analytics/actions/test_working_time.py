"""Working time in SQL equals the calendar engine, on hundreds of random stories."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from lapor.domain.analytics.actions import fold_cases
from lapor.domain.analytics.models import CaseFact
from lapor.domain.cases.models import Assignment, Case, Clock
from lapor.domain.cases.rules import Channel, State
from lapor.domain.deadlines.models import Term
from lapor.domain.deadlines.queries import allowance, calendar_for
from lapor.domain.deadlines.rules import (
    Allowed,
    ClockEvent,
    EventKind,
    PauseCap,
    Timer,
    WorkCalendar,
    elapsed_days,
    end_of,
    fold,
    local_day,
    working_days_between,
)
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import Zone
from tests.factories.cases import World

MICROSECONDS = 86_400_000_000
FIRST = datetime(2025, 2, 20, tzinfo=UTC)
STORIES = 400


def moments(luck: Random, count: int) -> list[datetime]:
    """Return moments in order, some of them close together, many over holidays."""
    found = [FIRST + timedelta(seconds=luck.uniform(0, 90 * 86_400))]
    while len(found) < count:
        step = luck.choice((0.01, 0.4, 1, 3, 9, 30))
        gap = timedelta(microseconds=int(luck.random() * step * MICROSECONDS))
        found.append(found[-1] + gap)
    return found


def story(luck: Random) -> list[ClockEvent]:
    """Return start, pauses and resumptions in any number, extensions, and a stop."""
    kinds = [luck.choice((EventKind.PAUSED, EventKind.RESUMED)) for _ in range(5)]
    kinds = kinds[: luck.choice((0, 1, 2, 3, 4, 5))]
    if luck.random() < 0.3:
        kinds.insert(luck.randint(0, len(kinds)), EventKind.EXTENDED)
    at = moments(luck, len(kinds) + 2)
    whole = [EventKind.STARTED, *kinds, EventKind.STOPPED]
    return [
        ClockEvent(kind, when, luck.randint(1, 14) * (kind == EventKind.EXTENDED))
        for kind, when in zip(whole, at, strict=True)
    ]


def expected(events: list[ClockEvent], term: Term, zone: str) -> tuple[int, int]:
    """Return days and microseconds of working time without the reporter's pauses."""
    calendar = calendar_for()
    began = local_day(events[0].at, zone)
    most = allowance(Allowed.MOST_PAUSES, on=began)
    longest = allowance(Allowed.PAUSE_DAYS, on=began)
    cap = PauseCap(most, longest)
    standing = fold(events, term, zone, calendar, cap=cap)
    start, end = events[0].at, events[-1].at
    taken = elapsed_days(start, end, zone, calendar)
    free = start
    for pause in standing.pauses:
        begins = next(
            event.at
            for event in events
            if event.kind == EventKind.PAUSED
            and event.at >= free
            and calendar.on_or_after(local_day(event.at, zone)) == pause.after
        )
        resumed = next(
            (
                event.at
                for event in events
                if event.kind == EventKind.RESUMED and event.at >= begins
            ),
            end,
        )
        free = resumed
        by_itself = end_of(pause.until, zone) + timedelta(microseconds=1)
        ends = max(begins, min(resumed, by_itself, end))
        taken -= elapsed_days(begins, ends, zone, calendar)
    return standing.used, int(taken * MICROSECONDS)


@pytest.fixture
def agencies(world: World) -> list[Organisation]:
    """One in each zone."""
    for office, zone in zip(
        (world.panrb, world.regency, world.other), Zone, strict=True
    ):
        Organisation.objects.filter(pk=office.pk).update(zone=zone)
    return list(Organisation.objects.filter(parent=None).order_by("pk"))


def answered_case(
    number: int, agency: Organisation, events: list[ClockEvent], waited: timedelta
) -> Case:
    """Return a case dispatched with the first event and answered with the last."""
    start, end = events[0].at, events[-1].at
    case = Case.objects.create(
        number=f"{number:013d}",
        title="-",
        content="-",
        channel=Channel.WEB,
        state=State.ANSWERED,
        agency=agency,
        received_at=start - waited,
        updated_at=end,
        verified_at=start - waited / 3,
        dispatched_at=start,
        first_follow_up_at=end,
        answered_at=end,
    )
    Assignment.objects.create(
        case=case,
        organisation=agency,
        state=case.state,
        assigned_at=start,
        assigned_by="system",
    )
    return case


def time_between(
    start: datetime, end: datetime, zone: str, calendar: WorkCalendar
) -> tuple[int, int]:
    taken = elapsed_days(start, end, zone, calendar)
    days = working_days_between(start, end, zone, calendar)
    return days, int(taken * MICROSECONDS)


def test_durations_and_days_equal_the_engine(agencies: list[Organisation]):
    luck = Random(7)
    term = Term.objects.get(
        timer=Timer.COMPLETION,
        classification="complaint_ordinary",
        organisation=None,
        valid_until=None,
    )
    wanted: dict[int, tuple[int, ...]] = {}
    calendar = calendar_for()
    for number in range(STORIES):
        agency = luck.choice(agencies)
        events = story(luck)
        waited = timedelta(hours=luck.uniform(0, 300))
        case = answered_case(number, agency, events, waited)
        Clock.objects.create(
            case=case,
            timer=Timer.COMPLETION,
            term=term,
            zone=agency.zone,
            calendar=agency.calendar_code,
            events=[
                [str(kind), at.isoformat(), *([days] if days else [])]
                for kind, at, days in events
            ],
            due_at=events[-1].at,
            stopped_at=events[-1].at,
        )
        start, end = events[0].at, events[-1].at
        verified = case.verified_at or start
        wanted[case.pk] = (
            *expected(events, term, agency.zone),
            *time_between(start, end, agency.zone, calendar),
            *time_between(case.received_at, verified, agency.zone, calendar),
        )

    fold_cases(wanted, at=FIRST + timedelta(days=400))

    found = {
        fact.case_id: (
            fact.completion_days,
            fact.completion_microseconds,
            fact.follow_up_days,
            fact.follow_up_microseconds,
            fact.verification_days,
            fact.verification_microseconds,
        )
        for fact in CaseFact.objects.all()
    }
    assert len(found) == STORIES
    differing = {key for key in wanted if wanted[key] != found[key]}
    assert not differing, [
        (wanted[key], found[key], Clock.objects.get(case=key).events)
        for key in sorted(differing)[:1]
    ]


def test_stories_cover_what_matters():
    luck = Random(7)
    stories = [story(luck) for _ in range(STORIES)]
    kinds = [[event.kind for event in events] for events in stories]
    assert any(each.count(EventKind.PAUSED) > 2 for each in kinds)
    assert any(each[-2] == EventKind.PAUSED for each in kinds)
    extended = EventKind.EXTENDED
    rests = [each[each.index(extended) :] for each in kinds if extended in each]
    assert any(EventKind.PAUSED in each for each in rests)
    assert all(
        later.at >= earlier.at
        for events in stories
        for earlier, later in pairwise(events)
    )
