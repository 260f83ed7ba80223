"""A round has one sample of each agency: it is drawn once.

Kind    contract: refuses a second sample of an agency in a round
Locks   samples, while the few rows are read
Takes   a moment
Undo    drops the constraint; samples that lost their round keep their scores
"""

from django.db import migrations, models

#: Where two were drawn, the first is the sample of the round.
FIRST = """
UPDATE quality_sample later SET round = ''
WHERE round <> '' AND EXISTS (
    SELECT FROM quality_sample first WHERE first.round = later.round
        AND first.agency_id = later.agency_id AND first.id < later.id)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('quality', '0003_proofs_of_checks'),
    ]

    operations = [
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.UniqueConstraint(models.F('round'), models.F('agency'), condition=models.Q(('round', ''), _negated=True), name='sample_once_in_round'),
        ),
    ]
