"""Who may do what to rounds and sheets: the tables, the edges of the day, no self."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Role, rules_for
from lapor.domain.monev.models import Clarification, Errand, Round, Sheet
from lapor.domain.monev.queries.rounds import round_acts, sheet_acts
from lapor.domain.monev.queries.standing import own_agencies, own_units, posts_of
from lapor.domain.monev.rules.rounds import (
    RoundStep,
    SheetStep,
    sheet_step_of,
    step_of,
)
from lapor.domain.monev.rules.words import RoundAct, SheetAct, Side, Tier
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import DomainError, NotPermitted

#: Who scored, answered for or signed a thing does not judge it.
KEEPING = (Action.FILL_SHEET, Action.SIGN_SHEET)


def may_draft(user: User, tier: Tier, assessor: Organisation, *, on: date) -> None:
    """A round is drafted for an assessor by those who act for him in that tier."""
    _demand_post(user, tier, assessor, Action.EVALUATE, on)


def may_act(user: User, round: Round, act: RoundAct, *, on: date) -> None:
    """What happens to a whole round is done for its assessor."""
    action = step_of(act).action
    _demand_post(user, Tier(round.tier), round.assessor, action, on)


def may_act_on_sheet(user: User, sheet: Sheet, act: SheetAct, *, on: date) -> None:
    """Subjects fill, answer and sign; assessors score, but never their own."""
    step = sheet_step_of(act)
    if step.side == Side.SUBJECT:
        _demand_subject(user, sheet, step.action, on)
        return
    _demand_post(user, Tier(sheet.round.tier), sheet.round.assessor, step.action, on)
    if why := conflict_of(user, sheet, on=on):
        raise NotPermitted(why)


def may_answer(user: User, clarification: Clarification, *, on: date) -> None:
    """A clarification is answered by those who filled the sheet."""
    may_act_on_sheet(user, clarification.sheet, SheetAct.ANSWER, on=on)


def conflict_of(user: User, sheet: Sheet, *, on: date) -> str:
    """Return why this person may not judge this sheet, or an empty text."""
    subject, tier = sheet.subject, Tier(sheet.round.tier)
    grants = user.valid_grants(on=on)
    if not subject.is_agency and (
        user.organisation_id == subject.pk
        or any(grant.organisation_id == subject.pk for grant in grants)
    ):
        return _(
            "Anda berasal dari unit kerja ini, jadi tidak dapat menilainya. Minta "
            "penilai lain."
        )
    homes = {grant.organisation.agency_id for grant in grants}
    is_micro = tier in (Tier.MICRO_AGENCY, Tier.MICRO_AUDITOR)
    if not is_micro and subject.agency_id in homes:
        return _(
            "Anda berasal dari instansi ini, jadi tidak dapat menilainya. Minta "
            "penilai lain."
        )
    kept = own_agencies(user, KEEPING, on=on)
    if tier == Tier.MICRO_AUDITOR and subject.agency_id in kept:
        return _(
            "Auditor yang juga mengelola pengaduan instansi ini tidak dapat "
            "menilainya. Minta auditor lain."
        )
    home = _province(user.organisation)
    if tier == Tier.MESO_HOME_AFFAIRS and home and home == _province(subject):
        return _(
            "Penilai tidak boleh berasal dari provinsi yang sama. Minta penilai lain."
        )
    return _own_work(user, sheet)


def acts_on_round(user: User, round: Round, *, on: date) -> list[RoundStep]:
    """Return the acts this person may do to a round now; its buttons.

    None while one that was asked for is under way.
    """
    if Errand.objects.filter(round=round, ended_at=None).exists():
        return []
    return [
        step
        for step in round_acts(round)
        if _passes(partial(may_act, user, round, step.act, on=on))
    ]


def acts_on_sheet(user: User, sheet: Sheet, *, on: date) -> list[SheetStep]:
    """Return the acts this person may do to a sheet now; its buttons."""
    return [
        step
        for step in sheet_acts(sheet)
        if _passes(partial(may_act_on_sheet, user, sheet, step.act, on=on))
    ]


def _passes(policy: Callable[[], None]) -> bool:
    try:
        policy()
    except DomainError:
        return False
    return True


def _own_work(user: User, sheet: Sheet) -> str:
    ref = user.actor.ref
    is_filler = sheet.items.filter(filled_by=ref).exists()
    if is_filler or sheet.signatures.filter(user=user).exists():
        return _(
            "Anda ikut mengisi atau menandatangani lembar kerja ini, jadi tidak dapat "
            "menilainya. Minta penilai lain."
        )
    return ""


def _demand_post(
    user: User, tier: Tier, assessor: Organisation, action: Action, on: date
) -> None:
    posts = posts_of(user, on=on, action=action)
    if not any(post.tier == tier and post.assessor == assessor for post in posts):
        raise NotPermitted(
            _("Anda tidak bertugas untuk penilai putaran ini, yaitu %(name)s.")
            % {"name": assessor.name}
        )


def _demand_subject(user: User, sheet: Sheet, action: Action, on: date) -> None:
    subject = sheet.subject
    posts = posts_of(user, on=on)
    tier, assessor = Tier(sheet.round.tier), sheet.round.assessor
    if any(post.tier == tier and post.assessor == assessor for post in posts):
        raise NotPermitted(
            _("Penilai tidak mengisi atau menandatangani lembar yang dinilainya.")
        )
    in_agency = subject.agency_id in own_agencies(user, [action], on=on)
    units = own_units(user, [action], on=on)
    if not in_agency and not {subject.pk, subject.parent_id} & units:
        raise NotPermitted(
            _("Lembar kerja ini diisi dan ditandatangani oleh %(name)s.")
            % {"name": subject.name}
        )


def _province(organisation: Organisation | None) -> str | None:
    code = organisation.region_id if organisation else None
    return code[:2] if code else None


def role_of(user: User, actions: Iterable[Action], *, on: date) -> str:
    """Return the role by which a person does one of the actions, for signatures."""
    for grant in user.valid_grants(on=on):
        role = Role(grant.role)
        if any(rules_for(role, action) for action in actions):
            return role.value
    return ""
