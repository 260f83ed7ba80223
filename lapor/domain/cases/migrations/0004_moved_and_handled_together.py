"""Let a case have helpers with clocks of their own, returns and meetings.

Kind    expand: columns with defaults, three new tables; one unique index is made anew
Locks   cases_clock and cases_assignment against writing while indexes are built
Takes   about two seconds for each million running clocks
Undo    drops them; hops and parts stay readable in the ledger
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from lapor.domain.cases.rules import Part, ReturnReason, Verdict

KEEP = django.db.models.deletion.PROTECT


def _key():
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def _office(**options):
    return models.ForeignKey(
        db_index=False, on_delete=KEEP, to="organisations.organisation", **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_clocks_climb"),
        ("organisations", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "case",
            "is_joint",
            models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            "assignment",
            "part",
            models.CharField(
                choices=Part.choices,
                db_default="lead",
                default=Part.LEAD,
                max_length=12,
            ),
        ),
        migrations.AddField(
            "assignment",
            "is_compulsory",
            models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField("assignment", "due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "assignment", "handed_in_at", models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            "assignment",
            models.Index(
                fields=["organisation", "part", "case"],
                name="assignment_helping",
                condition=Q(ended_at=None) & ~Q(part="lead"),
            ),
        ),
        migrations.AddField(
            "clock",
            "assignment",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=KEEP,
                related_name="clocks",
                to="cases.assignment",
            ),
        ),
        migrations.RemoveConstraint("clock", "clock_runs_once"),
        migrations.AddConstraint(
            "clock",
            models.UniqueConstraint(
                F("case"),
                F("timer"),
                condition=Q(stopped_at=None, assignment=None),
                name="clock_runs_once",
            ),
        ),
        migrations.AddConstraint(
            "clock",
            models.UniqueConstraint(
                F("assignment"),
                F("timer"),
                condition=Q(stopped_at=None, assignment__isnull=False),
                name="clock_of_part_runs_once",
            ),
        ),
        migrations.CreateModel(
            "Return",
            [
                _key(),
                (
                    "reason",
                    models.CharField(choices=ReturnReason.choices, max_length=16),
                ),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("after_dispatch", models.BooleanField(default=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(blank=True, choices=Verdict.choices, max_length=8),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=64)),
                ("is_binding", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=KEEP, related_name="returns", to="cases.case"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=KEEP,
                        related_name="+",
                        to="cases.message",
                    ),
                ),
                ("source", _office(related_name="+")),
                ("suggestion", _office(null=True, related_name="+")),
                ("target", _office(null=True, related_name="+")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["decided_at"],
                        name="return_decided",
                        condition=Q(decided_at__isnull=False),
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="return_decided_with_verdict",
                        condition=Q(verdict="", decided_at=None)
                        | (~Q(verdict="") & Q(decided_at__isnull=False)),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Meeting",
            [
                _key(),
                ("held_on", models.DateField()),
                ("participants", models.CharField(max_length=500)),
                ("notes", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=KEEP, related_name="meetings", to="cases.case"
                    ),
                ),
                ("organisation", _office()),
            ],
        ),
        migrations.CreateModel(
            "Decision",
            [
                _key(),
                ("text", models.CharField(max_length=500)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=KEEP, related_name="decisions", to="cases.meeting"
                    ),
                ),
                ("organisation", _office()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["due_on"],
                        name="decision_open",
                        condition=Q(done_at=None),
                    )
                ],
            },
        ),
    ]
