"""Who runs an edition, enters it, judges in it; who shares a practice."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotPermitted

from .models import Entry, Juror
from .rules import has_conflict


def runs_editions(user: User, *, on: date) -> bool:
    """Say whether a person runs national competitions."""
    return any(
        rules_for(Role(grant.role), Action.MANAGE_INSTRUMENT)
        for grant in user.valid_grants(on=on)
    )


def may_run(user: User, *, on: date) -> None:
    """The national admin makes editions, names jurors, decides stages."""
    if not runs_editions(user, on=on):
        raise NotPermitted(_("Kompetisi diselenggarakan oleh admin nasional."))


def entrants_of(user: User, *, on: date) -> list[Organisation]:
    """Return the agencies for which a person may enter, by his mandates."""
    found = {}
    for grant in user.valid_grants(on=on):
        for rule in rules_for(Role(grant.role), Action.FILL_SHEET):
            if rule.relation == Relation.AGENCY:
                agency = grant.organisation.agency or grant.organisation
                found[agency.pk] = agency
    return list(found.values())


def may_enter(user: User, agency: Organisation, *, on: date) -> None:
    """The admin of an agency enters it and shares its practices."""
    if agency.pk not in {each.pk for each in entrants_of(user, on=on)}:
        raise NotPermitted(_("Ini dilakukan oleh admin instansi yang bersangkutan."))


def watched_by(juror: Juror, *, on: date) -> tuple[int | None, frozenset[int]]:
    """Return the agency of a juror, and which agencies it oversees on a day.

    National oversight reaches everybody and is no conflict by itself.
    """
    home = juror.user.organisation
    if home is None:
        return None, frozenset()
    agency = home.agency_id or home.pk
    kinds = [kind for kind in OversightKind if kind != OversightKind.NATIONAL]
    edges = Oversight.objects.filter(in_force(on), overseer=agency, kind__in=kinds)
    return agency, frozenset(edges.values_list("subject_id", flat=True))


def may_judge(juror: Juror, entry: Entry, *, on: date) -> None:
    """Nobody judges his own agency, nor one that his agency oversees."""
    agency, watched = watched_by(juror, on=on)
    if has_conflict(agency, entry.organisation_id, watched):
        raise NotPermitted(
            _("Anda tidak dapat menilai peserta ini karena ada benturan kepentingan.")
        )
