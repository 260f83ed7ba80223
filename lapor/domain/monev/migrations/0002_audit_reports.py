"""Audit reports of internal auditors and their findings.

Kind   expand: two new tables
Locks  none on tables in use
Takes  milliseconds
Undo   drops both tables: dump them first
"""

import django.db.models.deletion
import lapor.domain.monev.rules.audit
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monev", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditReport",
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
                ("title", models.CharField(max_length=160)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("basis", models.TextField(blank=True)),
                ("scope", models.TextField(blank=True)),
                ("method", models.TextField(blank=True)),
                ("results", models.JSONField(default=list)),
                ("sample", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=lapor.domain.monev.rules.audit.AuditState.choices,
                        default=lapor.domain.monev.rules.audit.AuditState["DRAFT"],
                        max_length=12,
                    ),
                ),
                ("respond_until", models.DateField(null=True)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("written_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_reports",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_audit_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuditFinding",
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
                ("place", models.PositiveSmallIntegerField()),
                ("condition", models.TextField()),
                ("criteria", models.TextField()),
                ("cause", models.TextField()),
                ("effect", models.TextField()),
                ("recommendation", models.TextField()),
                ("due_on", models.DateField()),
                ("response", models.TextField(blank=True)),
                ("is_agreed", models.BooleanField(null=True)),
                ("responded_at", models.DateTimeField(null=True)),
                (
                    "responded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_responses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_findings",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="monev.auditreport",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "place"],
            },
        ),
        migrations.AddIndex(
            model_name="auditreport",
            index=models.Index(
                fields=["agency", "-written_at", "-id"], name="audit_report_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))),
                name="audit_report_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_at__isnull", False),
                        ("state", lapor.domain.monev.rules.audit.AuditState["SIGNED"]),
                        ("signed_by__isnull", False),
                        models.Q(("number", ""), _negated=True),
                        models.Q(("digest", ""), _negated=True),
                    ),
                    models.Q(
                        ("state", lapor.domain.monev.rules.audit.AuditState["SIGNED"]),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="audit_report_signed_is_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("number",),
                name="audit_report_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditfinding",
            constraint=models.UniqueConstraint(
                fields=("report", "place"), name="audit_finding_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_agreed", None), ("responded_at", None), ("response", "")
                    ),
                    models.Q(
                        models.Q(("response", ""), _negated=True),
                        ("responded_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="audit_finding_response_is_whole",
            ),
        ),
    ]
