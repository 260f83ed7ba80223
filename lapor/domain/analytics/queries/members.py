"""What agencies and units are in a period: the rows of ``tables.AGENCIES``.

One statement with parameters: decrees, mandates and log-ins in force on the last day,
and what the facts say. Inhabitants are those of the newest count of the region; where
nobody counted, P11 says so. A register counts once every month that is over has one.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from lapor.domain.analytics.rules.indicator import Window
from lapor.domain.analytics.rules.periods import HOME_ZONE

TABLE: Final = "evaluation_agencies"
LATELY: Final = timedelta(days=30)
_LIAISON: Final = "liaison_officer"

_MEMBERS: Final = """
member AS MATERIALIZED (
    SELECT o.id, o.code, o.name, o.kind, o.region_id, a.id AS agency_id,
        a.code AS agency, o.kind = 'unit' AS is_unit,
        o.contact_phone <> '' OR o.contact_email <> '' AS is_contact_published
    FROM organisations_organisation o
    JOIN organisations_organisation a
        ON a.id = CASE WHEN o.kind = 'unit' THEN o.agency_id ELSE o.id END
    WHERE (%(agencies)s::text[] IS NULL OR a.code = ANY (%(agencies)s))
        AND (o.is_active OR EXISTS (
            SELECT FROM analytics_casefact f
            WHERE f.agency = a.code AND f.received_at >= %(start)s
                AND f.received_at < %(end)s
                AND (o.kind <> 'unit' OR f.unit = o.code)))
)"""

#: Who holds a mandate on the last day, and the decrees in force then.
_MANDATES: Final = """
decree AS MATERIALIZED (
    SELECT DISTINCT ON (m.agency_id) m.agency_id, d.number, d.valid_from
    FROM organisations_appointment d JOIN member m ON m.id = d.organisation_id
    WHERE d.valid_from <= %(today)s
        AND coalesce(d.valid_until >= %(today)s, true)
    ORDER BY m.agency_id, d.valid_from DESC, d.id DESC
),
mandate AS MATERIALIZED (
    SELECT g.user_id, g.role, m.id AS member_id, m.agency_id, m.is_unit,
        coalesce(g.legal_basis <> '' AND (g.valid_from <= d.valid_from
            OR strpos(g.legal_basis, d.number) > 0), false) AS is_named
    FROM accounts_grant g
    JOIN accounts_user u ON u.id = g.user_id AND u.is_active
    JOIN member m ON m.id = g.organisation_id
    LEFT JOIN decree d ON d.agency_id = m.agency_id
    WHERE g.role IN ('agency_admin', 'deputy_admin', 'national_admin',
            'liaison_officer')
        AND g.valid_from <= %(today)s AND coalesce(g.valid_until >= %(today)s, true)
        AND (g.revoked_at IS NULL
            OR (g.revoked_at AT TIME ZONE 'Asia/Jakarta')::date > %(today)s)
),
log_in AS MATERIALIZED (
    SELECT u.user_id, date_trunc('month',
            e.happened_at AT TIME ZONE 'Asia/Jakarta') AS month,
        e.happened_at >= %(lately)s AS is_late
    FROM (SELECT DISTINCT user_id FROM mandate) u
    JOIN ledger_entry e ON e.subject = 'user:' || u.user_id
    WHERE e.fact = 'account.logged_in'
        AND e.happened_at >= least(%(start)s, %(lately)s)
        AND e.happened_at < %(until)s
)"""

#: By agency of its admins, by unit of its liaison officers.
_SUMS: Final = f"""
admin AS (
    SELECT CASE WHEN m.role = '{_LIAISON}' THEN m.member_id ELSE m.agency_id END AS id,
        m.user_id
    FROM mandate m WHERE m.role <> '{_LIAISON}' OR m.is_unit
),
active AS (
    SELECT a.id, bool_or(true) AS has_account,
        count(DISTINCT l.month) FILTER (
            WHERE l.month >= date_trunc('month', %(first)s::timestamp)) AS months,
        coalesce(bool_or(l.is_late), false) AS lately
    FROM admin a LEFT JOIN log_in l ON l.user_id = a.user_id
    GROUP BY a.id
),
named AS (
    SELECT agency_id, bool_and(is_named) AS is_complete FROM mandate GROUP BY agency_id
),
flow AS (
    SELECT f.agency, f.unit,
        count(*) FILTER (WHERE f.followed_up_at IS NOT NULL) AS followed_up,
        count(*) FILTER (WHERE f.follow_up_due_at <
            coalesce(f.followed_up_at, %(cut_off)s)) AS late
    FROM analytics_casefact f
    WHERE f.is_present AND f.received_at >= %(start)s AND f.received_at < %(end)s
        AND f.unit <> ''
        AND (%(agencies)s::text[] IS NULL OR f.agency = ANY (%(agencies)s))
    GROUP BY f.agency, f.unit
),
officer AS (
    SELECT m.user_id, m.member_id, m.agency_id,
        coalesce(f.followed_up > 0 AND f.late = 0, false) AS is_prompt
    FROM mandate m JOIN member o ON o.id = m.member_id
    LEFT JOIN flow f ON f.agency = o.agency AND f.unit = o.code
    WHERE m.role = '{_LIAISON}'
),
officers AS (
    SELECT s.id, count(DISTINCT s.user_id) AS officers,
        count(DISTINCT s.user_id) FILTER (WHERE s.is_prompt) AS prompt
    FROM (SELECT agency_id AS id, user_id, is_prompt FROM officer
        UNION SELECT member_id, user_id, is_prompt FROM officer) s
    GROUP BY s.id
),
units AS (
    SELECT agency_id, count(*) AS units FROM member WHERE is_unit GROUP BY agency_id
),
inhabitants AS (
    SELECT DISTINCT ON (region_id) region_id, people FROM analytics_population
    ORDER BY region_id, counted_on <= %(today)s DESC, abs(counted_on - %(today)s)
),
register AS (
    SELECT agency_id, sum(declared) AS declared FROM analytics_register
    WHERE month = ANY (%(over)s::int[]) GROUP BY agency_id
    HAVING count(*) = cardinality(%(over)s::int[])
),
previous AS (
    SELECT f.agency, CASE WHEN grouping(f.unit) = 1 THEN '' ELSE f.unit END AS unit,
        grouping(f.unit) = 1 AS is_whole, count(*) AS n
    FROM analytics_casefact f
    WHERE f.is_present AND f.received_at >= %(before)s AND f.received_at < %(start)s
        AND (%(agencies)s::text[] IS NULL OR f.agency = ANY (%(agencies)s))
    GROUP BY GROUPING SETS ((f.agency), (f.agency, f.unit))
)"""  # noqa: S608 - our own text

AGENCIES: Final = f"""
WITH {_MEMBERS}, {_MANDATES}, {_SUMS}
SELECT m.agency::text AS agency, CASE WHEN m.is_unit THEN m.code ELSE '' END::text
        AS unit,
    m.name::text AS name, m.kind::text AS kind,
    CASE WHEN m.kind = 'coordinating_ministry' THEN 'ministry' ELSE m.kind END::text
        AS ranking_group,
    coalesce(split_part(m.region_id, '.', 1), '')::text AS province,
    coalesce(m.region_id, '')::text AS region,
    CASE WHEN m.is_unit THEN NULL ELSE i.people END::bigint AS population,
    coalesce(a.has_account, false) AND d.agency_id IS NOT NULL AS is_connected,
    d.agency_id IS NOT NULL AS is_decree_valid,
    d.agency_id IS NOT NULL AND coalesce(n.is_complete, false) AS is_decree_complete,
    m.is_contact_published,
    %(months)s::bigint AS months,
    coalesce(a.months, 0)::bigint AS active_months,
    coalesce(a.lately, false) AS was_active_lately,
    coalesce(o.officers, 0)::bigint AS officers,
    coalesce(o.prompt, 0)::bigint AS prompt_officers,
    CASE WHEN m.is_unit THEN 0 ELSE coalesce(u.units, 0) END::bigint AS units,
    coalesce(p.n, 0)::bigint AS previous_received,
    CASE WHEN m.is_unit THEN NULL ELSE r.declared END::bigint AS declared_offline,
    m.code = ANY (%(micro)s) AS has_micro_round
FROM member m
LEFT JOIN decree d ON d.agency_id = m.agency_id
LEFT JOIN named n ON n.agency_id = m.agency_id
LEFT JOIN active a ON a.id = m.id
LEFT JOIN officers o ON o.id = m.id
LEFT JOIN units u ON u.agency_id = m.id
LEFT JOIN inhabitants i ON i.region_id = m.region_id
LEFT JOIN register r ON r.agency_id = m.id
LEFT JOIN previous p ON p.agency = m.agency AND p.is_whole = NOT m.is_unit
    AND p.unit = CASE WHEN m.is_unit THEN m.code ELSE '' END
"""  # noqa: S608 - our own text


def agencies_query(
    window: Window,
    *,
    agencies: Collection[str] | None = None,
    micro: Collection[str] = (),
) -> tuple[str, dict[str, Any]]:
    """Return the statement and its parameters for the rows of a window.

    ``agencies`` narrows to some by code; ``micro`` names those that ended a round over
    their units in the year, which a higher room knows. Agencies that are no longer
    active are there when the period has reports for them: they keep their code.
    """
    until = min(window.end, window.cut_off)
    ended = until.astimezone(HOME_ZONE).date()  # months that end later go on
    months, over = 0, []
    month = window.first.replace(day=1)
    while month <= window.today:
        months += 1
        after = (month + timedelta(days=32)).replace(day=1)
        if month >= window.first and after <= ended:
            over.append(month.year * 100 + month.month)
        month = after
    return AGENCIES, {
        "agencies": None if agencies is None else sorted(agencies),
        "micro": sorted(micro),
        "start": window.start,
        "end": window.end,
        "cut_off": window.cut_off,
        "until": until,
        "lately": until - LATELY,
        "first": window.first,
        "today": window.today,
        "before": start_before(window),
        "months": months,
        "over": over,
    }


def put_agencies(
    window: Window,
    *,
    agencies: Collection[str] | None = None,
    micro: Collection[str] = (),
) -> None:
    """Put the rows into the temporary table ``evaluation_agencies``.

    It belongs to this connection and replaces what an earlier window put there.
    """
    statement, parameters = agencies_query(window, agencies=agencies, micro=micro)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{TABLE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {TABLE} AS {statement}", parameters)
        cursor.execute(f"ANALYZE {TABLE}")


def start_before(window: Window) -> datetime:
    """Return when the period before began: as many months, else as many days."""
    first, after = window.first, window.last + timedelta(days=1)
    if first.day == 1 and after.day == 1:
        count = 12 * (after.year - first.year) + after.month - first.month
        earlier = 12 * first.year + first.month - 1 - count
        day = date(earlier // 12, earlier % 12 + 1, 1)
    else:
        day = first - (after - first)
    return datetime.combine(day, datetime.min.time(), HOME_ZONE)
