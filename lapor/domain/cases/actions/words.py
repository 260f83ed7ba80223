"""Learning the words that occur in cases, so that a typing slip still finds them."""

from django.db import connection, transaction

SAMPLE = 20_000

LEARN = """
TRUNCATE cases_searchword;
INSERT INTO cases_searchword (word, count)
SELECT word, ndoc FROM ts_stat($words$
    SELECT to_tsvector('simple', title || ' ' || left(content, 2000))
    FROM (SELECT title, content FROM cases_case WHERE NOT is_secret
          ORDER BY received_at DESC, id DESC LIMIT {sample}) AS newest
$words$)
WHERE ndoc > 1 AND length(word) BETWEEN 4 AND 64 AND word !~ '[0-9]'
"""


@transaction.atomic
def learn_words() -> int:
    """Count the words of the newest open cases anew; returns how many are known."""
    with connection.cursor() as cursor:
        cursor.execute(LEARN.format(sample=SAMPLE))
        return int(cursor.rowcount)
