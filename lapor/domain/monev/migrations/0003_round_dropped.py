"""Keep whom a round could not judge because he left his overseer in mid-period.

Kind    expand: one column with a default
Locks   the table of rounds, for milliseconds
Takes   no time
Undo    drops the column
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monev", "0002_audit_reports")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="dropped",
            field=models.JSONField(default=list),
        ),
    ]
