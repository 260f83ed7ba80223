"""Pairs of cases that officers judged to be different matters.

Kind    expand: one new table
Locks   cases_case for a moment (foreign keys)
Takes   no time
Undo    drops the table; the pairs are suggested again
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('triage', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('judged_by', models.CharField(max_length=64)),
                ('judged_at', models.DateTimeField()),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('first'), models.F('second'), name='judgement_of_pair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='judgement_in_one_order')],
            },
        ),
    ]
