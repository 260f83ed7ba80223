"""Giving a recommendation and bringing it to its verified end."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.models import Recommendation
from lapor.domain.plans.policies import may_act, may_recommend
from lapor.domain.plans.rules import (
    AWAITED,
    RecommendationAct,
    RecommendationStatus,
    step_for,
)
from lapor.domain.plans.rules.steps import Step
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import Invalid

from .proving import accepted, keep, today, words

#: A day has passed in all of Indonesia once it has in its west.
WEST: Final = ZoneInfo("Asia/Jakarta")
AT_ONCE: Final = 500


@transaction.atomic
def recommend(
    *,
    giver: Organisation,
    subject: Organisation,
    text: str,
    due_on: date,
    by: User | Actor,
    at: datetime,
    tier: str = "",
    round_number: str = "",
    template: str = "",
) -> Recommendation:
    """Give a recommendation, due on a day that is still to come.

    A person is asked whether he may evaluate the subject; the program (an Actor) is
    trusted to have asked. Raises Invalid with the fields, NotPermitted.
    """
    on = today(at, giver)
    if isinstance(by, User):
        may_recommend(by, giver, subject, on=on)
    wrong = {}
    plain = words(text, field="text")
    if not plain:
        wrong["text"] = _("Tulis apa yang direkomendasikan.")
    if due_on <= on:
        wrong["due_on"] = _("Batas waktunya harus sesudah hari ini.")
    if wrong:
        raise Invalid(_("Rekomendasi belum dapat dikirim."), fields=wrong)
    made = Recommendation.objects.create(
        number=secrets.token_hex(16),  # until the row has its key
        given_by=giver,
        subject=subject,
        tier=tier,
        round_number=round_number,
        template=template,
        text=plain,
        given_on=on,
        due_on=due_on,
        recommended_by=by.actor.ref if isinstance(by, User) else by.ref,
        changed_at=at,
    )
    made.number = f"REK-{on.year}-{made.pk:06d}"
    made.save(update_fields=["number"])
    record(
        "recommendation.given",
        subject=made.ref,
        actor=by.actor if isinstance(by, User) else by,
        at=at,
        number=made.number,
        giver=giver.code,
        organisation=subject.code,
        due_on=due_on.isoformat(),
        round=round_number,
    )
    return made


def act_on(
    recommendation: Recommendation,
    act: RecommendationAct,
    *,
    text: str = "",
    uploads: "Sequence[File[Any]]" = (),
    by: User,
    at: datetime,
) -> Recommendation:
    """Accept, refuse, start, claim, verify or send back; one row of the table.

    The rights are asked before bytes are read, and once more inside the transaction.
    Raises NotPermitted, NotAllowedNow, Invalid (a reason or a proof is missing),
    TooLarge, Busy.
    """
    may_act(by, recommendation, act, on=today(at, recommendation.subject))
    step_for(recommendation.standing, act)
    with accepted(uploads, at=at) as stored, transaction.atomic():
        found = (
            Recommendation.objects.select_for_update(of=("self",))
            .select_related("given_by", "subject")
            .get(pk=recommendation.pk)
        )
        may_act(by, found, act, on=today(at, found.subject))
        step = step_for(found.standing, act)
        plain = _said(step, text)
        if stored:
            keep(stored, by=by, at=at, recommendation=found)
        if step.needs_proof and not found.proofs.exists():
            why = _("Unggah sedikitnya satu berkas bukti.")
            raise Invalid(why, fields={"uploads": why})
        _move(found, step, plain, by, at)
    return found


def _said(step: Step, text: str) -> str:
    missing = {
        RecommendationAct.REFUSE: _("Tulis alasan penolakannya."),
        RecommendationAct.CLAIM: _("Tulis apa yang sudah dikerjakan."),
        RecommendationAct.SEND_BACK: _("Tulis apa yang masih kurang."),
    }
    return words(
        text, field="text", missing=missing[step.act] if step.needs_words else ""
    )


def _move(
    found: Recommendation, step: Step, plain: str, by: User, at: datetime
) -> None:
    found.state, found.changed_at = step.target, at
    if step.act in (RecommendationAct.REFUSE, RecommendationAct.CLAIM):
        found.reply = plain
    if step.act in (RecommendationAct.SEND_BACK, RecommendationAct.VERIFY):
        found.remark = plain
    if step.act == RecommendationAct.CLAIM:
        found.claimed_by, found.claimed_at = by.actor.ref, at
    if step.act == RecommendationAct.VERIFY:
        found.verified_by, found.verified_at = by.actor.ref, at
    found.save()
    record(
        step.fact,
        subject=found.ref,
        actor=by.actor,
        at=at,
        number=found.number,
        organisation=found.subject.code,
    )


def accept_linked(plan_pk: int, *, by: User, at: datetime) -> int:
    """Accept the new recommendations that the items of an approved plan answer.

    Called inside the transaction of the approval; returns how many.
    """
    rows = Recommendation.objects.select_for_update(of=("self",)).filter(
        items__plan=plan_pk,
        items__cancelled_at=None,
        state=RecommendationStatus.NEW,
    )
    found = {row.pk: row for row in rows.select_related("subject")}
    step = step_for(RecommendationStatus.NEW, RecommendationAct.ACCEPT)
    for row in found.values():
        _move(row, step, "", by, at)
    return len(found)


@transaction.atomic
def sweep_overdue(*, at: datetime) -> int:
    """Mark what passed its day without a claim, once each; returns how many.

    Level-triggered: late, doubled or missed runs change nothing.
    """
    on = at.astimezone(WEST).date()
    rows = Recommendation.objects.select_for_update(
        of=("self",), skip_locked=True
    ).filter(state__in=sorted(AWAITED), overdue_at=None, due_on__lt=on)
    found = list(rows.select_related("subject").order_by("due_on", "pk")[:AT_ONCE])
    for row in found:
        row.overdue_at = at
        row.save(update_fields=["overdue_at"])
        record(
            "recommendation.overdue",
            subject=row.ref,
            actor=SYSTEM,
            at=at,
            number=row.number,
            organisation=row.subject.code,
            due_on=row.due_on.isoformat(),
        )
    return len(found)
