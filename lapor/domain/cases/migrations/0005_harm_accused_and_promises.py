"""Reports of harm are restricted; promises are asked about and confirmed.

Kind    expand: columns with defaults, three partial indexes, three checks
Locks   cases_case and cases_promise while the checks read them
Takes   about two seconds for each million cases
Undo    drops them; what was restricted stays secret
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_moved_and_handled_together"),
        ("organisations", "0001_initial"),
        ("priorities", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "case",
            "harm",
            models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            "case",
            "accused",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["agency", "harm"], name="case_harm", condition=~Q(harm="")
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["accused"],
                name="case_accused",
                condition=Q(accused__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_with_accused_is_secret",
                condition=Q(accused=None) | Q(is_secret=True),
            ),
        ),
        migrations.AddField("promise", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField("promise", "is_confirmed", models.BooleanField(null=True)),
        migrations.AddField("promise", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField("promise", "missed_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "promise",
            models.Index(
                fields=["missed_at"],
                name="promise_missed",
                condition=Q(missed_at__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "promise",
            models.CheckConstraint(
                name="promise_confirmed_is_not_missed",
                condition=Q(missed_at=None)
                | Q(is_confirmed=None)
                | Q(is_confirmed=False),
            ),
        ),
        migrations.AddConstraint(
            "promise",
            models.CheckConstraint(
                name="promise_confirmed_with_moment",
                condition=Q(is_confirmed=None, confirmed_at=None)
                | Q(is_confirmed__isnull=False, confirmed_at__isnull=False),
            ),
        ),
    ]
