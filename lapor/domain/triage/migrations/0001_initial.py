"""Routing rules: which agency answers for a topic, a place, a word."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from lapor.domain.triage.rules.routing import Origin

KEEP = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("cases", "0004_moved_and_handled_together"),
        ("organisations", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            "Route",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("keyword", models.CharField(blank=True, max_length=80)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("legal_basis", models.CharField(blank=True, max_length=300)),
                ("is_on", models.BooleanField(default=False)),
                ("origin", models.CharField(choices=Origin.choices, max_length=8)),
                ("support", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "agency",
                    models.ForeignKey(on_delete=KEEP, to="organisations.organisation"),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=KEEP,
                        to="cases.category",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=KEEP,
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_on", "-support", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=[
                            "category",
                            "region",
                            "keyword",
                            "agency",
                            "valid_from",
                        ],
                        name="route_once",
                        nulls_distinct=False,
                        violation_error_message="Aturan yang sama sudah ada.",
                    ),
                    models.CheckConstraint(
                        name="route_names_something",
                        condition=Q(category__isnull=False)
                        | Q(region__isnull=False)
                        | ~Q(keyword=""),
                        violation_error_message=(
                            "Sebutkan kategori, wilayah, atau kata kunci."
                        ),
                    ),
                    models.CheckConstraint(
                        name="route_dates_in_order",
                        condition=Q(valid_until__isnull=True)
                        | Q(valid_until__gte=F("valid_from")),
                        violation_error_message=(
                            "Tanggal akhir mendahului tanggal mulai."
                        ),
                    ),
                ],
            },
        )
    ]
