"""Keep how a report came to a counter: letter, call, box, queue.

Kind    additive: a new table
Locks   cases_case against writing for a moment, for the foreign key
Takes   a moment
Undo    drops the table; what the clerks wrote in it is lost
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table."""

    dependencies = [("cases", "0001_initial"), ("intake", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CounterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("letter_number", models.CharField(blank=True, max_length=80)),
                ("letter_on", models.DateField(null=True)),
                ("arrived_on", models.DateField(null=True)),
                ("called_at", models.DateTimeField(null=True)),
                ("call_minutes", models.PositiveSmallIntegerField(null=True)),
                ("box", models.CharField(blank=True, max_length=120)),
                ("queue_number", models.CharField(blank=True, max_length=20)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counter_entry",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("letter_number", ""), _negated=True),
                        fields=["letter_number", "letter_on"],
                        name="counter_letter",
                    )
                ]
            },
        )
    ]
