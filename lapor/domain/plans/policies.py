"""Who recommends, answers, plans, approves, reports and checks."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Role, rules_for
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotPermitted

from .models import Item, Plan, Progress, Recommendation
from .queries.reach import homes, kept_agencies, kept_units, reaches
from .rules import RecommendationAct, Side, plan_step_for, step_of
from .rules.words import PlanAct


def may_recommend(
    user: User, giver: Organisation, subject: Organisation, *, on: date
) -> None:
    """An assessor recommends to those he may evaluate that day, in his own name."""
    if not reaches(user, Action.EVALUATE, subject, on=on):
        raise NotPermitted(
            _("%(name)s tidak Anda nilai, jadi tidak dapat Anda beri rekomendasi.")
            % {"name": subject.name}
        )
    if not {giver.pk, giver.agency_id} & homes(user, Action.EVALUATE, on=on):
        raise NotPermitted(
            _("Anda tidak bertugas untuk %(name)s.") % {"name": giver.name}
        )


def may_act(
    user: User, recommendation: Recommendation, act: RecommendationAct, *, on: date
) -> None:
    """Subjects answer for themselves; who recommended or the auditor checks.

    Nobody checks what he claimed himself.
    """
    if step_of(act).side == Side.SUBJECT:
        _demand_subject(user, recommendation, on)
        return
    if recommendation.claimed_by == user.actor.ref:
        raise NotPermitted(
            _("Anda sendiri yang menyatakan ini selesai. Minta orang lain memeriksa.")
        )
    giver = recommendation.given_by
    own = homes(user, Action.EVALUATE, on=on)
    # Whoever recommended to himself does not check it: that is left to the auditor.
    is_giver = giver.pk in own and giver.pk != recommendation.subject_id
    is_auditor = reaches(user, Action.VERIFY_PLAN, recommendation.subject, on=on)
    if not is_giver and not is_auditor:
        raise NotPermitted(
            _("Ini diperiksa oleh %(name)s, yang memberi rekomendasi, atau oleh APIP.")
            % {"name": giver.name}
        )


def may_make_plan(user: User, agency: Organisation, *, on: date) -> None:
    """The plan of an agency is written by its own admin."""
    if agency.pk not in {each.pk for each in kept_agencies(user, on=on)}:
        raise NotPermitted(
            _("Rencana aksi %(name)s disusun oleh adminnya.") % {"name": agency.name}
        )


def may_change_plan(user: User, plan: Plan, act: PlanAct, *, on: date) -> None:
    """The admin writes, the leader approves or returns; and only in their turn."""
    step = plan_step_for(plan.standing, act)
    agencies = kept_agencies(user, on=on, action=step.action)
    if plan.agency_id not in {each.pk for each in agencies}:
        raise NotPermitted(
            _("Ini dilakukan oleh pimpinan %(name)s.") % {"name": plan.agency.name}
            if step.action == Action.SIGN_SHEET
            else _("Rencana aksi %(name)s disusun oleh adminnya.")
            % {"name": plan.agency.name}
        )


def may_report(user: User, item: Item, *, on: date) -> None:
    """What was done is reported by the admin, or by the unit that owns the item."""
    agencies = {each.pk for each in kept_agencies(user, on=on)}
    if item.plan.agency_id in agencies or item.owner_id in kept_units(user, on=on):
        return
    raise NotPermitted(
        _("Kemajuan butir ini dilaporkan oleh unit penanggung jawab atau admin.")
    )


def may_check(user: User, progress: Progress, *, on: date) -> None:
    """The auditor of the agency checks, but never what he reported himself."""
    agencies = kept_agencies(user, on=on, action=Action.VERIFY_PLAN)
    if progress.item.plan.agency_id not in {each.pk for each in agencies}:
        raise NotPermitted(_("Bukti kemajuan diperiksa oleh APIP instansi ini."))
    if progress.reported_by == user.actor.ref:
        raise NotPermitted(
            _("Anda yang melaporkan kemajuan ini. Minta auditor lain memeriksa.")
        )


def _demand_subject(user: User, recommendation: Recommendation, on: date) -> None:
    subject = recommendation.subject
    agency = subject.agency_id or subject.pk
    for action in (Action.KEEP_PLAN, Action.SIGN_SHEET):
        if agency in {each.pk for each in kept_agencies(user, on=on, action=action)}:
            return
    if subject.pk in kept_units(user, on=on):
        return
    raise NotPermitted(
        _("Rekomendasi ini dijawab oleh %(name)s.") % {"name": subject.name}
    )


def assessors_of(user: User, *, on: date) -> list[Organisation]:
    """Return the organisations in whose name a person recommends."""
    found = {}
    for grant in user.valid_grants(on=on):
        if rules_for(Role(grant.role), Action.EVALUATE):
            found[grant.organisation_id] = grant.organisation
            if grant.organisation.agency:
                found[grant.organisation.agency.pk] = grant.organisation.agency
    return sorted(found.values(), key=lambda each: each.name)
