"""Facts of a whole nation straight into the table of facts, by the million.

1,200 agencies with four units each, twelve months. Every value is arithmetic on the
row number and a hash of it, so that each run makes the same rows. No case lies behind
them: what is measured begins at the facts.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from lapor.kernel import clock

AGENCIES: Final = 1_200
UNITS: Final = 4
CHUNK: Final = 250_000
FIRST: Final = "2025-01-01 00:00+07"
DAYS: Final = 365
INDEXES: Final = ("fact_of_agency", "fact_of_unit", "fact_by_receipt")

#: Agencies and units beyond those of the country, until there are enough.
OFFICES: Final = """
INSERT INTO organisations_organisation (code, name, slug, kind, parent_id, agency_id,
    zone, calendar_code, duties, aliases, evidence, is_active, contact_name,
    contact_phone, contact_email, contact_address, search)
SELECT 'uji-' || n, 'Instansi uji ' || n, 'uji-' || n,
    CASE n %% 3 WHEN 0 THEN 'institution' WHEN 1 THEN 'regency' ELSE 'city' END,
    NULL, NULL, CASE n %% 9 WHEN 0 THEN 'Asia/Jayapura' WHEN 1 THEN 'Asia/Makassar'
    ELSE 'Asia/Jakarta' END, 'nasional', '', '[]', '{}', true, '', '', '', '', ''
FROM generate_series(1, %(wanted)s - (SELECT count(*) FROM organisations_organisation
    WHERE kind <> 'unit' AND is_active)) AS n
ON CONFLICT DO NOTHING;
UPDATE organisations_organisation SET agency_id = id
WHERE code LIKE 'uji-%%' AND kind <> 'unit' AND agency_id IS NULL;
INSERT INTO organisations_organisation (code, name, slug, kind, parent_id, agency_id,
    zone, calendar_code, duties, aliases, evidence, is_active, contact_name,
    contact_phone, contact_email, contact_address, search)
SELECT a.code || '-u' || n, 'Unit ' || n || ' ' || a.name, a.slug || '-u' || n, 'unit',
    a.id, a.id, a.zone, a.calendar_code, '', '[]', '{}', true, '', '', '', '', ''
FROM organisations_organisation a, generate_series(1, %(units)s) AS n
WHERE a.code LIKE 'uji-%%' AND a.kind <> 'unit'
ON CONFLICT DO NOTHING
"""

HELPERS: Final = """
DROP TABLE IF EXISTS pg_temp.the_office;
CREATE TEMP TABLE the_office AS
SELECT row_number() OVER (ORDER BY md5(a.code)) - 1 AS n, a.id, a.code, a.zone,
    a.calendar_code, coalesce(split_part(a.region_id, '.', 1), '') AS province,
    (SELECT array_agg(u.code ORDER BY u.id) FROM (SELECT * FROM
        organisations_organisation u WHERE u.agency_id = a.id AND u.kind = 'unit'
        ORDER BY u.id LIMIT 4) u) AS units,
    (SELECT array_agg(u.id ORDER BY u.id) FROM (SELECT * FROM
        organisations_organisation u WHERE u.agency_id = a.id AND u.kind = 'unit'
        ORDER BY u.id LIMIT 4) u) AS unit_ids
FROM organisations_organisation a WHERE a.kind <> 'unit' AND a.is_active;
CREATE UNIQUE INDEX ON the_office (n);
DROP TABLE IF EXISTS pg_temp.the_topic;
CREATE TEMP TABLE the_topic AS
SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, slug FROM cases_category
WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX ON the_topic (n);
DROP TABLE IF EXISTS pg_temp.the_place;
CREATE TEMP TABLE the_place AS
SELECT row_number() OVER (ORDER BY code) - 1 AS n, code FROM organisations_region
WHERE level = 2;
CREATE UNIQUE INDEX ON the_place (n);
ANALYZE the_office, the_topic, the_place
"""


def _pick(salt: int, below: str) -> str:
    """Return a whole number below something, the same for the same row."""
    return f"(abs(hashint8extended(i, {salt})) %% {below})"


FACTS: Final = f"""
INSERT INTO analytics_casefact (case_id, assignment_id, agency_id, unit_id, category_id,
    number, agency, unit, is_present, state, bucket, classification, category, province,
    regency, channel, programme, is_anonymous, is_secret, is_oversight, month,
    received_at, verified_at, verification_due_at, dispatched_at, followed_up_at,
    follow_up_due_at, answered_at, completion_due_at, closed_at, escalated_at,
    returned_at, reopened_at, verification_microseconds, follow_up_microseconds,
    completion_microseconds, verification_days, follow_up_days, completion_days,
    late_days, was_held, return_count, pause_count, reopen_count, follow_up_count,
    closing, result, archive_reason, rating, stars, solved, is_disputed, promises_due,
    promises_kept, answer_length, answer_fingerprint, zone, calendar,
    worked_at_dispatch, worked_at_due)
WITH drawn AS MATERIALIZED (
    SELECT i,
        floor(%(offices)s * ({_pick(1, "1000000")} / 1e6::float8)
            ^ 2.2::float8)::int AS office,
        {_pick(2, "(SELECT count(*) FROM the_topic)")} AS topic,
        {_pick(3, "(SELECT count(*) FROM the_place)")} AS place,
        {_pick(4, "1000")} AS d_state, {_pick(5, "100")} AS d_class,
        {_pick(6, "100")} AS d_channel, {_pick(7, "5")} AS d_unit,
        {_pick(8, "1000")} AS d_verify, {_pick(9, "1000")} AS d_follow,
        {_pick(10, "1000")} AS d_answer, {_pick(11, "1000")} AS d_close,
        {_pick(12, "1000")} AS d_flags,
        %(first)s::timestamptz + i * (interval '{DAYS} days' / %(rows)s::float8)
            AS received_at
    FROM generate_series(%(from)s::bigint, %(to)s::bigint) AS i
), lived AS MATERIALIZED (
    SELECT d.*,
        CASE WHEN d_state < 740 THEN 'closed' WHEN d_state < 900 THEN 'archived'
            WHEN d_state < 930 THEN 'in_progress' WHEN d_state < 950 THEN 'answered'
            WHEN d_state < 955 THEN 'replied' WHEN d_state < 985 THEN 'dispatched'
            WHEN d_state < 995 THEN 'received' ELSE 'on_hold' END AS state,
        received_at + d_verify * interval '6 minutes' AS verified,
        d_follow::float8 ^ 1.4::float8 AS slow, d_answer::float8 ^ 1.5::float8 AS long
    FROM drawn d
), told AS MATERIALIZED (
    SELECT l.*, state NOT IN ('archived', 'received', 'on_hold') AS is_dispatched,
        verified + (1 + slow / 60) * interval '1 hour' AS followed,
        verified + (2 + slow / 60 + long / 50) * interval '1 hour'
            AS answered
    FROM lived l
), moved AS MATERIALIZED (
    SELECT t.*, CASE WHEN is_dispatched THEN verified END AS dispatched_at,
        CASE WHEN is_dispatched AND state <> 'dispatched' THEN followed END
            AS followed_up_at,
        CASE WHEN state IN ('closed', 'answered', 'replied') THEN answered END
            AS answered_at
    FROM told t
)
SELECT i, CASE WHEN is_dispatched THEN i ELSE 0 END, o.id,
    CASE WHEN is_dispatched AND d_unit < 4 THEN o.unit_ids[d_unit + 1] END, t.id,
    lpad(i::text, 13, '0'), o.code,
    CASE WHEN is_dispatched AND d_unit < 4 THEN coalesce(o.units[d_unit + 1], '')
        ELSE '' END,
    true, state,
    CASE state WHEN 'received' THEN 'unverified' WHEN 'on_hold' THEN 'on_hold'
        WHEN 'dispatched' THEN 'waiting' WHEN 'closed' THEN 'done'
        WHEN 'archived' THEN 'archived' ELSE 'in_process' END,
    CASE WHEN NOT is_dispatched THEN 'complaint' WHEN d_class < 60 THEN
        'complaint_ordinary' WHEN d_class < 85 THEN 'complaint_oversight'
        WHEN d_class < 95 THEN 'information' ELSE 'aspiration' END,
    t.slug, split_part(r.code, '.', 1), r.code,
    CASE WHEN d_channel < 54 THEN 'web' WHEN d_channel < 76 THEN 'app'
        WHEN d_channel < 84 THEN 'sub_portal' WHEN d_channel < 91 THEN 'phone'
        WHEN d_channel < 95 THEN 'instagram' WHEN d_channel < 97 THEN 'walk_in'
        WHEN d_channel < 98 THEN 'letter' ELSE 'whatsapp' END,
    CASE WHEN d_flags %% 50 = 0 THEN 'layanan-dasar' ELSE '' END,
    d_flags < 690, d_flags BETWEEN 420 AND 800, is_dispatched AND d_class BETWEEN 60
        AND 84,
    extract(year FROM received_at AT TIME ZONE 'Asia/Jakarta')::int * 100
        + extract(month FROM received_at AT TIME ZONE 'Asia/Jakarta')::int,
    received_at, CASE WHEN is_dispatched THEN verified END,
    received_at + interval '5 days', dispatched_at, followed_up_at,
    dispatched_at + interval '7 days', answered_at,
    dispatched_at + CASE WHEN d_class BETWEEN 60 AND 84 THEN interval '84 days'
        WHEN d_class < 60 THEN interval '20 days' ELSE interval '7 days' END,
    CASE state WHEN 'closed' THEN answered_at + d_close * interval '15 minutes'
        WHEN 'archived' THEN received_at + d_close * interval '20 minutes' END,
    CASE WHEN d_flags = 1 AND is_dispatched THEN answered_at + interval '61 days' END,
    NULL, NULL,
    CASE WHEN is_dispatched THEN d_verify * 360000000::bigint END,
    CASE WHEN followed_up_at IS NOT NULL THEN
        ((1 + slow / 60) * 2.6e9)::bigint END,
    CASE WHEN answered_at IS NOT NULL THEN
        ((2 + slow / 60 + long / 50) * 2.6e9)::bigint END,
    CASE WHEN is_dispatched THEN d_verify / 240 END,
    CASE WHEN followed_up_at IS NOT NULL THEN (slow / 2000)::int END,
    CASE WHEN answered_at IS NOT NULL THEN
        (slow / 2000 + long / 1700)::int END,
    CASE WHEN answered_at IS NOT NULL THEN greatest(0, d_answer / 50 - 14) END,
    d_flags %% 10 = 3 OR state = 'on_hold', 0, d_flags %% 25 / 23, d_flags %% 100 / 99,
    CASE WHEN followed_up_at IS NOT NULL THEN 1 + d_answer %% 3 ELSE 0 END,
    CASE WHEN state = 'closed' THEN CASE WHEN d_close < 800 THEN 'silence' WHEN d_close
        < 950 THEN 'officer' ELSE 'accepted' END WHEN state = 'archived' THEN
        'archived_by_officer' ELSE '' END,
    CASE WHEN answered_at IS NULL THEN '' WHEN d_answer < 500 THEN 'fulfilled' ELSE
        'explained' END,
    CASE WHEN state <> 'archived' THEN '' WHEN d_close < 500 THEN 'unclear'
        WHEN d_close < 600 THEN 'duplicate' ELSE 'too_general' END,
    CASE WHEN state = 'closed' AND d_flags %% 8 = 0 THEN 1 + d_answer %% 5 END,
    CASE WHEN state = 'closed' AND d_flags %% 8 = 0 THEN 3 + d_answer %% 13 END,
    CASE WHEN state = 'closed' AND d_flags %% 8 = 0 THEN
        (ARRAY['yes', 'partly', 'no'])[1 + d_follow %% 3] ELSE '' END,
    state = 'replied' OR d_flags %% 40 = 7, CASE WHEN d_flags %% 16 = 5 AND answered_at
        IS NOT NULL THEN 1 ELSE 0 END, CASE WHEN d_flags %% 32 = 5 AND answered_at IS
        NOT NULL THEN 1 ELSE 0 END,
    CASE WHEN answered_at IS NOT NULL THEN 8 + d_answer %% 120 END,
    CASE WHEN answered_at IS NOT NULL THEN md5((d_answer * 977 + d_follow)::text) ELSE
        '' END,
    o.zone, o.calendar_code, wd.before, wd.before + 10
FROM moved m
JOIN the_office o ON o.n = m.office
JOIN the_topic t ON t.n = m.topic
JOIN the_place r ON r.n = m.place
LEFT JOIN analytics_workday wd ON wd.calendar = o.calendar_code
    AND wd.day = (m.dispatched_at AT TIME ZONE o.zone)::date
"""

#: Three in a hundred had been at another agency first, which gave them back.
RETURNED: Final = """
INSERT INTO analytics_casefact
SELECT again.*
FROM analytics_casefact f
JOIN the_office o ON o.n = f.case_id %% %(offices)s
CROSS JOIN LATERAL jsonb_populate_record(f, jsonb_build_object(
    'assignment_id', -f.case_id, 'is_present', false, 'agency_id', o.id,
    'agency', o.code, 'unit', '', 'unit_id', NULL, 'followed_up_at', NULL,
    'answered_at', NULL, 'closed_at', NULL, 'completion_due_at', NULL,
    'follow_up_microseconds', NULL, 'completion_microseconds', NULL,
    'follow_up_days', NULL, 'completion_days', NULL, 'late_days', NULL,
    'returned_at', f.dispatched_at + interval '1 day')) AS again
WHERE f.case_id BETWEEN %(from)s AND %(to)s AND f.case_id %% 33 = 0
    AND f.dispatched_at IS NOT NULL
"""


def add_offices() -> int:
    """Make up agencies until there are ``AGENCIES``; returns how many there are."""
    with connection.cursor() as cursor:
        for statement in OFFICES.split(";\n"):
            cursor.execute(statement, {"wanted": AGENCIES, "units": UNITS})
        cursor.execute(
            "SELECT count(*) FROM organisations_organisation "
            "WHERE kind <> 'unit' AND is_active"
        )
        return int(cursor.fetchone()[0])


def fill_facts(rows: int) -> Iterator[int]:
    """Put ``rows`` cases into the table of facts; yields how many are there."""
    from lapor.domain.analytics.actions.workdays import fill_workdays  # noqa: PLC0415
    from lapor.domain.analytics.models import FactState  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE analytics_casefact, analytics_dailycount")
        cursor.execute("ALTER TABLE analytics_casefact SET UNLOGGED")
        fill_workdays(cursor)
        for index in INDEXES:
            cursor.execute(f"DROP INDEX IF EXISTS {index}")
        cursor.execute("SET synchronous_commit = off")
        for statement in HELPERS.split(";\n"):
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM the_office")
        given: dict[str, Any] = {"offices": cursor.fetchone()[0], "rows": rows}
        for first in range(1, rows + 1, CHUNK):
            last = min(first + CHUNK - 1, rows)
            chunk = {**given, "first": FIRST, "from": first, "to": last}
            cursor.execute(FACTS, chunk)
            cursor.execute(RETURNED, chunk)
            yield last
        cursor.execute("SET maintenance_work_mem = '512MB'")
    _index()
    now = clock.now()
    FactState.objects.update_or_create(pk=1, defaults={"as_of": now})
    with connection.cursor() as cursor:
        cursor.execute("RESET ALL")
        cursor.execute("VACUUM ANALYZE analytics_casefact")


def _index() -> None:
    from lapor.domain.analytics.models import CaseFact  # noqa: PLC0415

    with connection.schema_editor() as editor:
        for index in CaseFact._meta.indexes:
            editor.add_index(CaseFact, index)
