"""A copy of days and terms per process: some hundred rows, read again on change.

A submission must not pay a query for the calendar. So each process keeps a copy and
looks at the one row of ``Change`` at most every ``STALE_AFTER`` seconds.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from lapor.domain.deadlines.models import Allowance, Calendar, Change, Holiday, Term
from lapor.domain.deadlines.rules import (
    Evidence,
    HolidayKind,
    StartsAt,
    TermLine,
    Timer,
    Unit,
    WorkCalendar,
)

NATIONAL: Final = "nasional"
#: Seconds for which a change made by another process may go unnoticed.
STALE_AFTER: Final = 2.0


class _Day(NamedTuple):
    """A decision about a day, in the order in which they were taken."""

    on: date
    name: str
    kind: str
    added_at: datetime
    is_loaded: bool

    def is_known(self, as_of: datetime) -> bool:
        """Tell whether it was known then; what came with the program always was."""
        return self.is_loaded or self.added_at <= as_of


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One calendar as rows: its own days, oldest decision first."""

    six_day: bool
    base: str
    days: list[_Day] = field(default_factory=list)


class AllowanceLine(NamedTuple):
    """How much is allowed from when to when, both days included."""

    amount: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything of this room as it stood at change ``number``."""

    number: int
    token: UUID | None
    sheets: Mapping[str, _Sheet]
    terms: Mapping[tuple[str, str, int | None], list[TermLine]]
    allowances: Mapping[str, list[AllowanceLine]]
    _built: dict[tuple[str, datetime | None], WorkCalendar] = field(
        default_factory=dict
    )

    def calendar(self, code: str, as_of: datetime | None) -> WorkCalendar | None:
        """Return a calendar as it was known at ``as_of``; None when unheard of."""
        if code not in self.sheets:
            return None
        known = self._last_change(code, as_of) if as_of else None
        if (code, known) not in self._built:
            sheet = self.sheets[code]
            days = self._days(code, as_of)
            self._built[code, known] = WorkCalendar(days, six_day=sheet.six_day)
        return self._built[code, known]

    def _days(self, code: str, as_of: datetime | None) -> dict[date, str]:
        """Let each later decision win, and a calendar's own win over its base's."""
        sheet = self.sheets[code]
        found = self._days(sheet.base, as_of) if sheet.base else {}
        for day in sheet.days:
            if as_of and not day.is_known(as_of):
                continue
            if day.kind == HolidayKind.WORKING_DAY:
                found.pop(day.on, None)
            else:
                found[day.on] = day.name
        return found

    def _last_change(self, code: str, as_of: datetime) -> datetime:
        """Fold all moments between two changes into one, to keep few calendars."""
        sheet = self.sheets[code]
        moments = [day.added_at for day in sheet.days if day.is_known(as_of)]
        if sheet.base:
            moments.append(self._last_change(sheet.base, as_of))
        return max(moments, default=datetime.min.replace(tzinfo=UTC))


class _Kept(NamedTuple):
    snapshot: Snapshot
    checked: float


_kept: _Kept | None = None


def snapshot(*, fresh: bool = False) -> Snapshot:
    """Return the copy, looked at within the last ``STALE_AFTER`` seconds.

    ``fresh`` looks now. One query to look, three more only after a change.
    """
    global _kept  # noqa: PLW0603 - one copy per process, replaced as a whole
    now = time.monotonic()
    kept = _kept
    if kept and not fresh and now - kept.checked < STALE_AFTER:
        return kept.snapshot
    change = Change.objects.first()
    token = change.token if change else None
    if kept and token and kept.snapshot.token == token:
        _kept = _Kept(kept.snapshot, now)
        return kept.snapshot
    read = _read(change)
    _kept = _Kept(read, now)
    return read


def forget() -> None:
    """Drop the copy; the next reader reads again."""
    global _kept  # noqa: PLW0603
    _kept = None


def _read(change: Change | None) -> Snapshot:
    """Read all. A change in between is seen at the next look: its token differs."""
    number, token = (change.number, change.token) if change else (0, None)
    return Snapshot(number, token, _sheets(), _terms(), _allowances())


def _sheets() -> dict[str, _Sheet]:
    sheets = {
        code: _Sheet(six_day, base or "")
        for code, six_day, base in Calendar.objects.values_list(
            "code", "six_day", "base__code"
        )
    }
    for code, on, name, kind, added_at, is_loaded in Holiday.objects.order_by(
        "version", "pk"
    ).values_list("calendar__code", "on", "name", "kind", "added_at", "is_loaded"):
        sheets[code].days.append(_Day(on, name, kind, added_at, is_loaded))
    return sheets


def _terms() -> dict[tuple[str, str, int | None], list[TermLine]]:
    found: dict[tuple[str, str, int | None], list[TermLine]] = {}
    for term in Term.objects.select_related("regulation").order_by("valid_from"):
        key = (term.timer, term.classification, term.organisation_id)
        found.setdefault(key, []).append(line_of(term))
    return found


def _allowances() -> dict[str, list[AllowanceLine]]:
    found: dict[str, list[AllowanceLine]] = {}
    for row in Allowance.objects.order_by("valid_from"):
        line = AllowanceLine(row.amount, row.valid_from, row.valid_until)
        found.setdefault(row.name, []).append(line)
    return found


def line_of(term: Term) -> TermLine:
    """Turn a row into the plain line that leaves this room."""
    return TermLine(
        id=term.pk,
        timer=Timer(term.timer),
        classification=term.classification,
        organisation_id=term.organisation_id,
        amount=term.amount,
        unit=Unit(term.unit),
        regulation=term.regulation.code,
        article=term.article,
        starts_at=StartsAt(term.starts_at),
        evidence=Evidence(term.evidence),
        valid_from=term.valid_from,
        valid_until=term.valid_until,
        transition=term.transition,
    )
