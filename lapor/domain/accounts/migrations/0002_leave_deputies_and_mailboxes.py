"""Officers may be away, stand in for each other, and be out of reach.

Kind    expand: adds a table, four columns with a default in the database, a key
Locks   accounts_user and accounts_grant for a moment
Takes   no time
Undo    drops the table and the columns
"""

import django.db.models.deletion
import lapor.domain.accounts.rules.duty
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='grant',
            name='handles_harm',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='user',
            name='mailbox',
            field=models.CharField(choices=lapor.domain.accounts.rules.duty.MailboxState.choices, db_default=lapor.domain.accounts.rules.duty.MailboxState['WORKING'], default=lapor.domain.accounts.rules.duty.MailboxState['WORKING'], max_length=12),
        ),
        migrations.AddField(
            model_name='user',
            name='mailbox_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('entered_by', models.CharField(max_length=64)),
                ('entered_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='grant',
            name='leave',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='accounts.leave'),
        ),
        migrations.AddIndex(
            model_name='leave',
            index=models.Index(condition=models.Q(('cancelled_at', None)), fields=['last_on', 'first_on'], name='leave_by_day'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='leave_starts_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('deputy', None), models.Q(('deputy', models.F('user')), _negated=True), _connector='OR'), name='leave_deputy_is_another'),
        ),
    ]
