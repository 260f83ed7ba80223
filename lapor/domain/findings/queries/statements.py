"""One SELECT for each detector: a row of every case (or log-in) that it looks at.

Columns: ``agency``, ``unit``, ``who`` (an officer, or empty), ``number`` (of the case,
as people know it) and ``is_part``, whether the row is one of those that seem wrong. The
same rows give the counts, the breakdown by unit and the numbers of the evidence.

Parameters: ``start`` and ``end`` of the window, ``since``: reports older than that are
not looked at (400 days before the window), so that an index serves.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lapor.domain.cases.rules import ArchiveReason
from lapor.domain.findings.rules.words import Kind

#: The same text so many times is a copy (domain §12.11).
COPIES: Final = 5
#: Reasons that say nothing that the reporter could repair.
VAGUE: Final = (
    ArchiveReason.UNCLEAR,
    ArchiveReason.TOO_GENERAL,
    ArchiveReason.UNSTATED,
)
_VAGUE: Final = ", ".join(f"'{reason.value}'" for reason in VAGUE)
_KNOWN: Final = "f.received_at >= %(since)s AND f.received_at < %(end)s"


def _within(moment: str) -> str:
    return f"{_KNOWN} AND f.{moment} >= %(start)s AND f.{moment} < %(end)s"


_ANSWERED: Final = f"f.is_present AND {_within('answered_at')}"
_CLOSED: Final = f"f.is_present AND f.state = 'closed' AND {_within('closed_at')}"
_COLUMNS: Final = "SELECT f.agency, f.unit, '' AS who, f.number"

SWIFT: Final = f"""
{_COLUMNS}, f.answered_at < f.dispatched_at + interval '1 hour' AS is_part
FROM analytics_casefact f WHERE {_ANSWERED} AND f.dispatched_at IS NOT NULL"""
SAME: Final = f"""
{_COLUMNS}, count(*) OVER (
    PARTITION BY f.agency, f.answer_fingerprint) >= {COPIES} AS is_part
FROM analytics_casefact f WHERE {_ANSWERED} AND f.answer_fingerprint <> ''"""
UNANSWERED: Final = f"""
{_COLUMNS}, f.answered_at IS NULL AND f.answer_length IS NULL AS is_part
FROM analytics_casefact f WHERE {_CLOSED}"""
SILENT_CLOSING: Final = f"""
{_COLUMNS}, f.closing = 'silence' AS is_part
FROM analytics_casefact f WHERE {_CLOSED}"""
PING_PONG: Final = f"""
{_COLUMNS}, f.returned_at IS NOT NULL AS is_part
FROM analytics_casefact f WHERE f.assignment_id > 0 AND {_within("dispatched_at")}"""
#: The clerk's home is that of his account; who wrote a report for a citizen at the
#: counter and solved it on the spot did well, so some of these are tolerated.
SELF_MADE: Final = f"""
{_COLUMNS}, o.id IS NOT NULL
    AND f.answered_at < f.received_at + interval '24 hours' AS is_part
FROM analytics_casefact f
JOIN cases_case c ON c.id = f.case_id
LEFT JOIN accounts_user u ON c.entered_by = 'user:' || u.id
LEFT JOIN organisations_organisation o ON o.id = u.organisation_id
    AND coalesce(o.agency_id, o.id) = f.agency_id
WHERE {_ANSWERED}"""
#: Entries are numbered as they are written: an earlier time after a later one was put
#: there. An hour is left for servers whose clocks differ.
BACKDATED: Final = f"""
{_COLUMNS}, EXISTS (
    SELECT FROM (
        SELECT e.happened_at, lag(e.happened_at) OVER (ORDER BY e.id) AS before
        FROM ledger_entry e WHERE e.subject = 'case:' || f.number) s
    WHERE s.happened_at < s.before - interval '1 hour') AS is_part
FROM analytics_casefact f WHERE f.is_present AND {_within("received_at")}"""  # noqa: S608
ARCHIVING: Final = f"""
SELECT f.agency, f.unit, e.actor AS who, f.number,
    e.fact = 'case.archived' AND f.archive_reason IN ({_VAGUE}) AS is_part
FROM analytics_casefact f
JOIN ledger_entry e ON e.subject = 'case:' || f.number
    AND e.fact IN ('case.archived', 'case.dispatched') AND e.actor LIKE 'user:%%'
WHERE f.is_present AND {_within("received_at")}"""  # noqa: S608 - our own text
#: A session lasts half an hour: who logs in again after ten minutes is another person,
#: or the same on another machine.
SHARED_ACCOUNT: Final = """
SELECT a.code AS agency, CASE WHEN o.kind = 'unit' THEN o.code ELSE '' END AS unit,
    e.subject AS who, '' AS number,
    coalesce(e.happened_at < lag(e.happened_at) OVER (
        PARTITION BY e.subject ORDER BY e.happened_at) + interval '10 minutes', false)
        AS is_part
FROM accounts_user u
JOIN organisations_organisation o ON o.id = u.organisation_id
JOIN organisations_organisation a ON a.id = coalesce(o.agency_id, o.id)
JOIN ledger_entry e ON e.subject = 'user:' || u.id
WHERE e.fact = 'account.logged_in'
    AND e.happened_at >= %(start)s AND e.happened_at < %(end)s"""

ROWS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.SWIFT: SWIFT,
        Kind.COPIES: SAME,
        Kind.UNANSWERED: UNANSWERED,
        Kind.SILENT_CLOSING: SILENT_CLOSING,
        Kind.PING_PONG: PING_PONG,
        Kind.SELF_MADE: SELF_MADE,
        Kind.BACKDATED: BACKDATED,
        Kind.ARCHIVING: ARCHIVING,
        Kind.SHARED_ACCOUNT: SHARED_ACCOUNT,
    }
)
#: Answers a week, the last week is number 12.
WEEKS: Final = f"""
SELECT f.agency,
    floor(extract(epoch FROM f.answered_at - %(start)s) / 604800)::int AS week, count(*)
FROM analytics_casefact f WHERE {_ANSWERED} GROUP BY 1, 2"""  # noqa: S608
#: A regency or city, how many reports came from it, how many villages it has, and
#: how many people, where they were counted.
REGIONS: Final = """
SELECT r.code, coalesce(own.id, above.id) AS organisation_id, coalesce(f.n, 0) AS got,
    v.n AS villages, p.people
FROM organisations_region r
JOIN (SELECT left(code, 5) AS code, count(*) AS n FROM organisations_region
    WHERE level = 4 GROUP BY 1) v ON v.code = r.code
LEFT JOIN (SELECT DISTINCT ON (region_id) region_id, people FROM analytics_population
    ORDER BY region_id, counted_on <= %(end)s DESC, abs(counted_on - %(end)s::date)
    ) p ON p.region_id = r.code
LEFT JOIN organisations_organisation own ON own.region_id = r.code
    AND own.kind IN ('regency', 'city') AND own.is_active
LEFT JOIN organisations_organisation above ON above.region_id = r.parent_id
    AND above.kind = 'province' AND above.is_active
LEFT JOIN (SELECT regency, count(*) AS n FROM analytics_casefact
    WHERE is_present AND received_at >= %(start)s AND received_at < %(end)s
    GROUP BY 1) f ON f.regency = r.code
WHERE r.level = 2 AND coalesce(own.id, above.id) IS NOT NULL ORDER BY r.code"""
#: What came now and in the same window a year before, for each agency or unit.
VOLUMES: Final = """
SELECT {code}, agency,
    count(*) FILTER (WHERE received_at >= %(start)s AND received_at < %(end)s),
    count(*) FILTER (WHERE received_at >= %(then)s AND received_at < %(then_end)s)
FROM analytics_casefact
WHERE is_present AND {code} <> ''
    AND (received_at >= %(start)s AND received_at < %(end)s
        OR received_at >= %(then)s AND received_at < %(then_end)s)
GROUP BY 1, 2 ORDER BY 1, 2"""
