"""Ratings say by which way they came; closed cases without one can be drawn for a call.

Kind    expand: a column with a default in the database, a table
Locks   feedback_rating for a moment: the default needs no rewriting
Takes   nothing
Undo    drops the column and the table
"""

import django.db.models.deletion
import lapor.domain.feedback.rules
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_harm_accused_and_promises'),
        ('feedback', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='rating',
            name='through',
            field=models.CharField(choices=lapor.domain.feedback.rules.Through.choices, db_default=lapor.domain.feedback.rules.Through['PORTAL'], default=lapor.domain.feedback.rules.Through['PORTAL'], max_length=8),
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=40)),
                ('population', models.PositiveIntegerField()),
                ('drawn_by', models.CharField(max_length=64)),
                ('drawn_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=lapor.domain.feedback.rules.Reached.choices, max_length=16)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('called_by', models.CharField(blank=True, max_length=64)),
                ('called_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', '-id'], name='call_of_agency')],
            },
        ),
    ]
