"""Remove the public copy in the statement that makes a case secret.

Kind    expand: adds a row trigger to the cases
Locks   cases_case for a moment
Takes   no time
Undo    drops the trigger and its function
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION publication_hide_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM publication_publication WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER publication_hide_secret AFTER UPDATE OF is_secret ON cases_case
    FOR EACH ROW WHEN (NEW.is_secret AND NOT OLD.is_secret)
    EXECUTE FUNCTION publication_hide_secret();
"""
BACKWARD = """
DROP TRIGGER publication_hide_secret ON cases_case;
DROP FUNCTION publication_hide_secret();
"""


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial"), ("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
