"""Counts of months that charts read.

Kind    expand: adds a table
Locks   nothing that anybody reads
Takes   a moment
Undo    drops it; the counts are made anew
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.IntegerField()),
                ('topics', models.JSONField()),
                ('hours', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('kept', models.BigIntegerField()),
                ('judged', models.BigIntegerField()),
                ('as_of', models.DateTimeField()),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'agency'), name='month_counted_once', nulls_distinct=False)],
            },
        ),
    ]
