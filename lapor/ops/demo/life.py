"""One made-up case: what happens to it follows the transition table of real ones."""

from datetime import datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from lapor.domain.cases.actions.copying import CASE_COLUMNS, Lives
from lapor.domain.cases.rules import (
    AWAITED,
    CLOSED,
    FACTS,
    LIFE,
    Act,
    ArchiveReason,
    Closing,
    Kind,
    State,
    Step,
    Visibility,
)
from lapor.domain.deadlines.queries import term_for
from lapor.domain.deadlines.rules import (
    ClockEvent,
    EventKind,
    TermLine,
    Timer,
    fold,
)
from lapor.ops.demo.days import Days, day_of, iso, iso_due, seconds

STEPS: Final[dict[tuple[State, Act], Step]] = {
    (source, step.act): step for step in LIFE for source in step.sources
}
case_row = attrgetter(*CASE_COLUMNS)


class Enough(Exception):
    """The story has reached the day until which it is told, or its aim."""


class Office(NamedTuple):
    """An organisation, as much of it as a story needs."""

    pk: int
    code: str
    name: str
    zone: str
    offset: int


class Clockwork(NamedTuple):
    """What all lives share: the days, the law, the last moment, and the rows."""

    days: Days
    until: int
    lives: Lives
    facts: list[tuple[Any, ...]]
    terms: dict[tuple[Timer, str, int], TermLine]

    def term(self, timer: Timer, classification: str, day: int) -> TermLine:
        """Return the limit valid on a day of arrival."""
        key = (timer, classification, day)
        if key not in self.terms:
            self.terms[key] = term_for(
                timer, classification=classification, on=day_of(day)
            )
        return self.terms[key]


class Running:
    """A running clock: what happened to it, and its due moment (exclusive)."""

    __slots__ = ("due", "events", "offset", "term", "zone")

    def __init__(self, term: TermLine, office: Office, at: int, days: Days) -> None:
        """Start the clock."""
        self.term, self.zone, self.offset = term, office.zone, office.offset
        self.events = [(EventKind.STARTED, at)]
        self.due = days.due(at, term.amount, term.unit, office.offset)

    def add(self, kind: EventKind, at: int, days: Days) -> None:
        """Pause or resume it: rare enough to be folded by the real rule."""
        self.events.append((kind, at))
        story = [
            ClockEvent(each, datetime.fromisoformat(iso(moment)))
            for each, moment in self.events
        ]
        standing = fold(story, self.term, self.zone, days.calendar)
        self.due = seconds(standing.due_at) + 1


class Life:
    """A case on its way; attributes are the columns of the table."""

    def __init__(self, shared: Clockwork, columns: dict[str, Any], home: Office):
        """``columns`` are what the reporter gave, with key and number."""
        self.__dict__.update(BLANK)
        self.__dict__.update(columns)
        self.shared, self.home = shared, home
        self.agency_id = home.pk
        self.ref = f"case:{self.number}"
        self.arrived = 0
        self.first_class = ""
        self.running: dict[Timer, Running] = {}
        self.present: list[list[Any]] = []
        self.dispatched = self.closed = self.now = 0
        self.aim: State | None = None

    def receive(self, at: int, by: str) -> None:
        """Send the report."""
        self.arrived, self.received_at = at, iso(at)
        self.state = State.DRAFT
        self.version = 0
        self.do(Act.SUBMIT, at, by, channel=self.channel, agency=self.home.code)

    def do(self, act: Act, at: int, by: str, **facts: Any) -> None:
        """Take one step; raises Enough when it lies beyond the end of the story."""
        at = max(at, self.now)
        if at > self.shared.until:
            raise Enough
        step = STEPS[self.state, act]
        before, self.now = self.state, at
        if step.target is not None:
            self.state = step.target
        self._bookends(before, at)
        self._turn(step, at)
        self.version += 1
        self.updated_at = iso(at)
        data = {"before": str(before), "after": str(self.state), **facts}
        self.shared.facts.append((self.updated_at, FACTS[act], self.ref, by, data))
        for assignment in self.present:
            assignment[2] = self.state

    def check(self) -> None:
        """Stop where the story was meant to stop."""
        if self.state == self.aim:
            raise Enough

    def say(
        self,
        act: Act,
        kind: Kind,
        by: str,
        *,
        visibility: Visibility = Visibility.REPORTER,
        office: int | None = None,
        content: str = "",
        **parameters: Any,
    ) -> None:
        """Add a line to the conversation, at the moment of the last step."""
        self.shared.lives.messages.append(
            (
                self.id,
                kind,
                visibility,
                by,
                office,
                act,
                parameters,
                content,
                self.updated_at,
            )
        )

    def hand_to(self, office: Office, by: str, act: Act, at: int) -> None:
        """Make an agency answer for it; call before the step itself."""
        if max(at, self.now) > self.shared.until:
            raise Enough
        self.end_assignments(act, at)
        self.home, self.agency_id, self.unit_id = office, office.pk, None
        self.dispatched, self.dispatched_at = at, iso(at)
        self.first_follow_up_at = self.follow_up_microseconds = None
        self.assign(office.pk, by, at)

    def assign(self, office: int, by: str, at: int) -> None:
        """Put an organisation on the list of those who answer."""
        row = [self.id, office, self.state, "", iso(at), by, None, ""]
        self.present.append(row)
        self.shared.lives.assignments.append(row)

    def end_assignments(self, act: Act, at: int, *, keep: int | None = None) -> None:
        """End the present ones, but for one organisation."""
        for row in [row for row in self.present if row[1] != keep]:
            row[6], row[7] = iso(at), act
            self.present.remove(row)

    def note_first_answer(self, at: int) -> None:
        """Keep when the agency first answered; call before the step itself."""
        at = max(at, self.now)
        self.is_waiting_for_reporter = False
        if self.first_follow_up_at is None and at <= self.shared.until:
            taken = self.shared.days.elapsed(self.dispatched, at, self.home.offset)
            self.first_follow_up_at = iso(at)
            self.follow_up_microseconds = taken * 1_000_000

    def due_of(self, timer: Timer) -> int:
        """Return when a running clock runs out: the first moment after it."""
        return self.running[timer].due

    def write(self) -> None:
        """Hand the rows over: the case, and the clocks that still run."""
        for timer, clock in self.running.items():
            self._keep_clock(timer, clock, None)
        self.shared.lives.cases.append(case_row(self))

    def _bookends(self, before: State, at: int) -> None:
        if before in CLOSED and self.state not in CLOSED:
            self.closed_at, self.closing, self.archive_reason = None, "", ""
        elif self.state in CLOSED and before not in CLOSED:
            self.closed, self.closed_at = at, iso(at)

    def _turn(self, step: Step, at: int) -> None:
        running, days = self.running, self.shared.days
        for timer in step.stops & running.keys():
            clock = running.pop(timer)
            clock.events.append((EventKind.STOPPED, at))
            self._keep_clock(timer, clock, at)
        for timer in step.pauses & running.keys():
            running[timer].add(EventKind.PAUSED, at, days)
        for timer in step.resumes & running.keys():
            if running[timer].events[-1][0] == EventKind.PAUSED:
                running[timer].add(EventKind.RESUMED, at, days)
        if missing := step.starts - running.keys():
            day = (self.arrived + self.home.offset) // 86_400
            for timer in sorted(missing):
                term = self.shared.term(timer, self.classification_id, day)
                running[timer] = Running(term, self.home, at, days)
        self._note_due()

    def _note_due(self) -> None:
        running = self.running
        awaited = [
            (running[timer].due, timer)
            for timer in AWAITED.get(self.state, ())
            if timer in running
        ]
        if awaited:
            due, timer = min(awaited)
            self.due_at, self.due_timer = iso_due(due), timer
        else:
            self.due_at, self.due_timer = None, ""
        if Timer.VERIFICATION in running:
            self.verification_due_at = iso_due(running[Timer.VERIFICATION].due)
        if Timer.FIRST_FOLLOW_UP in running:
            self.follow_up_due_at = iso_due(running[Timer.FIRST_FOLLOW_UP].due)
        if Timer.COMPLETION in running:
            self.completion_due_at = iso_due(running[Timer.COMPLETION].due)

    def _keep_clock(self, timer: Timer, clock: Running, stopped: int | None) -> None:
        self.shared.lives.clocks.append(
            (
                self.id,
                timer,
                clock.term.id,
                clock.zone,
                "nasional",
                _events(clock),
                iso_due(clock.due),
                None if stopped is None else iso(stopped),
            )
        )

    # The columns, for the reader and the type checker.
    id: int
    number: str
    state: State
    version: int
    channel: str
    entered_by: str
    classification_id: str
    agency_id: int
    unit_id: int | None
    received_at: str
    updated_at: str
    dispatched_at: str | None
    verified_at: str | None
    first_follow_up_at: str | None
    follow_up_microseconds: int | None
    answered_at: str | None
    closed_at: str | None
    closing: Closing | str
    archive_reason: ArchiveReason | str
    result: str
    due_at: str | None
    due_timer: str
    verification_due_at: str | None
    follow_up_due_at: str | None
    completion_due_at: str | None
    escalated_at: str | None
    is_waiting_for_reporter: bool
    is_finding: bool
    is_remit_settled: bool
    is_secret: bool
    is_anonymous: bool
    return_count: int
    pause_count: int
    reopen_count: int
    title: str
    content: str
    category_id: int | None
    region_id: str | None


def _events(clock: Running) -> str:
    """Write the events as JSON: two names and two moments need no encoder."""
    parts = [f'["{kind}", "{iso(moment)}"]' for kind, moment in clock.events]
    return f"[{', '.join(parts)}]"


BLANK: Final[dict[str, Any]] = {
    **dict.fromkeys(CASE_COLUMNS),
    **dict.fromkeys(
        (
            *("edited_title", "location", "programme", "entered_by", "due_timer"),
            *("result", "closing", "archive_reason"),
        ),
        "",
    ),
    **dict.fromkeys(
        (
            *("is_anonymous", "is_secret", "is_waiting_for_reporter", "is_finding"),
            "is_remit_settled",
        ),
        False,
    ),
    **dict.fromkeys(("return_count", "pause_count", "reopen_count"), 0),
    "source": {},
    "state": State.DRAFT,
}
"""A row in which nothing has happened yet."""
