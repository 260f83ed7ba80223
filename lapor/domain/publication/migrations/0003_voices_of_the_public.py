"""Support, following and comments on public cases.

Kind    expand: three new tables
Locks   cases_case for a moment (foreign keys)
Takes   no time
Undo    drops the tables; what the public said is lost
"""

import django.db.models.deletion
import lapor.domain.publication.rules
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('publication', '0002_secret_cases_lose_their_copy'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter', models.BinaryField(max_length=16)),
                ('block', models.BinaryField(max_length=16)),
                ('content', models.TextField()),
                ('state', models.CharField(choices=lapor.domain.publication.rules.CommentState.choices, default=lapor.domain.publication.rules.CommentState['WAITING'], max_length=8)),
                ('refusal', models.CharField(blank=True, choices=lapor.domain.publication.rules.Refusal.choices, max_length=16)),
                ('sent_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=64)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'state', 'id'], name='comment_of_case'), models.Index(condition=models.Q(('state', lapor.domain.publication.rules.CommentState['WAITING'])), fields=['sent_at'], name='comment_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', lapor.domain.publication.rules.CommentState['REFUSED']), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='comment_refused_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter', models.BinaryField(max_length=16)),
                ('since', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('case'), models.F('voter'), name='follow_once')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter', models.BinaryField(max_length=16)),
                ('block', models.BinaryField(max_length=16)),
                ('given_at', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'block'], name='support_by_block')],
                'constraints': [models.UniqueConstraint(models.F('case'), models.F('voter'), name='support_once')],
            },
        ),
    ]
