"""Sampled answers as evaluation reads them, see ``analytics.rules.tables.ANSWERS``.

Kind    expand: adds a view
Locks   nothing that anybody reads
Takes   a moment
Undo    drops it; the rows stay
"""

from django.db import migrations

VIEW = """
CREATE VIEW evaluation_answers AS
SELECT agency.code::text AS agency,
    coalesce(unit.code, '')::text AS unit,
    answer.sample_id::bigint AS sample_id,
    answer.id::bigint AS answer_id,
    answer.given_at AS given_at,
    answer.stratum::text AS stratum,
    answer.stratum_size::bigint AS stratum_size,
    answer.stratum_sampled::bigint AS stratum_sampled,
    answer.score_hundredths::bigint AS score_hundredths,
    (answer.veto <> '') AS is_vetoed
FROM quality_sampledanswer answer
JOIN quality_sample sample ON sample.id = answer.sample_id
JOIN organisations_organisation agency ON agency.id = sample.agency_id
LEFT JOIN organisations_organisation unit ON unit.id = answer.unit_id
"""


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial"), ("organisations", "0001_initial")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW evaluation_answers")]
