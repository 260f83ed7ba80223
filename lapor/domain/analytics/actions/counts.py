"""Keeping the counts small."""

from django.db import connection, transaction

FOLD = """
WITH old AS (DELETE FROM analytics_casecount RETURNING *)
INSERT INTO analytics_casecount (agency_id, month, state, classification, channel, n)
SELECT agency_id, month, state, classification, channel, sum(n) FROM old
GROUP BY agency_id, month, state, classification, channel HAVING sum(n) <> 0
"""
RECOUNT = """
INSERT INTO analytics_casecount (agency_id, month, state, classification, channel, n)
SELECT agency_id, month, state, coalesce(classification_id, ''), channel, count(*)
FROM cases_case WHERE state <> 'draft'
GROUP BY GROUPING SETS (
    (agency_id, month, state, coalesce(classification_id, ''), channel),
    (month, state, coalesce(classification_id, ''), channel))
"""


@transaction.atomic
def compact() -> int:
    """Fold the rows of each count into one; the sums stay. Returns rows left."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return int(cursor.rowcount)


@transaction.atomic
def recount() -> int:
    """Count all cases anew, after rows were put in around the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_case IN SHARE MODE")
        cursor.execute("DELETE FROM analytics_casecount")
        cursor.execute(RECOUNT)
        return int(cursor.rowcount)
