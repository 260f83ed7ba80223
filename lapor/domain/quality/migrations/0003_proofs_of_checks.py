"""Files that show what outcome checks found.

Kind    expand: adds a table
Locks   nothing that anybody reads
Takes   a moment
Undo    drops it, and with it the names of the files
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quality', '0002_view_of_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutcomeProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('shown_name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('scan', models.CharField(max_length=12)),
                ('added_by', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('check_made', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='quality.outcomecheck')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('scan', 'waiting')), fields=['id'], name='outcome_proof_to_scan')],
            },
        ),
    ]
