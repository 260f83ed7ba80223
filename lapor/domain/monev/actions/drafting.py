"""A round as a draft: made by a person or by the schedule, changed, called off."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.indicator import Basis, Part
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Round
from lapor.domain.monev.policies import may_draft
from lapor.domain.monev.queries.schedule import code_of, lead_of, plan_of
from lapor.domain.monev.queries.standing import subjects_of
from lapor.domain.monev.rules.rounds import FACTS
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import RoundAct, Tier
from lapor.domain.organisations.models import Organisation
from lapor.kernel import text
from lapor.kernel.errors import Conflict, Invalid

from .steps import By, begin, finish, today


def draft_round(
    *,
    tier: Tier,
    assessor: Organisation,
    period: Period,
    parts: Collection[Part] = (),
    title: str = "",
    basis: Basis = Basis.COHORT,
    by: By,
    at: datetime,
) -> Round:
    """Draft a round over all that stand under an assessor.

    Limits and kinds come from the matrix; a period that it does not know (half a
    year for a monthly tier) takes all four kinds and the limits of its longest row.
    Raises Conflict when the same round is there, Invalid when nobody is under it.
    """
    on = today(at, assessor)
    if isinstance(by, User):
        may_draft(by, tier, assessor, on=on)
    if not subjects_of(tier, assessor, on).exists():
        raise Invalid(
            _("Pada hari ini tidak ada yang dinilai oleh %(name)s pada tingkat ini.")
            % {"name": assessor.name}
        )
    round = _planned(tier, assessor, period, tuple(parts))
    round.title = text.clean(title, max_length=200) or _title(tier, assessor, period)
    round.basis, round.made_by, round.made_at = basis, by.actor.ref, at
    try:
        with transaction.atomic():
            round.save()
            record(
                FACTS[RoundAct.DRAFT],
                subject=round.ref,
                actor=by.actor,
                at=at,
                code=round.code,
                tier=tier.value,
                period=period.name,
            )
    except IntegrityError:
        raise Conflict(
            _("Putaran %(code)s sudah ada. Buka putaran itu, atau batalkan dahulu.")
            % {"code": round.code}
        ) from None
    return round


def _planned(
    tier: Tier, assessor: Organisation, period: Period, parts: tuple[Part, ...]
) -> Round:
    plan = plan_of(tier, period)
    lead = plan.lead if plan else lead_of(tier, period.last)
    if lead is None:
        raise Invalid(
            _("Belum ada baris jadwal monev untuk tingkat ini pada %(day)s.")
            % {"day": period.last.isoformat()}
        )
    kinds = parts or (plan.parts if plan else tuple(Part))
    return Round(
        code=code_of(tier, assessor, period),
        tier=tier,
        assessor=assessor,
        parts=[part.value for part in Part if part in kinds],
        period=period.name,
        period_start=period.first,
        period_end=period.last,
        subject_kinds=lead.subject_kinds if plan else "",
        is_automatic=bool(plan and plan.is_automatic and not parts),
        samples=plan.samples if plan else {},
        audience=TIERS[tier].audience,
        fill_days=lead.fill_days,
        verify_days=lead.verify_days,
        clarify_days=lead.clarify_days,
        legal_basis=lead.legal_basis,
        seed=secrets.randbits(31),
    )


def _title(tier: Tier, assessor: Organisation, period: Period) -> str:
    level = TIERS[tier].level.label
    return f"Monev {level.lower()} {assessor.name} {period.name}"[:200]


@transaction.atomic
def edit_draft(
    round: Round,
    *,
    title: str,
    parts: Collection[Part],
    basis: Basis,
    by: User,
    at: datetime,
) -> Round:
    """Change a draft before it is opened. Raises Invalid without any kind."""
    found = begin(round, RoundAct.EDIT, by=by, at=at)
    if not parts:
        why = _("Pilih paling sedikit satu jenis monev.")
        raise Invalid(why, fields={"parts": why})
    found.title = text.clean(title, max_length=200) or found.title
    found.parts = [part.value for part in Part if part in parts]
    found.basis = basis
    finish(found, RoundAct.EDIT, by=by, at=at, parts=found.parts)
    return found


@transaction.atomic
def cancel_round(round: Round, *, by: User, at: datetime) -> Round:
    """Call a draft off; its code is free again."""
    found = begin(round, RoundAct.CANCEL, by=by, at=at)
    found.code = f"{found.code}-batal-{found.pk}"[:100]
    finish(found, RoundAct.CANCEL, by=by, at=at)
    return found
