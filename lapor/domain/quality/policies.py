"""Who draws, who scores, who checks; never one's own answer."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotPermitted

from .models import Sample, SampledAnswer


def scores_for(
    user: User, agency: Organisation, assessor: Organisation, *, auditor: bool, on: date
) -> bool:
    """Say whether a person scores answers of an agency for an assessor on a day."""
    return any(
        _acts_for(grant, assessor, auditor)
        and any(
            _reaches(grant, rule.relation, agency, on)
            for rule in rules_for(Role(grant.role), Action.SCORE_ANSWERS)
        )
        for grant in user.valid_grants(on=on)
    )


def may_score(user: User, sample: Sample, *, on: date) -> None:
    """Only those who act for the assessor of a sample, while it reaches the agency."""
    if not scores_for(
        user, sample.agency, sample.assessor, auditor=sample.by_auditor, on=on
    ):
        raise NotPermitted(_("Sampel ini dinilai oleh penilai lain."))


def may_assess(user: User, answer: SampledAnswer, *, on: date) -> None:
    """Nobody scores an answer he wrote, nor one of the unit he works for."""
    may_score(user, answer.sample, on=on)
    if is_own(user, answer, on=on):
        raise NotPermitted(
            _("Jawaban ini dari unit Anda sendiri, jadi tidak dapat Anda nilai.")
        )


def is_own(user: User, answer: SampledAnswer, *, on: date) -> bool:
    """Say whether a person wrote in this case, or works for its unit."""
    units = {grant.organisation_id for grant in user.valid_grants(on=on)}
    if answer.unit_id is not None and answer.unit_id in units:
        return True
    return answer.case.messages.filter(author=user.actor.ref).exists()


def _acts_for(grant: Grant, assessor: Organisation, auditor: bool) -> bool:
    is_auditor = grant.role == Role.AUDITOR
    home = grant.organisation
    same = assessor.pk in (home.pk, home.agency_id) or (
        auditor and home.agency_id is not None and home.agency_id == assessor.agency_id
    )
    return is_auditor == auditor and same


def _reaches(grant: Grant, relation: Relation, agency: Organisation, on: date) -> bool:
    home = grant.organisation
    if relation == Relation.ANY:
        return True
    if relation == Relation.AGENCY:
        return (home.agency_id or home.pk) == agency.pk
    if relation == Relation.OVERSEEN:
        edges = Oversight.objects.filter(in_force(on), subject=agency)
        return edges.filter(overseer__in=(home.pk, home.agency_id)).exists()
    return False


class Desk(NamedTuple):
    """An agency whose answers a person may score, and for whom he does it."""

    agency: Organisation
    assessor: Organisation
    by_auditor: bool

    @property
    def key(self) -> str:
        """A word for forms."""
        side = "auditor" if self.by_auditor else "overseer"
        return f"{self.agency.code}:{self.assessor.code}:{side}"

    @property
    def name(self) -> str:
        """The agency, and for whom it is scored when that is somebody else."""
        if self.assessor.pk == self.agency.pk:
            return self.agency.name
        return f"{self.agency.name} ({self.assessor.name})"


def desks_of(user: User, *, on: date) -> list[Desk]:
    """Return the agencies whose answers a person may score today, by name.

    Who oversees the whole nation is offered those he has an edge to.
    """
    found: dict[str, Desk] = {}
    for grant in user.valid_grants(on=on):
        home = grant.organisation
        by_auditor = grant.role == Role.AUDITOR
        for rule in rules_for(Role(grant.role), Action.SCORE_ANSWERS):
            if rule.relation == Relation.AGENCY:
                agency = home.agency or home
                desk = Desk(agency, home if by_auditor else agency, by_auditor)
                found[desk.key] = desk
                continue
            edges = Oversight.objects.filter(in_force(on), overseer=home)
            for edge in edges.select_related("subject"):
                desk = Desk(edge.subject, home, by_auditor)
                found[desk.key] = desk
    return sorted(found.values(), key=lambda desk: desk.name)
