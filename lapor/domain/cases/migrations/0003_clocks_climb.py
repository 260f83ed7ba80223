"""Let a clock remember how high it climbed, and a case that its term was extended.

Kind    expand: a column each with a default, and an index over running clocks
Locks   cases_clock against writing while the index is built
Takes   about two seconds for each million running clocks
Undo    drops index and columns; what climbed stays in the ledger
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_count_queues_from_indexes"),
        ("deadlines", "0002_allowances_as_dated_rows"),
    ]
    operations = [
        migrations.AddField(
            "case",
            "extension_count",
            models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            "clock",
            "climbed",
            models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            "clock",
            models.Index(
                condition=models.Q(("stopped_at", None)),
                fields=["timer", "term", "climbed", "due_at"],
                name="clock_climbs",
            ),
        ),
    ]
