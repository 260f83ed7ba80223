"""What is done again and again, and when: one line each.

Every function here is level-triggered: it looks at what is due at that moment and does
it. Late, doubled or missed runs change nothing: after days down, all that is due
happens once, in order.
"""

from collections.abc import Callable
from typing import NamedTuple

from lapor.domain.analytics.actions.standing import refresh
from lapor.domain.cases import actions as cases
from lapor.domain.escalation import actions as escalation
from lapor.domain.findings import actions as findings
from lapor.domain.intake import actions as intake
from lapor.domain.monev.actions import clockwork as monev
from lapor.domain.monev.actions.filling import scan_evidence
from lapor.domain.notifications import actions as notifications
from lapor.domain.plans import actions as plans
from lapor.domain.prevention import actions as prevention
from lapor.domain.quality.actions import scan_outcome_proofs
from lapor.domain.reports.actions.months import refresh_months
from lapor.ops import housekeeping


class Job(NamedTuple):
    """A recurring piece of work.

    ``cron`` has five fields (minute hour day month weekday) and means UTC. ``run`` is
    called as ``run(at=now)``; it must bear to be called twice. Heavy work (engines,
    many documents) gets a process of its own: see ``apart``.
    """

    name: str
    cron: str
    run: Callable[..., object]
    is_heavy: bool = False


TABLE: tuple[Job, ...] = (
    Job("cases.sweep", "* * * * *", cases.sweep),
    Job("cases.scan", "* * * * *", cases.scan_files),
    Job("escalation.climb", "* * * * *", housekeeping.climb_late),
    # 07.30 in Jakarta: what climbed overnight is one letter for an agency
    Job("escalation.letters", "30 0 * * *", housekeeping.write_letters),
    Job("cases.watch_promises", "9 * * * *", cases.watch_promises),
    Job("escalation.check_coverage", "*/10 * * * *", escalation.check_coverage),
    Job("cases.learn_words", "40 19 * * *", housekeeping.learn_words),
    Job("triage.learn_routes", "55 19 * * *", housekeeping.propose_routes),
    Job("analytics.compact", "*/5 * * * *", housekeeping.compact_counts),
    Job("analytics.fold", "* * * * *", housekeeping.fold_facts),
    Job("analytics.refresh", "*/5 * * * *", refresh, is_heavy=True),
    Job("reports.months", "*/10 * * * *", refresh_months),
    Job("analytics.drop_empty", "35 19 * * *", housekeeping.drop_empty_counts),
    Job("notifications.read", "* * * * *", housekeeping.read_notices),
    Job("notifications.remind", "*/5 * * * *", housekeeping.remind),
    Job("notifications.digest", "*/5 * * * *", notifications.send_digests),
    Job("notifications.warn", "25 * * * *", notifications.warn),
    Job("plans.sweep", "13 * * * *", plans.sweep_overdue),
    Job("plans.scan", "* * * * *", plans.scan_proofs),
    Job("quality.scan", "* * * * *", scan_outcome_proofs),
    Job("prevention.scan", "* * * * *", prevention.scan_measure_proofs),
    Job("prevention.detect", "20 18 1 * *", prevention.detect_all, is_heavy=True),
    Job("findings.detect", "40 18 1 * *", findings.detect_all, is_heavy=True),
    Job("prevention.judge_effects", "50 18 * * *", prevention.judge_effects),
    Job("monev.sweep", "7 * * * *", monev.sweep, is_heavy=True),
    Job("monev.scan", "* * * * *", scan_evidence),
    Job("intake.hear_torn", "* * * * *", intake.hear_torn),
    Job("intake.hear_again", "*/10 * * * *", intake.hear_again),
    Job("intake.remind", "*/15 * * * *", intake.remind),
    Job("intake.forget", "50 20 * * *", intake.forget),
    Job("handover.sweep", "*/5 * * * *", housekeeping.sweep_handovers),
    Job("media.drop_orphans", "10 20 * * *", housekeeping.drop_orphans),
    Job("reporters.shred_ended", "25 20 * * *", housekeeping.shred_identities),
    Job("ops.forget_sessions", "17 20 * * *", housekeeping.forget_sessions),
)
