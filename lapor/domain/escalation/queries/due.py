"""Which clocks have reached a step they have not climbed: asked of an index.

For every timer, term, zone and calendar there is one due instant up to which a step is
reached (``rules.reached_until``). The database walks its index of running clocks by
(timer, term, climbed, due): it reads the clocks that are due and no others, however
many are open.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection

from lapor.domain.deadlines.models import Term
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Unit
from lapor.domain.escalation.models import Rung
from lapor.domain.escalation.rules import Line, Measure, reached_until
from lapor.domain.organisations.models import Organisation

Ladder = Mapping[str, Sequence[Rung]]
#: timer, term, zone and calendar of a clock
Key = tuple[str, int, str, str]


class Threshold(NamedTuple):
    """Clocks of this kind that stand on ``climbed`` and are due by ``until``."""

    timer: str
    term_id: int
    zone: str
    calendar: str
    climbed: int
    until: datetime


DUE: Final = """
SELECT k.id
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::int[],
    %s::timestamptz[]) AS line(timer, term_id, zone, calendar, climbed, until)
CROSS JOIN LATERAL (
    SELECT c.id, c.due_at FROM cases_clock c
    WHERE c.timer = line.timer AND c.term_id = line.term_id
        AND c.climbed = line.climbed AND c.due_at <= line.until
        AND c.zone = line.zone AND c.calendar = line.calendar
        AND c.stopped_at IS NULL
    ORDER BY c.due_at LIMIT %s
) k
ORDER BY k.due_at, k.id LIMIT %s
"""


def lines_of(rungs: Sequence[Rung]) -> list[Line]:
    """Return the steps of one timer as arithmetic sees them."""
    return [Line(rung.step, Measure(rung.measure), rung.amount) for rung in rungs]


def thresholds(ladder: Ladder, *, at: datetime) -> dict[Key, dict[int, datetime]]:
    """Return, for every kind of clock, up to which due instant each step is reached.

    Three queries, whatever the number of clocks.
    """
    offices = list(
        Organisation.objects.order_by().values_list("zone", "calendar_code").distinct()
    )
    terms = Term.objects.filter(timer__in=list(ladder)).values_list(
        "timer", "pk", "amount", "unit"
    )
    found: dict[Key, dict[int, datetime]] = {}
    for timer, key, amount, unit in terms:
        lines = lines_of(ladder[timer])
        for zone, code in offices:
            found[timer, key, zone, code] = reached_until(
                lines, (amount, Unit(unit)), zone, calendar_for(code), at
            )
    return found


def due_clocks(known: Mapping[Key, Mapping[int, datetime]], *, limit: int) -> list[int]:
    """Return keys of clocks that have reached their next step, oldest first."""
    stands = {0, *Rung.objects.order_by().values_list("step", flat=True).distinct()}
    rows = [
        Threshold(*key, climbed, until[following])
        for key, until in known.items()
        for climbed in stands
        if (following := min((s for s in until if s > climbed), default=0))
    ]
    if not rows:
        return []
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(DUE, [*columns, limit, limit])
        return [key for (key,) in cursor.fetchall()]
