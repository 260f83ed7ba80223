"""The SQL of the fold: rows of cases in, rows of facts out, whole sets at a time.

``analytics_work`` (a temporary table) names the cases to be looked at. Working time is
one subtraction: each instant has a number, the microseconds worked until then, read
from ``analytics_workday``; a property test holds it against the calendar engine.
"""

from typing import Final

MICROSECONDS: Final = 86_400_000_000
SAID: Final = "('follow_up', 'final_answer')"


def _worked(table: str, moment: str) -> str:
    """Microseconds worked until a moment; ``table`` is the row of its local day."""
    clock = f"extract(epoch FROM ({moment} AT TIME ZONE o.zone)::time) * 1000000"
    return (
        f"({table}.before * {MICROSECONDS} + "
        f"CASE WHEN {table}.is_working THEN {clock} ELSE 0 END)"
    )


def _elapsed(start: tuple[str, str], end: tuple[str, str], less: str = "0") -> str:
    return (
        f"CASE WHEN {end[1]} >= {start[1]} THEN "
        f"({_worked(*end)} - {_worked(*start)})::bigint - {less} END"
    )


def _days(start: tuple[str, str], end: tuple[str, str], less: str = "0") -> str:
    return (
        f"CASE WHEN {end[1]} >= {start[1]} THEN "
        f"{end[0]}.before - {start[0]}.before - {less} END"
    )


def _day(name: str, moment: str) -> str:
    return (
        f"LEFT JOIN analytics_workday {name} ON {name}.calendar = o.calendar_code "
        f"AND {name}.day = ({moment} AT TIME ZONE o.zone)::date"
    )


RECEIVED: Final = ("wr", "t.received_at")
VERIFIED: Final = ("wv", "t.verified_at")
DISPATCHED: Final = ("wd", "t.dispatched_at")
FOLLOWED: Final = ("wf", "t.followed_up_at")
ANSWERED: Final = ("wa", "t.answered_at")

#: Which agencies had each case, from when to when; the present one counts the case.
STINTS: Final = """
stint AS (
    SELECT a.case_id, a.id, a.organisation_id AS agency_id, a.assigned_at AS since,
        a.ended_at AS until, a.ended_why,
        a.ended_at IS NULL AND a.organisation_id = c.agency_id AS is_present,
        lead(a.id) OVER (PARTITION BY a.case_id ORDER BY a.id) AS next_id
    FROM analytics_work w
    JOIN cases_case c ON c.id = w.case_id
    JOIN cases_assignment a ON a.case_id = w.case_id AND a.part = 'lead'
    JOIN organisations_organisation o
        ON o.id = a.organisation_id AND o.kind <> 'unit'
),
last_unit AS (
    SELECT DISTINCT ON (s.id) s.id, a.organisation_id AS unit_id
    FROM stint s
    JOIN cases_assignment a ON a.case_id = s.case_id AND a.id > s.id
        AND a.part = 'lead'
        AND (s.next_id IS NULL OR a.id < s.next_id)
        AND a.ended_at IS NOT DISTINCT FROM s.until
    JOIN organisations_organisation o ON o.id = a.organisation_id AND o.kind = 'unit'
    WHERE NOT s.is_present
    ORDER BY s.id, a.id DESC
),
held AS (
    SELECT s.case_id, s.id AS assignment_id, s.agency_id, l.unit_id, s.is_present,
        s.since, s.until, s.ended_why
    FROM stint s LEFT JOIN last_unit l ON l.id = s.id
    UNION ALL
    SELECT w.case_id, 0, c.agency_id, NULL, true, NULL, NULL, ''
    FROM analytics_work w JOIN cases_case c ON c.id = w.case_id
    WHERE NOT EXISTS (
        SELECT FROM stint s WHERE s.case_id = w.case_id AND s.is_present)
)"""

#: What was said while each agency had the case, and what it promised.
WORDS: Final = f"""
said AS (
    SELECT h.case_id, h.assignment_id,
        count(*) FILTER (WHERE m.kind IN {SAID}) AS follow_ups,
        min(m.created_at) FILTER (WHERE m.kind IN {SAID}) AS first_at,
        max(m.created_at) FILTER (
            WHERE m.template IN ('reopen', 'revive')) AS reopened_at,
        coalesce(bool_or(m.template = 'reply'), false) AS is_disputed
    FROM held h
    JOIN cases_message m ON m.case_id = h.case_id
        AND (h.since IS NULL OR m.created_at >= h.since)
        AND (h.until IS NULL OR m.created_at < h.until)
    WHERE m.kind IN {SAID} OR m.template IN ('reply', 'reopen', 'revive')
    GROUP BY h.case_id, h.assignment_id
),
answer AS (
    SELECT DISTINCT ON (m.case_id) m.case_id, m.content
    FROM analytics_work w JOIN cases_message m ON m.case_id = w.case_id
    WHERE m.kind = 'final_answer'
    ORDER BY m.case_id, m.id DESC
),
promised AS (
    SELECT h.case_id, h.assignment_id, count(*) AS due,
        count(*) FILTER (
            WHERE (p.kept_at AT TIME ZONE o.zone)::date <= p.due_on) AS kept
    FROM held h
    JOIN organisations_organisation o ON o.id = h.agency_id
    JOIN cases_promise p ON p.case_id = h.case_id AND p.made_by_id = h.agency_id
        AND (h.since IS NULL OR p.made_at >= h.since)
        AND (h.until IS NULL OR p.made_at < h.until)
    WHERE p.due_on < %(today)s
    GROUP BY h.case_id, h.assignment_id
),
climbed AS (
    SELECT h.case_id, h.assignment_id, max(r.amount)::int AS days
    FROM held h
    JOIN escalation_climb b ON b.case_id = h.case_id
        AND (h.since IS NULL OR b.happened_at >= h.since)
        AND (h.until IS NULL OR b.happened_at < h.until)
    JOIN escalation_rung r ON r.id = b.rung_id
        AND r.measure = 'working_days' AND r.amount >= 0
    GROUP BY h.case_id, h.assignment_id
),
waited AS (
    SELECT DISTINCT k.case_id
    FROM analytics_work w JOIN cases_clock k ON k.case_id = w.case_id
    WHERE k.timer = 'reporter_data'
),
pause AS (
    SELECT k.case_id, k.timer, p.*
    FROM analytics_work w
    JOIN cases_clock k ON k.case_id = w.case_id
    JOIN deadlines_term l ON l.id = k.term_id
    CROSS JOIN LATERAL analytics_pauses(
        k.events, k.zone, k.calendar, l.amount, l.unit = 'working_days') p
    WHERE k.assignment_id IS NULL
        AND k.timer IN ('verification', 'completion') AND k.events @> '[["paused"]]'
)"""  # noqa: S608 - our own text

#: The moments of each row: of the case for the present agency, else of its time.
TOLD: Final = """
told AS (
    SELECT h.case_id, h.assignment_id, h.is_present, h.agency_id,
        CASE WHEN h.is_present THEN c.unit_id ELSE h.unit_id END AS unit_id,
        h.since, h.until, h.ended_why, o.zone, o.calendar_code, o.code AS agency,
        c.number, c.state, c.classification_id, c.category_id, c.region_id, c.channel,
        c.programme, c.is_anonymous, c.is_secret, c.month, c.received_at,
        c.verified_at, c.verification_due_at,
        CASE WHEN h.is_present THEN c.dispatched_at ELSE h.since END AS dispatched_at,
        CASE WHEN h.is_present THEN c.first_follow_up_at ELSE s.first_at
            END AS followed_up_at,
        CASE WHEN h.is_present THEN c.follow_up_due_at ELSE k.due_at
            END AS follow_up_due_at,
        CASE WHEN h.is_present THEN c.answered_at END AS answered_at,
        CASE WHEN h.is_present THEN c.completion_due_at END AS completion_due_at,
        CASE WHEN h.is_present THEN c.closed_at END AS closed_at,
        CASE WHEN h.is_present THEN c.escalated_at END AS escalated_at,
        CASE WHEN h.ended_why = 'grant_return' THEN h.until END AS returned_at,
        CASE WHEN h.is_present THEN c.follow_up_microseconds END AS known,
        s.reopened_at, coalesce(s.follow_ups, 0) AS follow_up_count,
        coalesce(s.is_disputed, false) AS is_disputed,
        c.return_count, c.pause_count, c.reopen_count, c.closing, c.result,
        c.archive_reason
    FROM held h
    JOIN cases_case c ON c.id = h.case_id AND c.state <> 'draft'
    JOIN organisations_organisation o ON o.id = h.agency_id
    LEFT JOIN said s ON s.case_id = h.case_id AND s.assignment_id = h.assignment_id
    LEFT JOIN LATERAL (
        SELECT k.due_at FROM cases_clock k
        WHERE NOT h.is_present AND k.case_id = h.case_id
            AND k.timer = 'first_follow_up' AND k.assignment_id IS NULL
            AND (k.events -> 0 ->> 1)::timestamptz = h.since
        ORDER BY k.id DESC LIMIT 1) k ON true
)"""

#: What the reporter had of the two terms that may be paused, inside the row's moments.
RESTED: Final = """
rested AS (
    SELECT t.case_id, t.assignment_id, p.timer,
        sum(greatest(0,
            analytics_worked(t.calendar_code, t.zone, least(p.until_at, b.ends))
            - analytics_worked(t.calendar_code, t.zone, greatest(p.from_at, b.begins))
        ))::bigint AS microseconds,
        sum(greatest(0,
            least(analytics_worked_days(t.calendar_code, p.until_day),
                analytics_day_zero(t.calendar_code, t.zone, b.ends))
            - greatest(analytics_worked_days(t.calendar_code, p.after_day),
                analytics_day_zero(t.calendar_code, t.zone, b.begins))
        ))::int AS days
    FROM told t
    JOIN pause p ON p.case_id = t.case_id
    CROSS JOIN LATERAL (SELECT
        CASE p.timer WHEN 'verification' THEN t.received_at ELSE t.dispatched_at
            END AS begins,
        CASE p.timer WHEN 'verification' THEN t.verified_at ELSE t.answered_at
            END AS ends) b
    WHERE b.begins IS NOT NULL AND b.ends IS NOT NULL
    GROUP BY t.case_id, t.assignment_id, p.timer
)"""

#: Each column of a fact and how it is made, in the order of the statement.
MADE: Final[dict[str, str]] = {
    "case_id": "t.case_id",
    "assignment_id": "t.assignment_id",
    "agency_id": "t.agency_id",
    "unit_id": "t.unit_id",
    "category_id": "t.category_id",
    "number": "t.number",
    "agency": "t.agency",
    "unit": "coalesce(u.code, '')",
    "is_present": "t.is_present",
    "state": "t.state",
    "bucket": (
        "CASE t.state WHEN 'received' THEN 'unverified' WHEN 'on_hold' THEN 'on_hold' "
        "WHEN 'dispatched' THEN 'waiting' WHEN 'return_requested' THEN 'waiting' "
        "WHEN 'closed' THEN 'done' WHEN 'archived' THEN 'archived' "
        "ELSE 'in_process' END"
    ),
    "classification": "coalesce(t.classification_id, '')",
    "category": "coalesce(g.slug, '')",
    "province": "coalesce(split_part(t.region_id, '.', 1), '')",
    "regency": (
        "coalesce(CASE WHEN t.region_id LIKE '%%.%%' THEN split_part(t.region_id, '.', "
        "1) || '.' || split_part(t.region_id, '.', 2) END, '')"
    ),
    "channel": "t.channel",
    "programme": "t.programme",
    "is_anonymous": "t.is_anonymous",
    "is_secret": "t.is_secret",
    "is_oversight": "coalesce(n.needs_apip, false)",
    "month": "t.month",
    "received_at": "t.received_at",
    "verified_at": "t.verified_at",
    "verification_due_at": "t.verification_due_at",
    "dispatched_at": "t.dispatched_at",
    "followed_up_at": "t.followed_up_at",
    "follow_up_due_at": "t.follow_up_due_at",
    "answered_at": "t.answered_at",
    "completion_due_at": "t.completion_due_at",
    "closed_at": "t.closed_at",
    "escalated_at": "t.escalated_at",
    "returned_at": "t.returned_at",
    "reopened_at": "t.reopened_at",
    "verification_microseconds": _elapsed(
        RECEIVED, VERIFIED, "coalesce(pv.microseconds, 0)"
    ),
    "follow_up_microseconds": f"coalesce(t.known, {_elapsed(DISPATCHED, FOLLOWED)})",
    "completion_microseconds": _elapsed(
        DISPATCHED, ANSWERED, "coalesce(pc.microseconds, 0)"
    ),
    "verification_days": _days(RECEIVED, VERIFIED, "coalesce(pv.days, 0)"),
    "follow_up_days": _days(DISPATCHED, FOLLOWED),
    "completion_days": _days(DISPATCHED, ANSWERED, "coalesce(pc.days, 0)"),
    "late_days": (
        "CASE WHEN t.answered_at > t.completion_due_at THEN wa.before - wc.before "
        "WHEN t.answered_at IS NOT NULL AND t.completion_due_at IS NOT NULL THEN 0 END"
    ),
    "was_held": "x.case_id IS NOT NULL OR t.state = 'on_hold'",
    "return_count": "t.return_count",
    "pause_count": "t.pause_count",
    "reopen_count": "t.reopen_count",
    "follow_up_count": "t.follow_up_count",
    "closing": "t.closing",
    "result": "t.result",
    "archive_reason": "t.archive_reason",
    "rating": "round((r.speed + r.quality + r.manner) / 3.0)::int",
    "stars": "r.speed + r.quality + r.manner",
    "solved": "coalesce(r.solved, '')",
    "is_disputed": "t.is_disputed",
    "promises_due": "coalesce(m.due, 0)",
    "promises_kept": "coalesce(m.kept, 0)",
    "answer_length": (
        r"cardinality(regexp_split_to_array(btrim(a.content, E' \\n\\r\\t'), '\s+'))"
    ),
    "answer_fingerprint": (
        r"coalesce(md5(btrim(regexp_replace(lower(a.content), '\W+', ' ', 'g'))), '')"
    ),
    "climbed_days": "y.days",
    "zone": "t.zone",
    "calendar": "t.calendar_code",
    "worked_at_dispatch": "wd.before",
    "worked_at_due": "wc.before",
}

#: Kept once both ends are there: a later decree about days changes no closed result.
KEPT: Final = {
    "verification_microseconds": ("received_at", "verified_at"),
    "verification_days": ("received_at", "verified_at"),
    "follow_up_microseconds": ("dispatched_at", "followed_up_at"),
    "follow_up_days": ("dispatched_at", "followed_up_at"),
    "completion_microseconds": ("dispatched_at", "answered_at"),
    "completion_days": ("dispatched_at", "answered_at"),
    "late_days": ("completion_due_at", "answered_at"),
}


def _rested(name: str, timer: str) -> str:
    return (
        f"LEFT JOIN rested {name} ON {name}.case_id = t.case_id "
        f"AND {name}.assignment_id = t.assignment_id AND {name}.timer = '{timer}'"
    )


def _updated(column: str) -> str:
    if column not in KEPT:
        return f"{column} = excluded.{column}"
    same = " AND ".join(f"f.{end} = excluded.{end}" for end in KEPT[column])
    return (
        f"{column} = CASE WHEN {same} THEN coalesce(f.{column}, excluded.{column}) "
        f"ELSE excluded.{column} END"
    )


FOLD: Final = f"""
INSERT INTO analytics_casefact AS f ({", ".join(MADE)})
WITH {STINTS}, {WORDS}, {TOLD}, {RESTED}
SELECT {", ".join(MADE.values())}
FROM told t
JOIN organisations_organisation o ON o.id = t.agency_id
LEFT JOIN organisations_organisation u ON u.id = t.unit_id
LEFT JOIN cases_category g ON g.id = t.category_id
LEFT JOIN cases_classification n ON n.code = t.classification_id
LEFT JOIN waited x ON x.case_id = t.case_id
LEFT JOIN feedback_rating r ON r.case_id = t.case_id AND t.is_present
LEFT JOIN answer a ON a.case_id = t.case_id AND t.is_present
    AND t.answered_at IS NOT NULL
LEFT JOIN promised m ON m.case_id = t.case_id AND m.assignment_id = t.assignment_id
LEFT JOIN climbed y ON y.case_id = t.case_id AND y.assignment_id = t.assignment_id
{_day("wr", "t.received_at")}
{_day("wv", "t.verified_at")}
{_day("wd", "t.dispatched_at")}
{_day("wf", "t.followed_up_at")}
{_day("wa", "t.answered_at")}
{_day("wc", "t.completion_due_at")}
{_rested("pv", "verification")}
{_rested("pc", "completion")}
ON CONFLICT (case_id, assignment_id) DO UPDATE SET
    {", ".join(map(_updated, list(MADE)[2:]))}
"""  # noqa: S608 - our own text

#: A case that has been dispatched since has no row without an assignment any more.
DROP: Final = """
DELETE FROM analytics_casefact f
USING analytics_work w, cases_case c, cases_assignment a
WHERE f.case_id = w.case_id AND f.assignment_id = 0 AND c.id = w.case_id
    AND a.case_id = w.case_id AND a.ended_at IS NULL AND a.part = 'lead'
    AND a.organisation_id = c.agency_id
"""

#: The parts of helpers, each as it stands; one row for each time somebody was asked.
CONTRIBUTED: Final = """
INSERT INTO analytics_contribution (assignment_id, case_id, agency_id, number, agency,
    unit, is_compulsory, asked_at, due_at, handed_in_at, ended_at)
SELECT a.id, a.case_id, g.id, c.number, g.code,
    CASE WHEN o.kind = 'unit' THEN o.code ELSE '' END,
    a.is_compulsory, a.assigned_at, a.due_at, a.handed_in_at, a.ended_at
FROM analytics_work w
JOIN cases_case c ON c.id = w.case_id AND c.is_joint
JOIN cases_assignment a ON a.case_id = w.case_id AND a.part = 'contributor'
JOIN organisations_organisation o ON o.id = a.organisation_id
JOIN organisations_organisation g ON g.id = coalesce(o.agency_id, o.id)
ON CONFLICT (assignment_id) DO UPDATE SET
    due_at = excluded.due_at, handed_in_at = excluded.handed_in_at,
    ended_at = excluded.ended_at
"""
