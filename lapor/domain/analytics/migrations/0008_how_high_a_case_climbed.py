"""Keep with each fact how late a case was when the highest office was told.

Kind    expand: a column that is empty at first; the function and view get it too
Locks   analytics_casefact for a moment
Takes   a moment; facts are filled as cases are folded again
Undo    drops the column and puts function and view back
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module(
    "lapor.domain.analytics.migrations.0004_how_facts_are_counted"
).CASES
AFTER = (
    BEFORE.replace(
        "    answer_fingerprint text\n)",
        "    answer_fingerprint text, climbed_days bigint\n)",
    )
    .replace(
        "f.answer_fingerprint::text\n",
        "f.answer_fingerprint::text,\n    f.climbed_days::bigint\n",
    )
    .replace("c.answer_fingerprint\nFROM", "c.answer_fingerprint, c.climbed_days\nFROM")
)
DROP = """
DROP VIEW evaluation_cases;
DROP FUNCTION analytics_cases(timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0007_people_and_registers"),
        ("escalation", "0001_initial"),
    ]
    operations = [
        migrations.AddField("casefact", "climbed_days", models.IntegerField(null=True)),
        migrations.RunSQL(DROP + AFTER, DROP + BEFORE),
    ]
