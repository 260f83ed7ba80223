"""Count cases in the statement that changes them, so that sums are always exact.

Kind    expand: adds three statement triggers to the cases and counts what is there
Locks   cases_case for a moment; readers go on
Takes   one pass over the cases
Undo    drops the triggers and their function; the counts go with their table
"""

from django.db import migrations

COUNTED = (
    "agency_id, (extract(year from received_at at time zone 'Asia/Jakarta') * 100 + "
    "extract(month from received_at at time zone 'Asia/Jakarta'))::int AS month, "
    "state, coalesce(classification_id, '') AS classification, channel"
)
ADD = f"""
    INSERT INTO analytics_casecount
        (agency_id, month, state, classification, channel, n)
    WITH moved AS (
        SELECT agency_id, month, state, classification, channel, sum(n) AS n
        FROM ({{source}}) AS both_sides
        GROUP BY agency_id, month, state, classification, channel
        HAVING sum(n) <> 0)
    SELECT agency_id, month, state, classification, channel, n FROM moved
    UNION ALL
    SELECT NULL, month, state, classification, channel, sum(n) FROM moved
    GROUP BY month, state, classification, channel HAVING sum(n) <> 0;
"""
CAME = f"SELECT {COUNTED}, 1 AS n FROM came WHERE state <> 'draft'"
WENT = f"SELECT {COUNTED}, -1 AS n FROM went WHERE state <> 'draft'"

FORWARD = f"""
CREATE FUNCTION analytics_count_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {ADD.format(source=CAME)} RETURN NULL; END $$;
CREATE FUNCTION analytics_count_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {ADD.format(source=WENT)} RETURN NULL; END $$;
CREATE FUNCTION analytics_count_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {ADD.format(source=f"{CAME} UNION ALL {WENT}")} RETURN NULL; END $$;
CREATE TRIGGER analytics_insert AFTER INSERT ON cases_case
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION analytics_count_insert();
CREATE TRIGGER analytics_delete AFTER DELETE ON cases_case
    REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION analytics_count_delete();
CREATE TRIGGER analytics_update AFTER UPDATE ON cases_case
    REFERENCING OLD TABLE AS went NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION analytics_count_update();
"""
BACKWARD = """
DROP TRIGGER analytics_update ON cases_case;
DROP TRIGGER analytics_delete ON cases_case;
DROP TRIGGER analytics_insert ON cases_case;
DROP FUNCTION analytics_count_update();
DROP FUNCTION analytics_count_delete();
DROP FUNCTION analytics_count_insert();
"""


class Migration(migrations.Migration):
    dependencies = [("analytics", "0001_initial"), ("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
