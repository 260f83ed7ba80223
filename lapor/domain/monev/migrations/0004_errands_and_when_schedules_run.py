"""What a page asked for as rows; since when the rows of the matrix run here.

Kind    expand: adds a table and a column
Locks   the matrix of evaluation, for a moment
Takes   a moment
Undo    drops both; what is under way is asked for again
"""

import django.db.models.deletion
import lapor.domain.monev.rules.words
from django.conf import settings
from django.db import migrations, models


#: They run since they were loaded; what fell due before was never missed.
SINCE = """
UPDATE monev_schedule SET runs_from = loaded.day
FROM (SELECT min(happened_at AT TIME ZONE 'Asia/Jakarta')::date AS day
    FROM ledger_entry WHERE fact = 'schedule.loaded') AS loaded
WHERE loaded.day > valid_from
"""


class Migration(migrations.Migration):

    dependencies = [
        ('monev', '0003_round_dropped'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='schedule',
            name='runs_from',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=lapor.domain.monev.rules.words.RoundAct.choices, max_length=24)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('refusal', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='monev_errands', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errands', to='monev.round')),
            ],
            options={
                'ordering': ['round', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('round',), name='errand_one_at_a_time')],
            },
        ),
        migrations.RunSQL(SINCE, migrations.RunSQL.noop),
    ]
