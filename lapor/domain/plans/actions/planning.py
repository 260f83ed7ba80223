"""Writing a plan and its items, and bringing it to the leader's approval."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.models import Plan, Proof
from lapor.domain.plans.policies import may_change_plan, may_make_plan
from lapor.domain.plans.queries.baseline import baseline_of
from lapor.domain.plans.queries.plans import faults_in
from lapor.domain.plans.rules import PlanAct, plan_step_for
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Conflict, Invalid
from lapor.kernel.queue import defer

from .proving import accepted, keep, today, words
from .recommending import accept_linked

LONGEST_PLAN: Final = 5  # years after the first
MOST_TARGET: Final = Decimal("999999999999")


def make_plan(
    agency: Organisation,
    *,
    year: int,
    until_year: int,
    title: str,
    legal_basis: str = "",
    team_decree: str = "",
    targets: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> Plan:
    """Begin the plan of an agency; its baseline is read in the background.

    Raises Conflict when that year has one, Invalid with the fields.
    """
    may_make_plan(by, agency, on=today(at, agency))
    header = _header(year, until_year, title, legal_basis, team_decree, targets)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                agency=agency,
                made_by=by.actor.ref,
                made_at=at,
                changed_at=at,
                **header,
            )
            record(
                "plan.made",
                subject=plan.ref,
                actor=by.actor,
                at=at,
                organisation=agency.code,
                year=year,
            )
            defer("plans.fill_baseline", plan=plan.pk)
    except IntegrityError:
        raise Conflict(
            _("Rencana aksi tahun %(year)d sudah ada. Ubah rencana itu.")
            % {"year": year}
        ) from None
    return plan


def fill_baseline(plan_pk: int, *, at: datetime) -> None:
    """Write what the indicators said the year before; a plan that is gone is none."""
    plan = Plan.objects.select_related("agency").filter(pk=plan_pk).first()
    if plan is None:
        return
    found = baseline_of(plan.agency, plan.year - 1, at=at)
    with transaction.atomic():
        known = locked(plan)
        known.baseline = found
        known.save(update_fields=["baseline"])
        record(
            "plan.baseline_read",
            subject=known.ref,
            actor=SYSTEM,
            at=at,
            indicators=len(found),
        )


@transaction.atomic
def edit_plan(
    plan: Plan,
    *,
    until_year: int,
    title: str,
    legal_basis: str,
    team_decree: str,
    targets: Mapping[str, str],
    by: User,
    at: datetime,
) -> Plan:
    """Change the header of a draft."""
    found = begin(plan, PlanAct.EDIT, by, at)
    header = _header(found.year, until_year, title, legal_basis, team_decree, targets)
    changed = [name for name, value in header.items() if getattr(found, name) != value]
    for name, value in header.items():
        setattr(found, name, value)
    finish(found, PlanAct.EDIT, by, at, fields=changed)
    return found


@transaction.atomic
def submit_plan(plan: Plan, *, by: User, at: datetime) -> Plan:
    """Hand a plan to the leader; what is not measurable or not linked is refused.

    Raises Invalid whose fields name ``header``, ``item-<number>`` and the numbers of
    recommendations that no item answers.
    """
    found = begin(plan, PlanAct.SUBMIT, by, at)
    faults = faults_in(found)
    if faults.amount:
        fields = dict(faults.header)
        for item, wrong in faults.items:
            fields[f"item-{item.number}"] = " ".join(wrong.values())
        for each in faults.unlinked:
            fields[each.number] = _(
                "Rekomendasi %(number)s belum dijawab satu butir pun. Tautkan ke "
                "sebuah butir, atau tolak dengan alasan."
            ) % {"number": each.number}
        raise Invalid(
            _("Rencana belum dapat diajukan: %(n)d hal perlu diperbaiki. %(first)s")
            % {"n": faults.amount, "first": next(iter(fields.values()))},
            fields=fields,
        )
    found.submitted_at, found.remark = at, ""
    finish(found, PlanAct.SUBMIT, by, at)
    return found


@transaction.atomic
def approve_plan(plan: Plan, *, by: User, at: datetime) -> Plan:
    """Approve as the leader; the day of the first approval counts for R1.

    New recommendations that its items answer are accepted with it.
    """
    found = begin(plan, PlanAct.APPROVE, by, at)
    if found.approved_on is None:
        found.approved_on = today(at, found.agency)
    else:
        found.revision += 1
    found.approved_by, found.approved_at = by, at
    count = accept_linked(found.pk, by=by, at=at)
    finish(
        found, PlanAct.APPROVE, by, at, revision=found.revision, recommendations=count
    )
    return found


@transaction.atomic
def return_plan(plan: Plan, *, why: str, by: User, at: datetime) -> Plan:
    """Return a plan to those who wrote it, with what is to be put right."""
    found = begin(plan, PlanAct.RETURN, by, at)
    found.remark = words(
        why, field="why", missing=_("Tulis apa yang harus diperbaiki.")
    )
    finish(found, PlanAct.RETURN, by, at)
    return found


@transaction.atomic
def revise_plan(plan: Plan, *, why: str, by: User, at: datetime) -> Plan:
    """Open an approved plan for changes, with a reason; it needs a new approval."""
    found = begin(plan, PlanAct.REVISE, by, at)
    found.remark = words(why, field="why", missing=_("Tulis mengapa rencana diubah."))
    finish(found, PlanAct.REVISE, by, at)
    return found


def add_plan_file(
    plan: Plan, *, uploads: "Sequence[File[Any]]", by: User, at: datetime
) -> list[Proof]:
    """Keep the signed document of a plan, or the decree of its team."""
    may_make_plan(by, plan.agency, on=today(at, plan.agency))
    with accepted(uploads, at=at) as stored, transaction.atomic():
        found = locked(plan)
        if not stored:
            why = _("Pilih berkasnya dahulu.")
            raise Invalid(why, fields={"uploads": why})
        kept = keep(stored, by=by, at=at, plan=found)
        record(
            "plan.file_added",
            subject=found.ref,
            actor=by.actor,
            at=at,
            files=len(kept),
        )
    return kept


def locked(plan: Plan) -> Plan:
    """Lock and read a plan anew, with its agency."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("agency")
    return rows.get(pk=plan.pk)


def begin(plan: Plan, act: PlanAct, by: User, at: datetime) -> Plan:
    """Lock a plan for an act: its state must allow it, and the doer must be let."""
    found = locked(plan)
    may_change_plan(by, found, act, on=today(at, found.agency))
    return found


def finish(found: Plan, act: PlanAct, by: User, at: datetime, **more: object) -> None:
    """Move a plan to where its row leads and write the fact."""
    step = plan_step_for(found.standing, act)
    found.state, found.changed_at = step.target, at
    found.save()
    record(
        step.fact,
        subject=found.ref,
        actor=by.actor,
        at=at,
        organisation=found.agency.code,
        year=found.year,
        **more,
    )


def _header(
    year: int,
    until_year: int,
    title: str,
    legal_basis: str,
    team_decree: str,
    targets: Mapping[str, str] | None,
) -> dict[str, Any]:
    wrong = {}
    plain = words(title, field="title", longest=200)
    if not plain:
        wrong["title"] = _("Beri judul rencana ini.")
    if not 2000 <= year <= 2999:
        wrong["year"] = _("Tulis tahun dengan empat angka, misalnya 2026.")
    elif not year <= until_year <= year + LONGEST_PLAN:
        wrong["until_year"] = _(
            "Tahun terakhir paling awal %(first)d dan paling akhir %(last)d."
        ) % {"first": year, "last": year + LONGEST_PLAN}
    numbers = {}
    known = {one.id for one in CATALOGUE}
    for name, raw in (targets or {}).items():
        if not str(raw).strip():
            continue
        number = decimal_of(str(raw))
        if name not in known or number is None or number < 0:
            wrong[f"target_{name}"] = _("Isi sasaran dengan angka, misalnya 95.")
        else:
            numbers[name] = str(number.normalize().__format__("f"))
    if wrong:
        raise Invalid(_("Kepala rencana belum benar."), fields=wrong)
    return {
        "year": year,
        "until_year": until_year,
        "title": plain,
        "legal_basis": words(legal_basis, field="legal_basis", longest=300),
        "team_decree": words(team_decree, field="team_decree", longest=200),
        "targets": numbers,
    }


def decimal_of(raw: str) -> Decimal | None:
    """Return a number as people type it, with comma or point; None when it is none.

    >>> decimal_of("97,5")
    Decimal('97.5')
    """
    try:
        number = Decimal(raw.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= MOST_TARGET else None
