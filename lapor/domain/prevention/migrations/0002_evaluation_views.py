"""Issues and measures as evaluation reads them, see ``analytics.rules.tables``.

Kind    expand: adds two views
Locks   nothing that anybody reads
Takes   a moment
Undo    drops them; the rows stay
"""

from django.db import migrations

ISSUES = """
CREATE VIEW evaluation_issues AS
SELECT agency.code::text AS agency,
    coalesce(unit.code, '')::text AS unit,
    issue.id::bigint AS issue_id,
    issue.detected_on AS detected_on,
    (issue.cause <> '') AS has_cause,
    EXISTS (SELECT FROM prevention_measure WHERE issue_id = issue.id) AS has_measure,
    (issue.state = 'closed') AS is_closed,
    (SELECT count(*) FROM prevention_issuecase WHERE issue_id = issue.id) AS cases,
    (SELECT count(*) FROM prevention_issuecase within
     WHERE within.issue_id = issue.id AND within.received_on > issue.closed_on)
        AS cases_after_close
FROM prevention_issue issue
JOIN organisations_organisation agency ON agency.id = issue.agency_id
LEFT JOIN organisations_organisation unit ON unit.id = issue.unit_id
WHERE issue.state <> 'dismissed'
"""
MEASURES = """
CREATE VIEW evaluation_measures AS
SELECT agency.code::text AS agency,
    coalesce(unit.code, '')::text AS unit,
    measure.id::bigint AS measure_id,
    coalesce(measure.issue_id, 0)::bigint AS issue_id,
    measure.due_on AS due_on,
    measure.finished_on AS finished_on,
    measure.effect::text AS effect,
    measure.cites_data AS is_policy_use
FROM prevention_measure measure
JOIN organisations_organisation agency ON agency.id = measure.agency_id
LEFT JOIN organisations_organisation unit ON unit.id = measure.unit_id
"""


class Migration(migrations.Migration):
    dependencies = [("prevention", "0001_initial")]
    operations = [
        migrations.RunSQL(ISSUES, "DROP VIEW evaluation_issues"),
        migrations.RunSQL(MEASURES, "DROP VIEW evaluation_measures"),
    ]
