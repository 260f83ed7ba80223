"""A hand-over names the representative office of the Ombudsman it goes to.

Kind    expand: one empty column
Locks   handover_handover and organisations_organisation, for the foreign key
Takes   a moment
Undo    drops the column; hand-overs go to the centre again
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0001_initial"),
        ("organisations", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "handover",
            "office",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
    ]
