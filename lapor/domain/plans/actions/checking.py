"""The auditor's look at what was reported."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.plans.models import Item, Progress
from lapor.domain.plans.policies import may_check
from lapor.domain.plans.rules import ProgressState
from lapor.kernel.errors import NotAllowedNow

from .proving import today, words
from .reporting import settle


@transaction.atomic
def check_progress(
    progress: Progress, *, is_good: bool, remark: str = "", by: User, at: datetime
) -> Progress:
    """Verify one report, or reject its proof with a reason.

    Raises NotPermitted, NotAllowedNow (looked at before), Invalid without a reason.
    """
    item = (
        Item.objects.select_for_update(of=("self",))
        .select_related("plan__agency")
        .get(pk=progress.item_id)
    )
    found = Progress.objects.select_for_update(of=("self",)).get(pk=progress.pk)
    found.item = item
    may_check(by, found, on=today(at, item.plan.agency))
    if found.state != ProgressState.REPORTED:
        raise NotAllowedNow(
            _("Laporan kemajuan ini sudah diperiksa: %(state)s.")
            % {"state": found.standing.label}
        )
    why = "" if is_good else _("Tulis mengapa buktinya tidak diterima.")
    found.remark = words(remark, field="remark", missing=why)
    found.state = ProgressState.VERIFIED if is_good else ProgressState.REJECTED
    found.checked_by, found.checked_at = by.actor.ref, at
    found.save()
    settle(item, at=at)
    record(
        "plan.progress_verified" if is_good else "plan.progress_rejected",
        subject=item.plan.ref,
        actor=by.actor,
        at=at,
        item=item.number,
        year=found.year,
        quarter=found.quarter,
        share=found.share,
    )
    return found
