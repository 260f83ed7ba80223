"""Alarms of posts that nobody fills, and packets of posts that change hands.

Kind    expand: adds two tables
Locks   none
Takes   no time
Undo    drops the tables
"""

import django.db.models.deletion
import lapor.domain.accounts.rules.roles
import lapor.domain.escalation.rules.coverage
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('escalation', '0001_initial'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CoverageAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=lapor.domain.escalation.rules.coverage.AlarmKind.choices, max_length=12)),
                ('level', models.CharField(choices=lapor.domain.escalation.rules.coverage.Level.choices, max_length=12)),
                ('open_cases', models.PositiveIntegerField(default=0)),
                ('raised_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['-open_cases', 'id'], name='coverage_alarm_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organisation', 'kind', 'person'), name='coverage_alarm_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PostHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=lapor.domain.accounts.rules.roles.Role.choices, max_length=32)),
                ('note', models.TextField(blank=True)),
                ('numbers', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=64)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('remark', models.TextField(blank=True)),
                ('leaving', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts_given', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts_taken', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('leaving', models.F('successor')), _negated=True), name='post_handover_to_another'), models.UniqueConstraint(condition=models.Q(('confirmed_at', None)), fields=('role', 'organisation', 'leaving'), name='post_handover_waits_once')],
            },
        ),
    ]
