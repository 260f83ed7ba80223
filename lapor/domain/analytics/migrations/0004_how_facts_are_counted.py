"""How working time is counted in the database, and the table of cases as a view.

Kind    expand: adds functions and a view over the facts
Locks   nothing that anybody reads
Takes   a moment
Undo    drops them; the facts stay
"""

from django.db import migrations

DAYS = """
CREATE FUNCTION analytics_worked_days(of_calendar text, of_day date) RETURNS int
LANGUAGE sql STABLE AS $$
    SELECT before + is_working::int FROM analytics_workday
    WHERE calendar = of_calendar AND day = of_day
$$;
CREATE FUNCTION analytics_day_zero(of_calendar text, zone text, moment timestamptz)
RETURNS int LANGUAGE sql STABLE AS $$
    SELECT before + 1 FROM analytics_workday
    WHERE calendar = of_calendar AND day = (moment AT TIME ZONE zone)::date
$$;
CREATE FUNCTION analytics_worked(of_calendar text, zone text, moment timestamptz)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (before * 86400000000 + CASE WHEN is_working THEN
        extract(epoch FROM (moment AT TIME ZONE zone)::time) * 1000000 ELSE 0 END
        )::bigint
    FROM analytics_workday
    WHERE calendar = of_calendar AND day = (moment AT TIME ZONE zone)::date
$$;
CREATE FUNCTION analytics_day_after(of_calendar text, of_day date, amount int)
RETURNS date LANGUAGE sql STABLE AS $$
    SELECT later.day FROM analytics_workday this
    JOIN analytics_workday later ON later.calendar = this.calendar
        AND later.is_working AND later.before = this.before
            + CASE WHEN amount = 0 THEN 0 ELSE this.is_working::int + amount - 1 END
    WHERE this.calendar = of_calendar AND this.day = of_day
$$;
"""
PAUSES = """
CREATE FUNCTION analytics_pauses(
    events jsonb, zone text, of_calendar text, amount int, is_working boolean)
RETURNS TABLE (
    from_at timestamptz, until_at timestamptz, after_day date, until_day date)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    began date := ((events -> 0 ->> 1)::timestamptz AT TIME ZONE zone)::date;
    anchor date; due_day date; on_day date; last_day date; paused date;
    remaining int := amount; most int; rest int; event record;
BEGIN
    SELECT a.amount INTO most FROM deadlines_allowance a
    WHERE a.name = 'most_pauses' AND a.valid_from <= began
        AND coalesce(a.valid_until >= began, true) ORDER BY a.valid_from DESC LIMIT 1;
    SELECT a.amount INTO rest FROM deadlines_allowance a
    WHERE a.name = 'pause_days' AND a.valid_from <= began
        AND coalesce(a.valid_until >= began, true) ORDER BY a.valid_from DESC LIMIT 1;
    anchor := CASE WHEN is_working THEN analytics_day_after(of_calendar, began, 0)
        ELSE began END;
    FOR event IN
        SELECT value ->> 0 AS kind, (value ->> 1)::timestamptz AS happened
        FROM jsonb_array_elements(events) WITH ORDINALITY ORDER BY ordinality
    LOOP
        on_day := (event.happened AT TIME ZONE zone)::date;
        IF event.kind = 'paused' AND paused IS NULL AND least(most, rest) >= 1 THEN
            most := most - 1;
            due_day := CASE WHEN is_working
                THEN analytics_day_after(of_calendar, anchor, remaining)
                ELSE anchor + remaining END;
            CONTINUE WHEN on_day > due_day;
            IF is_working THEN
                on_day := analytics_day_after(of_calendar, on_day, 0);
                remaining := remaining - analytics_worked_days(of_calendar, on_day)
                    + analytics_worked_days(of_calendar, anchor);
            ELSE
                remaining := remaining - (on_day - anchor);
            END IF;
            anchor := on_day; paused := on_day; from_at := event.happened;
        ELSIF event.kind = 'resumed' AND paused IS NOT NULL THEN
            last_day := analytics_day_after(of_calendar, paused, rest);
            until_at := least(
                event.happened, (last_day + 1)::timestamp AT TIME ZONE zone);
            IF is_working THEN
                on_day := analytics_day_after(of_calendar, on_day, 0);
            END IF;
            after_day := paused; until_day := least(last_day, on_day);
            rest := rest - greatest(analytics_worked_days(of_calendar, until_day)
                - analytics_worked_days(of_calendar, paused), 0);
            anchor := until_day; paused := NULL;
            RETURN NEXT;
        END IF;
    END LOOP;
    IF paused IS NOT NULL THEN
        after_day := paused;
        until_day := analytics_day_after(of_calendar, paused, rest);
        until_at := (until_day + 1)::timestamp AT TIME ZONE zone;
        RETURN NEXT;
    END IF;
END $$;
"""
CASES = """
CREATE FUNCTION analytics_cases(cut_off timestamptz) RETURNS TABLE (
    case_id bigint, number text, assignment_id bigint, agency text, unit text,
    is_present boolean, state text, bucket text, classification text, category text,
    province text, regency text, channel text, programme text, is_anonymous boolean,
    is_secret boolean, is_oversight boolean, month bigint, received_at timestamptz,
    verified_at timestamptz, verification_due_at timestamptz,
    dispatched_at timestamptz, followed_up_at timestamptz,
    follow_up_due_at timestamptz, answered_at timestamptz,
    completion_due_at timestamptz, closed_at timestamptz, escalated_at timestamptz,
    returned_at timestamptz, verification_microseconds bigint,
    follow_up_microseconds bigint, completion_microseconds bigint,
    verification_days bigint, follow_up_days bigint, completion_days bigint,
    open_days bigint, late_days bigint, is_verification_overdue boolean,
    is_follow_up_overdue boolean, is_completion_overdue boolean, was_held boolean,
    return_count bigint, pause_count bigint, reopen_count bigint,
    follow_up_count bigint, closing text, result text, archive_reason text,
    rating bigint, stars bigint, solved text, is_disputed boolean,
    promises_due bigint, promises_kept bigint, answer_length bigint,
    answer_fingerprint text
) LANGUAGE sql STABLE AS $$
    SELECT
    f.case_id, f.number::text, f.assignment_id, f.agency::text, f.unit::text,
    f.is_present, f.state::text, f.bucket::text, f.classification::text,
    f.category::text, f.province::text, f.regency::text, f.channel::text,
    f.programme::text, f.is_anonymous, f.is_secret, f.is_oversight, f.month::bigint,
    f.received_at, f.verified_at, f.verification_due_at, f.dispatched_at,
    f.followed_up_at, f.follow_up_due_at, f.answered_at, f.completion_due_at,
    f.closed_at, f.escalated_at, f.returned_at, f.verification_microseconds,
    f.follow_up_microseconds, f.completion_microseconds,
    f.verification_days::bigint, f.follow_up_days::bigint, f.completion_days::bigint,
    CASE WHEN f.is_present AND f.bucket IN ('waiting', 'in_process') THEN
        greatest(w.before + w.is_working::int - f.worked_at_dispatch - 1, 0) END::bigint,
    CASE WHEN f.answered_at IS NOT NULL THEN f.late_days
        WHEN f.is_present AND f.bucket IN ('waiting', 'in_process') THEN
        greatest(w.before + w.is_working::int - f.worked_at_due - 1, 0) END::bigint,
    (f.is_present AND f.state = 'received' AND f.verified_at IS NULL
        AND coalesce(f.verification_due_at < cut_off, false)),
    (f.is_present AND f.bucket = 'waiting' AND f.followed_up_at IS NULL
        AND coalesce(f.follow_up_due_at < cut_off, false)),
    (f.is_present AND f.bucket IN ('waiting', 'in_process')
        AND f.answered_at IS NULL AND coalesce(f.completion_due_at < cut_off, false)),
    f.was_held, f.return_count::bigint, f.pause_count::bigint,
    f.reopen_count::bigint, f.follow_up_count::bigint, f.closing::text,
    f.result::text, f.archive_reason::text, f.rating::bigint, f.stars::bigint,
    f.solved::text, f.is_disputed, f.promises_due::bigint, f.promises_kept::bigint,
    f.answer_length::bigint, f.answer_fingerprint::text
    FROM analytics_casefact f
    LEFT JOIN analytics_workday w ON w.calendar = f.calendar
        AND w.day = (cut_off AT TIME ZONE f.zone)::date
$$;
CREATE VIEW evaluation_cases AS
SELECT
    c.case_id, c.number, c.assignment_id, c.agency, c.unit, c.is_present, c.state,
    c.bucket, c.classification, c.category, c.province, c.regency, c.channel,
    c.programme, c.is_anonymous, c.is_secret, c.is_oversight, c.month,
    c.received_at, c.verified_at, c.verification_due_at, c.dispatched_at,
    c.followed_up_at, c.follow_up_due_at, c.answered_at, c.completion_due_at,
    c.closed_at, c.escalated_at, c.returned_at, c.verification_microseconds,
    c.follow_up_microseconds, c.completion_microseconds, c.verification_days,
    c.follow_up_days, c.completion_days, c.open_days, c.late_days,
    c.is_verification_overdue, c.is_follow_up_overdue, c.is_completion_overdue,
    c.was_held, c.return_count, c.pause_count, c.reopen_count, c.follow_up_count,
    c.closing, c.result, c.archive_reason, c.rating, c.stars, c.solved,
    c.is_disputed, c.promises_due, c.promises_kept, c.answer_length,
    c.answer_fingerprint
FROM (SELECT max(as_of) AS as_of FROM analytics_factstate) s
CROSS JOIN LATERAL analytics_cases(s.as_of) c;
"""
BACKWARD = """
DROP VIEW evaluation_cases;
DROP FUNCTION analytics_cases(timestamptz);
DROP FUNCTION analytics_pauses(jsonb, text, text, int, boolean);
DROP FUNCTION analytics_day_after(text, date, int);
DROP FUNCTION analytics_worked(text, text, timestamptz);
DROP FUNCTION analytics_day_zero(text, text, timestamptz);
DROP FUNCTION analytics_worked_days(text, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0003_facts"),
        ("cases", "0001_initial"),
        ("deadlines", "0001_initial"),
        ("feedback", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(DAYS + PAUSES + CASES, BACKWARD),
    ]
