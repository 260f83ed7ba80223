"""A sample names the version of the rubric by which it is scored.

Kind    expand: adds a column that has a default
Locks   samples, for a moment
Takes   a moment
Undo    drops it: all samples are scored by the first version again
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quality', '0004_one_sample_in_a_round'),
    ]

    operations = [
        migrations.AddField(
            model_name='sample',
            name='rubric',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
    ]
