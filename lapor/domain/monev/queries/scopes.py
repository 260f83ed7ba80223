"""What a person may evaluate: his units, agencies under him that day, the nation."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation
from lapor.domain.cases.queries.seen import rules_of
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.domain.organisations.queries import (
    agencies,
    organisation_by_code,
    overseen_by,
    units_of,
)
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotFound

NATION = "nasional"
UNDER = "binaan"
Kind = Literal["nation", "agency", "units", "overseen", "unit"]


@dataclass(frozen=True)
class Member:
    """An agency or unit of a scope."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True)
class Scope:
    """A set of agencies, or the units of one. ``key`` names it in an address."""

    key: str
    name: str
    kind: Kind
    owner: int = 0  # the agency whose units are shown, or the unit itself
    overseer: int = 0
    oversight: OversightKind | None = None

    def members(self, *, on: date) -> list[Member]:
        """Return whom the scope holds on a day, by name."""
        if self.kind == "units":
            found = units_of(self.owner)
        elif self.kind in ("agency", "unit"):
            found = Organisation.objects.filter(pk=self.owner)
        elif self.kind == "nation":
            found = agencies()
        else:
            found = overseen_by(self.overseer, self.oversight, on).filter(
                is_active=True
            )
        rows = found.order_by("name", "code").values_list("pk", "code", "name")
        return [Member(*row) for row in rows]


def nation() -> Scope:
    """Return the scope of the whole nation."""
    return Scope(NATION, _("Seluruh negeri"), "nation")


def scope_named(text: str) -> Scope:
    """Return the scope a command names: nasional, an agency or unit by its code, or
    ``binaan:CODE`` for all that an organisation oversees. Raises NotFound.
    """
    word = text.strip()
    if word.casefold() == NATION:
        return nation()
    under, _sep, code = word.rpartition(":")
    found = organisation_by_code(code)
    if under == UNDER:
        name = _("Binaan %(name)s") % {"name": found.name}
        return Scope(word, name, "overseen", overseer=found.pk)
    if under:
        raise NotFound(_("Cakupan ini tidak dikenal: nasional, KODE, binaan:KODE."))
    kind: Kind = "agency" if found.is_agency else "unit"
    return Scope(found.code, found.name, kind, owner=found.pk)


def scopes_of(user: User, *, on: date) -> list[Scope]:
    """Return what this person oversees on this day, the widest first."""
    found: dict[str, Scope] = {}
    for grant, rule in rules_of(user, Action.OVERSEE, on=on):
        home = grant.organisation
        if rule.relation == Relation.ANY:
            found[NATION] = nation()
        elif rule.relation == Relation.OVERSEEN:
            for scope in _overseen(home, on):
                found[scope.key] = scope
        elif rule.relation == Relation.AGENCY and home.agency_id:
            agency = home.agency or home
            name = _("Unit kerja %(name)s") % {"name": agency.name}
            key = f"unit:{agency.code}"
            found[key] = Scope(key, name, "units", owner=agency.pk)
    order = ("nation", "overseen", "units")
    return sorted(found.values(), key=lambda scope: order.index(scope.kind))


def units_scope(user: User, code: str, *, on: date) -> Scope:
    """Return the units of an agency that one of the person's scopes holds.

    Raises NotFound, also for an agency that exists for other eyes.
    """
    agency = organisation_by_code(code)
    for scope in scopes_of(user, on=on):
        is_own = scope.kind == "units" and scope.owner == agency.pk
        is_member = scope.kind != "units" and any(
            member.pk == agency.pk for member in scope.members(on=on)
        )
        if is_own or is_member:
            name = _("Unit kerja %(name)s") % {"name": agency.name}
            return Scope(f"unit:{agency.code}", name, "units", owner=agency.pk)
    raise NotFound(_("Instansi itu tidak ada atau tidak di bawah pengawasan Anda."))


def _overseen(home: Organisation, on: date) -> list[Scope]:
    """Return one scope for each kind of edge that leaves an organisation that day."""
    kinds = (
        Oversight.objects.filter(in_force(on), overseer=home)
        .exclude(kind=OversightKind.INTERNAL_AUDIT)
        .order_by("kind")
        .values_list("kind", flat=True)
        .distinct()
    )
    return [
        Scope(
            f"{UNDER}:{home.code}:{kind}",
            f"{OversightKind(kind).label}: {home.name}",
            "overseen",
            overseer=home.pk,
            oversight=OversightKind(kind),
        )
        for kind in kinds
    ]
