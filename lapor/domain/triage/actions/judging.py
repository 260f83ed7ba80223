"""Saying of two cases that they are not the same matter."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.actions import local_day
from lapor.domain.cases.models import Case
from lapor.domain.cases.policies import may_read
from lapor.domain.cases.queries import is_permitted
from lapor.domain.ledger.actions import record
from lapor.domain.triage.models import Judgement
from lapor.kernel.errors import Invalid, NotPermitted


@transaction.atomic
def judge_different(case: Case, other: Case, *, by: User, at: datetime) -> None:
    """Write down that two cases differ; twice is once."""
    if case.pk == other.pk:
        raise Invalid(_("Pilih dua laporan yang berbeda."))
    if not is_permitted(by, case, Action.MERGE, on=local_day(at, case.agency)):
        raise NotPermitted(_("Anda tidak berwenang menilai kesamaan laporan ini."))
    may_read(by, other, on=local_day(at, other.agency))
    first, second = sorted((case, other), key=lambda each: each.pk)
    _judgement, is_new = Judgement.objects.get_or_create(
        first=first,
        second=second,
        defaults={"judged_by": by.actor.ref, "judged_at": at},
    )
    if is_new:
        record(
            "case.judged_different",
            subject=case.ref,
            actor=by.actor,
            at=at,
            other=other.number,
        )
