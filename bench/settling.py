"""What a country that has run for years has behind it: ladders, offers, notices."""

from django.db import connection, transaction

from lapor.domain.ledger.actions import move_bookmark
from lapor.domain.ledger.queries import newest_settled

#: Nobody is told again of what happened years ago.
READERS = ("notifications", "intake.forget")
#: The highest step of any ladder.
TOP = 32_767
CLIMBED = """
UPDATE cases_clock SET climbed = %(top)s
WHERE stopped_at IS NULL AND due_at < now() AND climbed < %(top)s
"""
OFFERED = """
INSERT INTO handover_handover (number, case_id, state, reason, keeps_identity_secret,
    reference, offered_at, maladministration, corrective_action, words, attempts,
    trouble)
SELECT c.number, c.id, 'offered', 'past_term', false, '', now(), '', '', '', 0, ''
FROM cases_case c
WHERE c.due_at < now() AND c.state NOT IN ('closed', 'archived', 'with_ombudsman')
    AND NOT EXISTS (SELECT 1 FROM handover_handover h WHERE h.case_id = c.id)
"""


def settle() -> None:
    """Let the filled cases have climbed and been offered; readers stand at the end.

    Otherwise the first hours of a run would write letters and notices for years. What
    this work costs is measured apart (``bench.jobs``).
    """
    with connection.cursor() as cursor:
        cursor.execute(CLIMBED, {"top": TOP})
        cursor.execute(OFFERED)
    newest = newest_settled()
    if newest is not None:
        with transaction.atomic():
            for reader in READERS:
                move_bookmark(reader, last=newest)
