"""Thresholds of the detectors as dated rows; a rate of false alarms may be unknown.

Kind    expand: adds a table, lets a column be empty
Locks   findings, for a moment
Takes   a moment
Undo    drops the table; a finding without a measured rate must get one before
"""

import lapor.domain.findings.rules.words
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('findings', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='finding',
            name='false_alarms',
            field=models.FloatField(null=True),
        ),
        migrations.CreateModel(
            name='ThresholdRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=lapor.domain.findings.rules.words.Kind.choices, max_length=16)),
                ('valid_from', models.DateField()),
                ('tolerated', models.FloatField()),
                ('margin', models.FloatField(blank=True, null=True)),
                ('fewest', models.PositiveIntegerField()),
                ('level', models.FloatField()),
                ('false_alarms', models.FloatField(blank=True, null=True)),
                ('basis', models.CharField(max_length=200)),
                ('legal_basis', models.CharField(max_length=300)),
                ('evidence', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['kind', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'valid_from'), name='threshold_row_once'), models.CheckConstraint(condition=models.Q(('tolerated__gt', 0)), name='threshold_tolerates_something', violation_error_code='tolerated', violation_error_message='Yang dibiarkan harus lebih dari nol.'), models.CheckConstraint(condition=models.Q(('fewest__gte', 1)), name='threshold_needs_some', violation_error_code='fewest', violation_error_message='Paling sedikit satu.'), models.CheckConstraint(condition=models.Q(('level__gt', 0), ('level__lte', 0.1)), name='threshold_level_is_small', violation_error_code='level', violation_error_message='Peluang kebetulan: lebih dari 0 sampai 0,1.')],
            },
        ),
    ]
