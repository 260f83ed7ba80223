"""Recommendations, plans and items as evaluation reads them.

A plan of several years is a row for each; codes are those of the agency and, where the
subject or owner is one, of its unit.

Kind    expand: adds three views
Locks   nothing that anybody reads
Takes   a moment
Undo    drops them; the rows stay
"""

from django.db import migrations

VIEWS = """
CREATE VIEW evaluation_recommendations AS
SELECT
    coalesce(a.code, s.code)::text AS agency,
    CASE WHEN s.agency_id <> s.id THEN s.code ELSE '' END::text AS unit,
    r.id AS recommendation_id,
    r.given_on,
    r.due_on,
    CASE WHEN r.overdue_at IS NOT NULL AND r.state IN ('new', 'accepted', 'working')
        THEN 'overdue' ELSE r.state END::text AS status,
    r.state NOT IN ('refused', 'verified') AS is_open,
    r.state = 'refused' OR EXISTS (
        SELECT FROM plans_item_recommendations l
        JOIN plans_item i ON i.id = l.item_id AND i.cancelled_at IS NULL
        JOIN plans_plan p ON p.id = i.plan_id AND p.approved_on IS NOT NULL
        WHERE l.recommendation_id = r.id
    ) AS is_linked
FROM plans_recommendation r
JOIN organisations_organisation s ON s.id = r.subject_id
LEFT JOIN organisations_organisation a ON a.id = s.agency_id;

CREATE VIEW evaluation_plans AS
SELECT
    a.code::text AS agency,
    ''::text AS unit,
    p.id AS plan_id,
    y.year::bigint AS year,
    p.approved_on,
    make_date(y.year, 2, 28) AS approval_due_on
FROM plans_plan p
JOIN organisations_organisation a ON a.id = p.agency_id
CROSS JOIN LATERAL generate_series(p.year::int, p.until_year::int) AS y(year);

CREATE VIEW evaluation_items AS
SELECT
    a.code::text AS agency,
    CASE WHEN o.agency_id <> o.id THEN o.code ELSE '' END::text AS unit,
    i.plan_id,
    i.id AS item_id,
    i.year::bigint AS year,
    i.due_on,
    i.weight::bigint AS weight,
    i.progress::bigint AS progress_hundredths,
    i.fields_complete::bigint AS fields_complete,
    12::bigint AS fields_all,
    i.finished_on,
    i.outcome <> '' AS is_outcome,
    i.outcome <> '' AND i.progress >= 10000 AS is_outcome_reached
FROM plans_item i
JOIN plans_plan p ON p.id = i.plan_id
JOIN organisations_organisation a ON a.id = p.agency_id
LEFT JOIN organisations_organisation o ON o.id = i.owner_id
WHERE i.cancelled_at IS NULL AND p.approved_on IS NOT NULL;
"""
GONE = """
DROP VIEW evaluation_items;
DROP VIEW evaluation_plans;
DROP VIEW evaluation_recommendations;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("plans", "0001_initial")]
    operations = [migrations.RunSQL(VIEWS, GONE)]
