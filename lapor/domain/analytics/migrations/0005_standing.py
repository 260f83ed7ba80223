"""A table of what was counted ahead, for pages to read.

Kind    expand: adds an empty table; a job fills it
Locks   none that anybody waits for
Takes   a moment
Undo    drops the table; the job counts again
"""

import django.db.models.deletion
import lapor.domain.analytics.rules.indicator
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0004_how_facts_are_counted'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=24)),
                ('basis', models.CharField(choices=lapor.domain.analytics.rules.indicator.Basis.choices, max_length=8)),
                ('is_rest', models.BooleanField(default=False)),
                ('counts', models.JSONField()),
                ('as_of', models.DateTimeField(null=True)),
                ('took_ms', models.IntegerField(default=0)),
                ('agency', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_rest', False), ('unit', None)), fields=['period', 'basis', 'agency'], name='standing_of_agencies')],
                'constraints': [models.UniqueConstraint(fields=('period', 'basis', 'agency', 'unit', 'is_rest'), name='standing_is_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('agency__isnull', False), ('as_of__isnull', False), _connector='OR'), name='standing_of_nation_says_when')],
            },
        ),
    ]
