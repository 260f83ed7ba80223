"""Saying what became of a finding."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.findings.models import Finding
from lapor.domain.findings.policies import may_handle
from lapor.domain.findings.rules.words import FindingState
from lapor.domain.ledger.actions import record
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.text import clean


@transaction.atomic
def handle_finding(
    finding: Finding, *, state: str, note: str, by: User, at: datetime
) -> Finding:
    """Confirm a finding or explain it, once, with what was seen.

    Raises Invalid without a note, NotPermitted to strangers, NotAllowedNow when it
    has been handled.
    """
    locked = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    may_handle(by, locked, on=at.date())
    if locked.state != FindingState.OPEN:
        raise NotAllowedNow(_("Temuan ini sudah diperiksa."))
    told = clean(note, max_length=4_000)
    wrong = {}
    if state not in (FindingState.CONFIRMED, FindingState.EXPLAINED):
        wrong["state"] = _("Pilih terbukti atau ada penjelasan yang wajar.")
    if not told:
        wrong["note"] = _("Tulis apa yang diperiksa dan hasilnya.")
    if wrong:
        raise Invalid(_("Hasil pemeriksaan belum lengkap."), fields=wrong)
    locked.state, locked.note = FindingState(state).value, told
    locked.handled_by, locked.handled_at = by.actor.ref, at
    locked.save(update_fields=["state", "note", "handled_by", "handled_at"])
    record(
        "finding.handled",
        subject=locked.ref,
        actor=by.actor,
        at=at,
        kind=locked.kind,
        state=locked.state,
    )
    return locked
