"""Conversations can be found by a report that is to be forgotten.

Kind    expand: a column with a default in the database, and its index
Locks   intake_talk against writing while the index is built
Takes   a second for each 100,000 conversations
Undo    drops both; conversations then outlive a destroyed identity
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0003_conversations_and_messages_as_they_came'),
    ]

    operations = [
        migrations.AddField(
            model_name='talk',
            name='handles',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), db_default=[], default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='talk',
            index=django.contrib.postgres.indexes.GinIndex(fields=['handles'], name='talk_by_case'),
        ),
    ]
