"""Dated terms of the law, calendars and their days.

Kind   expand: new tables and one exclusion constraint (needs btree_gist, which the
       first migration of organisations installs)
Locks  none that matter: every table is new
Takes  under a second
Undo   drop the tables
"""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import lapor.domain.deadlines.rules.terms
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('six_day', models.BooleanField(default=False)),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='variants', to='deadlines.calendar')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(default=0)),
                ('token', models.UUIDField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='change_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=lapor.domain.deadlines.rules.terms.HolidayKind.choices, max_length=16)),
                ('legal_basis', models.CharField(max_length=300)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField(db_index=True)),
                ('is_loaded', models.BooleanField(default=False)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='deadlines.calendar')),
            ],
            options={
                'ordering': ['calendar_id', 'on', 'version'],
            },
        ),
        migrations.CreateModel(
            name='Regulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('transition', models.TextField(blank=True)),
                ('evidence', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['valid_from', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='regulation_dates_in_order', violation_error_message='Tanggal akhir mendahului tanggal mulai.')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('timer', models.CharField(choices=lapor.domain.deadlines.rules.terms.Timer.choices, max_length=20)),
                ('classification', models.CharField(blank=True, max_length=40)),
                ('amount', models.PositiveSmallIntegerField()),
                ('unit', models.CharField(choices=lapor.domain.deadlines.rules.terms.Unit.choices, max_length=16)),
                ('starts_at', models.CharField(choices=lapor.domain.deadlines.rules.terms.StartsAt.choices, max_length=16)),
                ('article', models.CharField(blank=True, max_length=200)),
                ('evidence', models.CharField(choices=lapor.domain.deadlines.rules.terms.Evidence.choices, max_length=16)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('transition', models.TextField(blank=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='organisations.organisation')),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='deadlines.regulation')),
            ],
            options={
                'ordering': ['timer', 'classification', 'organisation_id', 'valid_from'],
            },
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=models.CheckConstraint(condition=models.Q(('base__isnull', True), models.Q(('base', models.F('id')), _negated=True), _connector='OR'), name='calendar_is_not_its_own_base'),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.UniqueConstraint(fields=('calendar', 'on', 'version'), name='holiday_decided_once_at_a_time', violation_error_message='Tanggal ini disebut dua kali.'),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.CheckConstraint(condition=models.Q(('legal_basis', ''), _negated=True), name='holiday_names_its_decree', violation_error_message='Dasar hukum harus diisi.'),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='holiday_has_a_name', violation_error_message='Nama hari libur harus diisi.'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='term_dates_in_order', violation_error_message='Tanggal akhir mendahului tanggal mulai.'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 1), ('amount__lte', 3660)), name='term_amount_1_to_3660', violation_error_message='Batas waktu harus 1 sampai 3660 hari.'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('timer', '='), ('classification', '='), (django.db.models.functions.comparison.Coalesce('organisation_id', models.Value(0)), '='), (models.Func('valid_from', 'valid_until', models.Value('[]'), function='DATERANGE'), '&&')], name='term_no_two_at_once', violation_error_message='Sudah ada batas waktu lain untuk masa berlaku ini.'),
        ),
    ]
