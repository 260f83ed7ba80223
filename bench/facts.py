"""Facts of an invented country as Parquet, the same at every run.

Numbers come from arithmetic on the row number, never from a random source, so that
every engine and every machine counts the same. DuckDB writes a million in seconds.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from lapor.domain.analytics.rules.tables import TABLES, Kind

AGENCIES: Final = 300
UNITS: Final = 4  # of each agency, besides none
#: Each use of ``pick`` has its own number: see ``_picked``.
CASES: Final = """
WITH drawn AS (
    SELECT i, {picks}
    FROM range({count}) AS numbers(i)
), timed AS (
    SELECT *,
        TIMESTAMPTZ '2025-07-01 00:00:00+00' + to_microseconds(
            (minute * 60 + i % 60) * 1000000 + i % 997) AS received_at
    FROM drawn
), dispatched AS (
    SELECT *,
        CASE WHEN state NOT IN ('received', 'on_hold')
            THEN received_at + to_hours(CAST(2 + wait * 3 AS INTEGER)) END
            AS dispatched_at
    FROM timed
), answered AS (
    SELECT *,
        CASE WHEN state IN ('in_progress', 'answered', 'closed', 'replied')
            THEN dispatched_at + to_hours(CAST(1 + pace * 5 AS INTEGER)) END
            AS followed_up_at
    FROM dispatched
), finished AS (
    SELECT *,
        CASE WHEN state IN ('answered', 'closed', 'replied')
            THEN followed_up_at + to_hours(CAST(haste * 9 AS INTEGER)) END
            AS answered_at
    FROM answered
)
SELECT
    i // 2 + 1 AS case_id,
    'K' || lpad(CAST(i AS VARCHAR), 9, '0') AS number,
    CASE WHEN dispatched_at IS NULL THEN 0 ELSE i + 1 END AS assignment_id,
    'instansi-' || lpad(CAST(agency AS VARCHAR), 4, '0') AS agency,
    CASE WHEN unit = 0 THEN ''
        ELSE 'instansi-' || lpad(CAST(agency AS VARCHAR), 4, '0') || '.' || unit END
        AS unit,
    return_draw > 2 AS is_present,
    state,
    CASE state WHEN 'received' THEN 'unverified' WHEN 'on_hold' THEN 'on_hold'
        WHEN 'dispatched' THEN 'waiting' WHEN 'closed' THEN 'done'
        WHEN 'archived' THEN 'archived' ELSE 'in_process' END AS bucket,
    ['', 'complaint_ordinary', 'complaint_oversight', 'information', 'aspiration']
        [class + 1] AS classification,
    'kategori-' || category AS category,
    lpad(CAST(11 + agency % 38 AS VARCHAR), 2, '0') AS province,
    '' AS regency,
    ['web', 'app', 'walk_in', 'letter', 'phone', 'whatsapp', 'api'][channel + 1]
        AS channel,
    CASE WHEN category = 7 THEN 'bansos' ELSE '' END AS programme,
    channel = 3 AS is_anonymous,
    pace = 11 AS is_secret,
    class = 2 AS is_oversight,
    CAST(year(received_at) * 100 + month(received_at) AS BIGINT) AS month,
    received_at,
    CASE WHEN state NOT IN ('received', 'on_hold')
        THEN received_at + to_hours(CAST(1 + wait AS INTEGER)) END AS verified_at,
    received_at + to_hours(30) AS verification_due_at,
    dispatched_at,
    followed_up_at,
    CASE WHEN wait <> 5 THEN dispatched_at + to_hours(60) END AS follow_up_due_at,
    answered_at,
    dispatched_at + to_hours(CAST(100 + class * 60 AS INTEGER)) AS completion_due_at,
    CASE state WHEN 'closed' THEN answered_at + to_hours(CAST(haste AS INTEGER))
        WHEN 'archived' THEN received_at + to_hours(20) END AS closed_at,
    CASE WHEN wait = 17 THEN dispatched_at + to_days(60) END AS escalated_at,
    CASE WHEN return_draw <= 2 THEN dispatched_at + to_days(2) END AS returned_at,
    CASE WHEN verified_at IS NOT NULL THEN (1 + wait) * 3600000000 END
        AS verification_microseconds,
    CASE WHEN followed_up_at IS NOT NULL
        THEN (1 + pace * 5) * 3600000000 + i % 1000003 END AS follow_up_microseconds,
    CASE WHEN answered_at IS NOT NULL
        THEN (1 + pace * 5 + haste * 9) * 3600000000 END AS completion_microseconds,
    CASE WHEN verified_at IS NOT NULL THEN (1 + wait) // 8 END AS verification_days,
    CASE WHEN followed_up_at IS NOT NULL THEN (1 + pace * 5) // 24 END
        AS follow_up_days,
    CASE WHEN answered_at IS NOT NULL THEN (1 + pace * 5 + haste * 9) // 24 END
        AS completion_days,
    CASE WHEN dispatched_at IS NOT NULL AND closed_at IS NULL THEN wait * haste % 190
        END AS open_days,
    pace * haste % 40 AS late_days,
    wait = 3 AND state = 'received' AS is_verification_overdue,
    wait = 4 AND state = 'dispatched' AS is_follow_up_overdue,
    wait = 6 AND answered_at IS NULL AS is_completion_overdue,
    hold_draw = 0 AS was_held,
    CASE WHEN return_draw <= 2 THEN 1 ELSE 0 END AS return_count,
    hold_draw % 3 AS pause_count,
    CASE WHEN reopen_draw = 0 THEN 1 ELSE 0 END AS reopen_count,
    pace % 5 AS follow_up_count,
    CASE state WHEN 'closed' THEN ['accepted', 'silence', 'officer'][haste % 3 + 1]
        WHEN 'archived' THEN 'archived_by_officer' ELSE '' END AS closing,
    CASE WHEN answered_at IS NOT NULL THEN 'fulfilled' ELSE '' END AS result,
    CASE WHEN state = 'archived' THEN ['duplicate', 'unclear', 'trial'][haste % 3 + 1]
        ELSE '' END AS archive_reason,
    CASE WHEN state = 'closed' AND pace % 4 = 0 THEN 1 + haste % 5 END AS rating,
    CASE WHEN state = 'closed' AND pace % 4 = 0 THEN 3 + haste % 13 END AS stars,
    CASE WHEN state = 'closed' AND pace % 4 = 0
        THEN ['yes', 'partly', 'no'][wait % 3 + 1] ELSE '' END AS solved,
    reopen_draw < 5 AS is_disputed,
    hold_draw % 4 AS promises_due,
    hold_draw % 4 // 2 AS promises_kept,
    CASE WHEN answered_at IS NOT NULL THEN 5 + haste * 3 END AS answer_length,
    '' AS answer_fingerprint,
    CASE WHEN wait = 9 THEN pace % 25 END AS climbed_days
FROM finished
"""
PICKS: Final = {
    "agency": AGENCIES,
    "unit": UNITS + 1,
    "minute": 262_800 * 2,
    "state": 11,
    "class": 5,
    "category": 23,
    "channel": 7,
    "wait": 19,
    "pace": 29,
    "haste": 31,
    "hold_draw": 13,
    "return_draw": 37,
    "reopen_draw": 41,
}
STATES: Final = (
    *("received", "on_hold", "dispatched", "in_progress", "answered", "replied"),
    *("closed", "closed", "closed", "closed", "archived"),
)
OTHERS: Final = {
    "agencies": """
        SELECT agency, unit, 'Instansi ' || i AS name, 'regency' AS kind,
            'regency' AS ranking_group, lpad(CAST(11 + i % 38 AS VARCHAR), 2, '0')
                AS province,
            '' AS region,
            CASE WHEN i % 9 = 0 THEN NULL ELSE 10000 + i * 977 END AS population,
            i % 7 <> 0 AS is_connected, i % 11 <> 0 AS is_decree_valid,
            i % 5 <> 0 AS is_decree_complete, i % 3 <> 0 AS is_contact_published,
            6 AS months, i % 7 AS active_months, i % 7 > 2 AS was_active_lately,
            i % 6 AS officers, i % 6 // 2 AS prompt_officers, {units} AS units,
            CASE WHEN i % 13 = 0 THEN NULL ELSE 1000 + i * 3 END AS previous_received,
            i % 17 * 40 AS declared_offline, i % 2 = 0 AS has_micro_round
        FROM ({members})""",
    "contributions": """
        SELECT agency, unit, n AS assignment_id, 'B-' || n AS number,
            n % 5 <> 0 AS is_compulsory,
            TIMESTAMPTZ '2025-12-10 00:00:00+00' + to_hours(CAST(n % 5200 AS INTEGER))
                AS asked_at,
            CASE WHEN n % 19 <> 0 THEN TIMESTAMPTZ '2025-12-15 00:00:00+00'
                + to_hours(CAST(n % 5200 AS INTEGER)) END AS due_at,
            CASE WHEN n % 4 <> 0 THEN TIMESTAMPTZ '2025-12-11 00:00:00+00'
                + to_hours(CAST(n % 5200 + n % 170 AS INTEGER)) END AS handed_in_at,
            CASE WHEN n % 12 = 0 THEN TIMESTAMPTZ '2025-12-12 00:00:00+00'
                + to_hours(CAST(n % 5200 AS INTEGER)) END AS ended_at
        FROM ({many})""",
    "issues": """
        SELECT agency, unit, n AS issue_id,
            DATE '2026-01-01' + CAST(n % 200 AS INTEGER) AS detected_on,
            n % 3 = 0 AS has_cause, n % 4 = 0 AS has_measure, n % 5 = 0 AS is_closed,
            n % 50 AS cases, CASE WHEN n % 5 = 0 THEN n % 7 ELSE 0 END
                AS cases_after_close
        FROM ({many})""",
    "measures": """
        SELECT agency, unit, n AS measure_id, n % 6 AS issue_id,
            DATE '2025-09-01' + CAST(n % 300 AS INTEGER) AS due_on,
            CASE WHEN n % 8 <> 0
                THEN DATE '2025-08-20' + CAST(n * 7 % 320 AS INTEGER) END
                AS finished_on,
            ['', 'effective', 'unproven', 'worse'][n % 4 + 1] AS effect,
            n % 9 = 0 AS is_policy_use
        FROM ({many})""",
    "answers": """
        SELECT agency, unit, n % 7 AS sample_id, n AS answer_id,
            TIMESTAMPTZ '2025-12-20 00:00:00+00' + to_hours(CAST(n % 5000 AS INTEGER))
                AS given_at,
            'lapis-' || n % 5 AS stratum, 20 + n % 5 * 13 AS stratum_size,
            3 + n % 5 AS stratum_sampled,
            CASE WHEN n % 10 <> 0 THEN n * 37 % 10001 END AS score_hundredths,
            n % 97 = 0 AS is_vetoed
        FROM ({many})""",
    "recommendations": """
        SELECT agency, unit, n AS recommendation_id,
            DATE '2025-06-01' + CAST(n % 400 AS INTEGER) AS given_on,
            DATE '2025-09-01' + CAST(n % 400 AS INTEGER) AS due_on,
            'accepted' AS status, n % 4 <> 0 AS is_open, n % 3 <> 0 AS is_linked
        FROM ({many})""",
    "plans": """
        SELECT agency, '' AS unit, n AS plan_id, 2025 + n % 2 AS year,
            CASE WHEN n % 5 <> 0
                THEN DATE '2026-01-20' + CAST(n % 80 AS INTEGER) END AS approved_on,
            CASE WHEN n % 11 <> 0 THEN DATE '2026-02-28' END AS approval_due_on
        FROM ({many})""",
    "items": """
        SELECT agency, unit, n % 900 AS plan_id, n AS item_id, 2025 + n % 2 AS year,
            DATE '2026-01-01' + CAST(n % 365 AS INTEGER) AS due_on, 1 + n % 9 AS weight,
            n * 41 % 10001 AS progress_hundredths, n % 12 AS fields_complete,
            12 AS fields_all,
            CASE WHEN n % 3 = 0
                THEN DATE '2026-01-01' + CAST(n * 5 % 365 AS INTEGER) END
                AS finished_on,
            n % 5 = 0 AS is_outcome, n % 3 = 0 AS is_outcome_reached
        FROM ({many})""",
}
TYPES: Final[dict[Kind, str]] = {
    "int64": "BIGINT",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMPTZ",
    "date": "DATE",
    "float64": "DOUBLE",
}


def make_facts(folder: Path, *, cases: int, agencies: int = AGENCIES) -> Path:
    """Write every table of the contract; ``cases`` rows of cases, fewer of others."""
    folder.mkdir(parents=True, exist_ok=True)
    base = duckdb.connect(":memory:")
    base.execute("SET TimeZone = 'UTC'")
    for name, query in _queries(cases, agencies):
        kept = ", ".join(
            f'CAST("{column.name}" AS {TYPES[column.kind]}) AS "{column.name}"'
            for column in TABLES[name]
        )
        base.execute(
            f"COPY (SELECT {kept} FROM ({query})) TO '{folder / name}.parquet' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
    base.close()
    return folder


def _queries(cases: int, agencies: int) -> Iterator[tuple[str, str]]:
    listed = ", ".join(f"'{state}'" for state in STATES)
    picks = ", ".join(
        f"[{listed}][{_picked(name)} + 1] AS state"
        if name == "state"
        else f"{_picked(name, agencies if name == 'agency' else 0)} AS {name}"
        for name in PICKS
    )
    yield "cases", CASES.format(count=cases, picks=picks)
    members = f"""
        SELECT i AS place, i // {UNITS + 1} AS i,
            'instansi-' || lpad(CAST(i // {UNITS + 1} AS VARCHAR), 4, '0') AS agency,
            CASE WHEN i % {UNITS + 1} = 0 THEN '' ELSE 'instansi-' ||
                lpad(CAST(i // {UNITS + 1} AS VARCHAR), 4, '0') || '.' ||
                i % {UNITS + 1} END AS unit
        FROM range({agencies * (UNITS + 1)}) AS numbers(i)"""
    many = f"""
        SELECT agency, unit, place * 11 + k AS n
        FROM ({members}), range(11) AS copies(k)"""
    for name, query in OTHERS.items():
        yield name, query.format(members=members, many=many, units=UNITS)


def _picked(name: str, choices: int = 0) -> str:
    """Return a whole number below the choices of a name, spread by two primes."""
    mark = 1 + list(PICKS).index(name)
    mixed = f"((i * {7919 + 2 * mark} + (i // {mark + 2}) * 104729) % 1000003)"
    return f"({mixed} * {mark * 31 + 7} // 11) % {choices or PICKS[name]}"
