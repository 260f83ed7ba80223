"""Where a ledger is there already, notices begin with what happens from now on.

Kind    data: one row
Locks   nothing
Takes   a moment: the end of an index is read
Undo    removes the row; notices of the last seven days would be written anew
"""

from django.db import migrations

FORWARDS = """
INSERT INTO ledger_bookmark (reader, transaction, entry)
SELECT 'notifications', transaction, id FROM ledger_entry
ORDER BY transaction DESC, id DESC LIMIT 1
ON CONFLICT (reader) DO NOTHING
"""
BACKWARDS = "DELETE FROM ledger_bookmark WHERE reader = 'notifications'"


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("ledger", "0002_entries_refuse_change"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
