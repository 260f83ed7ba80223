"""Organisations, regions and oversight; first the extensions they need.

Kind   expand: new extensions, tables and indexes
Locks  none that matter: every table is new
Takes  under a second
Undo   drop the tables; the extensions may stay
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import lapor.domain.organisations.rules
from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.CreateModel(
            name='ReferenceLoad',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('fingerprint', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField(db_default=models.Value(0), default=0)),
                ('loaded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=13, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('level', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=120)),
                ('search', models.TextField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.region')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=48, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=lapor.domain.organisations.rules.OrganisationKind.choices, max_length=24)),
                ('zone', models.CharField(choices=lapor.domain.organisations.rules.Zone.choices, default=lapor.domain.organisations.rules.Zone['WIB'], max_length=16)),
                ('calendar_code', models.CharField(default='nasional', max_length=40)),
                ('duties', models.CharField(blank=True, db_index=True, max_length=60)),
                ('external_id', models.PositiveIntegerField(blank=True, null=True, unique=True)),
                ('aliases', models.JSONField(blank=True, default=list)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('is_active', models.BooleanField(default=True)),
                ('connected_on', models.DateField(blank=True, null=True)),
                ('contact_name', models.CharField(blank=True, max_length=120)),
                ('contact_phone', models.CharField(blank=True, max_length=40)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_address', models.CharField(blank=True, max_length=300)),
                ('search', models.TextField(blank=True)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tree', to='organisations.organisation')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.organisation')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='organisations.region')),
            ],
            options={
                'ordering': ['name', 'code'],
            },
        ),
        migrations.CreateModel(
            name='RegionBoundary',
            fields=[
                ('region', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='boundary', serialize=False, to='organisations.region')),
                ('geometry', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80)),
                ('signed_on', models.DateField()),
                ('signed_by', models.CharField(max_length=120)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('document', models.CharField(blank=True, max_length=120)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='organisations.organisation')),
            ],
            options={
                'ordering': ['organisation', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='appointment_dates_in_order', violation_error_code='valid_until', violation_error_message='Tanggal akhir mendahului tanggal mulai.'), models.UniqueConstraint(fields=('organisation', 'number'), name='appointment_number_once', violation_error_code='number', violation_error_message='Nomor SK ini sudah dicatat.')],
            },
        ),
        migrations.CreateModel(
            name='Oversight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=lapor.domain.organisations.rules.OversightKind.choices, max_length=24)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('legal_basis', models.CharField(max_length=300)),
                ('evidence', models.CharField(blank=True, max_length=300)),
                ('overseer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='oversees', to='organisations.organisation')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overseen_through', to='organisations.organisation')),
            ],
            options={
                'ordering': ['overseer', 'kind', 'subject', 'valid_from'],
                'indexes': [models.Index(fields=['overseer', 'kind'], name='oversight_of_overseer'), models.Index(fields=['subject', 'kind'], name='oversight_of_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='oversight_dates_in_order', violation_error_code='valid_until', violation_error_message='Tanggal akhir mendahului tanggal mulai.'), models.CheckConstraint(condition=models.Q(('overseer', models.F('subject')), _negated=True), name='oversight_not_of_oneself', violation_error_code='subject', violation_error_message='Instansi tidak mengawasi dirinya sendiri.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('overseer', '='), ('kind', '='), ('subject', '='), (models.Func('valid_from', 'valid_until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='daterange'), '&&')], name='oversight_once_at_a_time', violation_error_code='valid_from', violation_error_message='Hubungan pengawasan yang sama sudah berlaku pada masa itu.')],
            },
        ),
        migrations.AddIndex(
            model_name='region',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('search', 'gin_trgm_ops'), name='region_search_trigram'),
        ),
        migrations.AddIndex(
            model_name='region',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('key', 'gin_trgm_ops'), name='region_key_trigram'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?$')), name='region_code_shape', violation_error_code='code', violation_error_message='Kode wilayah harus seperti 32, 32.04, 32.04.05 atau 32.04.05.2001.'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='region_level_1_to_4', violation_error_code='code', violation_error_message='Kode wilayah punya satu sampai empat bagian.'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 1), ('parent__isnull', True)), models.Q(('level__gt', 1), ('parent__isnull', False)), _connector='OR'), name='region_below_province_has_parent', violation_error_code='code', violation_error_message='Wilayah atasnya belum ada.'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('search', 'gin_trgm_ops'), name='organisation_search_trigram'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['kind', 'name'], name='organisation_kind_name'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+([.-][a-z0-9]+)*$')), name='organisation_code_shape', violation_error_code='code', violation_error_message='Kode hanya huruf kecil, angka, titik, dan tanda hubung.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('kind', lapor.domain.organisations.rules.OrganisationKind['UNIT']), ('parent__isnull', False)), models.Q(models.Q(('kind', lapor.domain.organisations.rules.OrganisationKind['UNIT']), _negated=True), ('parent__isnull', True)), _connector='OR'), name='organisation_unit_has_parent_and_agency', violation_error_code='parent', violation_error_message='Unit kerja harus mempunyai induk.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='organisation_is_not_its_own_parent', violation_error_code='parent', violation_error_message='Unit kerja bukan induk bagi dirinya.'),
        ),
    ]
