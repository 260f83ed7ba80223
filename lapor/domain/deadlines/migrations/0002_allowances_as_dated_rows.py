"""Keep how often and how long things are allowed as dated rows.

Kind    expand: adds a table
Locks   none
Takes   no time
Undo    drops the table
"""

import django.contrib.postgres.constraints
import django.db.models.deletion
import lapor.domain.deadlines.rules.terms
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=lapor.domain.deadlines.rules.terms.Allowed.choices, max_length=24)),
                ('amount', models.PositiveSmallIntegerField()),
                ('article', models.CharField(blank=True, max_length=200)),
                ('evidence', models.CharField(choices=lapor.domain.deadlines.rules.terms.Evidence.choices, max_length=16)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allowances', to='deadlines.regulation')),
            ],
            options={
                'ordering': ['name', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='allowance_dates_in_order', violation_error_message='Tanggal akhir mendahului tanggal mulai.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('name', '='), (models.Func('valid_from', 'valid_until', models.Value('[]'), function='DATERANGE'), '&&')], name='allowance_no_two_at_once', violation_error_message='Sudah ada nilai lain untuk masa berlaku ini.')],
            },
        ),
    ]
