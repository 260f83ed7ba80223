"""Daily limits of paid messages, and what was spent under them.

Kind    two new tables
Locks   nothing that is used
Takes   a moment
Undo    drops both: limits and what was counted today are lost, messages stay
"""

import django.db.models.deletion
import lapor.domain.notifications.rules.words
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_read_on_from_here'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=lapor.domain.notifications.rules.words.Way.choices, max_length=12)),
                ('messages', models.PositiveIntegerField(blank=True, null=True)),
                ('rupiah', models.PositiveIntegerField(blank=True, null=True)),
                ('legal_basis', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('reached_on', models.DateField(editable=False, null=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message_limits', to='organisations.organisation')),
            ],
            options={
                'ordering': ['way', 'organisation', 'valid_from'],
                'constraints': [models.UniqueConstraint(models.F('way'), models.F('valid_from'), condition=models.Q(('organisation', None)), name='message_limit_of_all_once'), models.UniqueConstraint(models.F('way'), models.F('organisation'), models.F('valid_from'), name='message_limit_once', violation_error_code='way', violation_error_message='Baris ini sudah ada.'), models.CheckConstraint(condition=models.Q(('messages__isnull', False), ('rupiah__isnull', False), _connector='OR'), name='message_limit_bounds_something', violation_error_code='messages', violation_error_message='Isi jumlah pesan, rupiah, atau keduanya.'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='message_limit_dates_in_order', violation_error_code='valid_until', violation_error_message='Berakhir sebelum mulai berlaku.')],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('way', models.CharField(choices=lapor.domain.notifications.rules.words.Way.choices, max_length=12)),
                ('messages', models.PositiveIntegerField(default=0)),
                ('cost', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('day'), models.F('way'), models.F('organisation'), name='spending_once', nulls_distinct=False)],
            },
        ),
    ]
