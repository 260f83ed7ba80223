"""Count an extension of a term where pauses are counted: the day it is due moves.

Kind    replaces one function; the same but for an event that was not there before
Locks   nothing that anybody reads
Takes   a moment
Undo    puts the former function back; clocks that were extended are counted wrongly
"""

from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION analytics_pauses(
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
AFTER = BEFORE.replace(
    """AS happened
        FROM""",
    """AS happened,
            (value ->> 2)::int AS days
        FROM""",
).replace(
    "        IF event.kind = 'paused' AND",
    """        IF event.kind = 'extended' THEN
            remaining := remaining + event.days;
        ELSIF event.kind = 'paused' AND""",
)


class Migration(migrations.Migration):
    dependencies = [("analytics", "0005_standing")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
