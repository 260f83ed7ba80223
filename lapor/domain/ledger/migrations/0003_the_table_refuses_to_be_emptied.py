"""Refuse to empty the ledger in one stroke: TRUNCATE fires no trigger for its rows.

Kind    expand: adds a trigger
Locks   ledger_entry for a moment
Takes   no time
Undo    drops the trigger
"""

from django.db import migrations

FORWARD = """
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
BACKWARD = "DROP TRIGGER ledger_never_emptied ON ledger_entry"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_entries_refuse_change")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
