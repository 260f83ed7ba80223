"""Registering the cause of an issue, closing and dismissing it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.actions.proving import today, words
from lapor.domain.prevention.models import Issue
from lapor.domain.prevention.policies import may_keep
from lapor.domain.prevention.rules.words import Cause, IssueState
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.text import clean

MOST_WHYS = 5


@transaction.atomic
def register_issue(
    issue: Issue,
    *,
    cause: str,
    whys: Sequence[str],
    owner: Organisation | None,
    likelihood: int | None,
    impact: int | None,
    title: str = "",
    by: User,
    at: datetime,
) -> Issue:
    """Register root cause, owner and risk; may be done again. Raises Invalid."""
    locked = _locked(issue)
    may_keep(by, locked.agency, on=at.date())
    chain = [clean(why, max_length=300) for why in whys]
    chain = [why for why in chain if why][:MOST_WHYS]
    wrong = {}
    if cause not in set(Cause):
        wrong["cause"] = _("Pilih akar masalahnya.")
    if not chain:
        wrong["whys"] = _("Tulis sedikitnya satu jawaban atas “mengapa?”.")
    if owner is None:
        wrong["owner"] = _("Pilih unit yang bertanggung jawab.")
    elif (owner.agency_id or owner.pk) != locked.agency_id:
        wrong["owner"] = _("Pilih unit dari instansi ini.")
    for name, value in (("likelihood", likelihood), ("impact", impact)):
        if value is None or not 1 <= value <= 5:
            wrong[name] = _("Nilai dari 1 sampai 5.")
    if wrong:
        raise Invalid(_("Akar masalah belum lengkap."), fields=wrong)
    locked.cause, locked.whys, locked.owner = cause, chain, owner
    locked.likelihood, locked.impact = likelihood, impact
    locked.title = clean(title, max_length=160) or locked.title
    if locked.state == IssueState.DETECTED:
        locked.state = IssueState.REGISTERED.value
    locked.registered_by, locked.registered_at = by.actor.ref, at
    locked.save()
    record("issue.registered", subject=locked.ref, actor=by.actor, at=at, cause=cause)
    return locked


@transaction.atomic
def close_issue(issue: Issue, *, why: str, by: User, at: datetime) -> Issue:
    """Declare an issue closed: reports that come later count against it."""
    locked = _locked(issue)
    may_keep(by, locked.agency, on=at.date())
    if locked.state != IssueState.REGISTERED:
        raise NotAllowedNow(_("Catat dulu akar masalahnya."))
    reason = words(why, field="why", missing=_("Tulis mengapa dinyatakan selesai."))
    locked.state, locked.closed_why = IssueState.CLOSED.value, reason
    locked.closed_on = today(at, locked.agency)
    locked.save(update_fields=["state", "closed_why", "closed_on"])
    record("issue.closed", subject=locked.ref, actor=by.actor, at=at)
    return locked


@transaction.atomic
def dismiss_issue(issue: Issue, *, why: str, by: User, at: datetime) -> Issue:
    """Say that what was found is no recurring issue, with the reason."""
    locked = _locked(issue)
    may_keep(by, locked.agency, on=at.date())
    if locked.state not in (IssueState.DETECTED, IssueState.REGISTERED):
        raise NotAllowedNow(_("Isu ini sudah ditutup."))
    reason = words(why, field="why", missing=_("Tulis mengapa bukan isu berulang."))
    locked.state, locked.closed_why = IssueState.DISMISSED.value, reason
    locked.save(update_fields=["state", "closed_why"])
    record("issue.dismissed", subject=locked.ref, actor=by.actor, at=at)
    return locked


def _locked(issue: Issue) -> Issue:
    rows = Issue.objects.select_related("agency").select_for_update(of=("self",))
    return rows.get(pk=issue.pk)
