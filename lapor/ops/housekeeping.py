"""What is due, done until nothing is left; and throwing away what nobody needs."""

from datetime import datetime, timedelta
from itertools import islice

from django.core.management import call_command
from django.db import transaction

from lapor.domain.analytics.actions import compact, drop_empty, fold
from lapor.domain.cases import actions as cases
from lapor.domain.cases.queries import known_files
from lapor.domain.escalation import actions as escalation
from lapor.domain.handover.actions import adopt_earlier, drop_destroyed, offer_due
from lapor.domain.intake.queries import known_draft_files
from lapor.domain.monev.queries.evidence import known_evidence
from lapor.domain.notifications import actions as notifications
from lapor.domain.notifications.queries import has_work
from lapor.domain.plans.queries.recommendations import known_proofs
from lapor.domain.prevention.queries.register import known_measure_proofs
from lapor.domain.quality.queries import known_outcome_proofs
from lapor.domain.reporters.actions import shred_ended
from lapor.domain.reports.actions.issuing import drop_unnamed
from lapor.domain.triage import actions as triage
from lapor.kernel import files, queue
from lapor.kernel.actor import SYSTEM

#: Every room that keeps files says here which keys are its own: the rest is removed.
KEEPERS = (
    known_files,
    known_evidence,
    known_proofs,
    known_measure_proofs,
    known_outcome_proofs,
    known_draft_files,
)
ORPHAN_AGE = timedelta(days=1)
BATCH = 1_000
NEWS = 500
#: The job of the channels that sends what is due.
DELIVER = "channels.deliver"


def climb_late(*, at: datetime) -> int:
    """Let everything late climb what it has reached by ``at``; returns how many."""
    total = 0
    while done := escalation.climb(at=at):
        total += done
    return total


def write_letters(*, at: datetime) -> int:
    """Prepare the reminder letters that are owed; returns how many."""
    return escalation.prepare_letters(at=at)


def learn_words(*, at: datetime) -> int:
    """Count the words of the newest cases anew, for typing slips."""
    return cases.learn_words()


def propose_routes(*, at: datetime) -> int:
    """Learn routing rules from accepted returns; returns how many are new."""
    return len(triage.learn_routes(by=SYSTEM, at=at))


def compact_counts(*, at: datetime) -> int:
    """Fold the rows of the counts."""
    return compact()


def fold_facts(*, at: datetime) -> int:
    """Bring the facts of evaluation up to date; returns how many cases changed."""
    return fold(at=at)


def drop_empty_counts(*, at: datetime) -> int:
    """Remove the daily counts that came to nothing."""
    return drop_empty()


def sweep_handovers(*, at: datetime) -> int:
    """Offer the Ombudsman where the law opens that way, have what is due sent, and
    remove locked packages that nothing opens any more; returns how many were offered.
    """
    total = offer_due(at=at)
    adopt_earlier(at=at)
    drop_destroyed(at=at)
    with transaction.atomic():
        queue.defer("ombudsman.send")
    return total


def drop_orphans(*, at: datetime) -> int:
    """Remove files and documents that no row names, and torn drafts, a day after."""
    old = files.stored_before(at - ORPHAN_AGE)
    dropped = 0
    while batch := list(islice(old, BATCH)):
        orphans = set(batch).difference(*(known(batch) for known in KEEPERS))
        files.discard(orphans)
        dropped += len(orphans)
    return dropped + files.drop_drafts(at=at) + drop_unnamed(at=at)


def shred_identities(*, at: datetime) -> int:
    """Destroy the identities whose retention has ended (UU 27/2022 art. 43)."""
    return shred_ended(on=at.date(), by=SYSTEM, at=at)


def forget_sessions(*, at: datetime) -> None:
    """Remove the sessions that have expired by ``at``, which is about now."""
    call_command("clearsessions")


def tell(*, at: datetime) -> bool:
    """Read the ledger to its end; says whether messages are due to be sent."""
    news, due = has_work(at=at)
    if news:
        read_notices(at=at)
        due = has_work(at=at)[1]
    return due


def read_notices(*, at: datetime) -> int:
    """Turn everything that happened into notices; returns how many entries.

    A batch that is not full is the end: where news come without a pause, who looks
    for the next one would never get to sending.
    """
    total = 0
    while read := notifications.read_ledger(at=at, limit=NEWS):
        total += read
        if read < NEWS:
            break
    return total


def remind(*, at: datetime) -> int:
    """Send the reminders that fell due by ``at``; returns how many."""
    total = 0
    while sent := notifications.send_reminders(at=at):
        total += sent
    return total
