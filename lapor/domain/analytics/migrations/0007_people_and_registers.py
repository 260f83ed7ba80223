"""Inhabitants of regions; registers of agencies.

Kind    expand: adds two tables
Locks   nothing that anybody reads
Takes   a moment
Undo    drops them, and with them what people entered
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0006_terms_may_be_extended'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Population',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_on', models.DateField()),
                ('people', models.PositiveBigIntegerField()),
                ('source', models.CharField(max_length=300)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='populations', to='organisations.region')),
            ],
            options={
                'ordering': ['region', 'counted_on'],
                'constraints': [models.UniqueConstraint(fields=('region', 'counted_on'), name='population_counted_once'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='population_is_some', violation_error_code='people', violation_error_message='Jumlah penduduk paling sedikit satu.')],
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.IntegerField()),
                ('declared', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('declared_by', models.CharField(max_length=64)),
                ('declared_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='organisations.organisation')),
            ],
            options={
                'ordering': ['agency', '-month'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'month'), name='register_declared_once'), models.CheckConstraint(condition=models.Q(('month__gte', 200001), ('month__lte', 299912)), name='register_month_is_one')],
            },
        ),
    ]
