"""The parts of offices in cases that another agency leads, as evaluation reads them.

Kind    expand: adds a table and a view
Locks   nothing that anybody writes
Takes   one look at all assignments
Undo    drops both; the parts themselves stay with their cases
"""

from django.db import migrations, models

FILL = """
INSERT INTO analytics_contribution (assignment_id, case_id, agency_id, number, agency,
    unit, is_compulsory, asked_at, due_at, handed_in_at, ended_at)
SELECT a.id, a.case_id, g.id, c.number, g.code,
    CASE WHEN o.kind = 'unit' THEN o.code ELSE '' END,
    a.is_compulsory, a.assigned_at, a.due_at, a.handed_in_at, a.ended_at
FROM cases_assignment a
JOIN cases_case c ON c.id = a.case_id AND c.state <> 'draft'
JOIN organisations_organisation o ON o.id = a.organisation_id
JOIN organisations_organisation g ON g.id = coalesce(o.agency_id, o.id)
WHERE a.part = 'contributor'
"""
VIEW = """
CREATE VIEW evaluation_contributions AS
SELECT agency::text AS agency, unit::text AS unit, assignment_id,
    number::text AS number, is_compulsory, asked_at, due_at, handed_in_at, ended_at
FROM analytics_contribution
"""


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0009_cases_on_both_cores"),
        ("cases", "0004_moved_and_handled_together"),
        ("organisations", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "assignment_id",
                    models.BigIntegerField(primary_key=True, serialize=False),
                ),
                ("case_id", models.BigIntegerField()),
                ("agency_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=13)),
                ("agency", models.CharField(max_length=48)),
                ("unit", models.CharField(blank=True, max_length=48)),
                ("is_compulsory", models.BooleanField()),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["agency", "asked_at"], name="contribution_of_agency"
                    ),
                    models.Index(fields=["asked_at"], name="contribution_by_day"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(VIEW, "DROP VIEW evaluation_contributions"),
    ]
