"""Conversations, and the messages they are made of, sealed.

Kind    expand: two new tables
Locks   nothing
Takes   no time
Undo    drops both tables: drafts under way and unheard messages are lost
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_how_reports_come_to_a_counter'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inbound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=16)),
                ('external_id', models.CharField(max_length=64)),
                ('address', models.BinaryField(max_length=32)),
                ('key_id', models.CharField(blank=True, max_length=32)),
                ('wrapped_key', models.BinaryField()),
                ('sealed', models.BinaryField()),
                ('group', models.CharField(blank=True, max_length=64)),
                ('part', models.PositiveSmallIntegerField(default=1)),
                ('parts', models.PositiveSmallIntegerField(default=1)),
                ('sent_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('reply_count', models.PositiveSmallIntegerField(default=0)),
                ('cost', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('trouble', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(models.F('received_at'), condition=models.Q(('heard_at', None)), name='inbound_waiting'), models.Index(models.F('received_at'), name='inbound_by_age'), models.Index(models.F('channel'), models.F('address'), models.F('group'), condition=models.Q(('group', ''), _negated=True), name='inbound_parts')],
                'constraints': [models.UniqueConstraint(models.F('channel'), models.F('external_id'), name='inbound_once')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=16)),
                ('address', models.BinaryField(max_length=32)),
                ('key_id', models.CharField(blank=True, max_length=32)),
                ('wrapped_key', models.BinaryField()),
                ('sealed', models.BinaryField()),
                ('media', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('heard_at', models.DateTimeField()),
                ('sent_until', models.DateTimeField(null=True)),
                ('has_draft', models.BooleanField(default=False)),
                ('reminded_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('heard_at'), name='talk_by_age'), models.Index(models.F('heard_at'), condition=models.Q(('has_draft', True)), name='talk_with_draft')],
                'constraints': [models.UniqueConstraint(models.F('channel'), models.F('address'), name='talk_once')],
            },
        ),
    ]
