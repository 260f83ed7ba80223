"""Who sits at the desk, what lies on it, and what time it is there."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import case_seen_by, is_permitted
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import national_admin, overseers_of
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.domain.publication.models import Publication
from lapor.domain.publication.queries import publication_of
from lapor.domain.triage.queries import RouteHint, route_for
from lapor.kernel import clock
from lapor.kernel.errors import NotPermitted


@dataclass(frozen=True)
class Desk:
    """One officer with one case. ``now`` is UTC, ``today`` the officer's day."""

    user: User
    case: Case
    now: datetime
    today: date

    def may(self, action: Action) -> bool:
        """Say whether the permission table lets him do this to this case."""
        return is_permitted(self.user, self.case, action, on=self.today)

    @cached_property
    def may_write(self) -> bool:
        """He works on it, so he reads what officers write; a copy shows less."""
        return self.may(Action.NOTE) or self.may(Action.OVERSEE)

    @cached_property
    def dispatches(self) -> bool:
        """He may send the case to any agency of the country."""
        return self.may(Action.DISPATCH)

    @cached_property
    def reaches_far(self) -> bool:
        """He may send it beyond his own agency: the nation, or a province's own."""
        home = self.user.organisation
        is_province = home is not None and home.kind == OrganisationKind.PROVINCE
        return self.dispatches or is_province

    @cached_property
    def may_propose(self) -> bool:
        """A secret case is never proposed for the public."""
        return not self.case.is_secret and self.may(Action.PROPOSE_PUBLICATION)

    @cached_property
    def publication(self) -> Publication | None:
        """What is proposed or shown of the case."""
        return publication_of(self.case)

    @cached_property
    def route_hint(self) -> RouteHint | None:
        """Whom the routing rules suggest."""
        return route_for(self.case, on=self.today)

    @cached_property
    def deciders(self) -> list[tuple[str, str]]:
        """Who decides whose a new report is: the nation, or the province above."""
        above = overseers_of(self.case.agency_id, self.today).filter(
            kind=OversightKind.TERRITORIAL_GUIDANCE,
            overseer__kind=OrganisationKind.PROVINCE,
        )
        offices: list[Organisation] = [national_admin()]
        offices += [edge.overseer for edge in above.select_related("overseer")]
        return [
            (office.code, office.name)
            for office in offices
            if office.pk != self.case.agency_id
        ]


def officer(request: HttpRequest) -> User:
    """Return who has logged in; the guard of the routes has let nobody else in."""
    user = request.user
    if not isinstance(user, User):
        raise NotPermitted(gettext("Masuk dulu dengan akun petugas."))
    for grant in user.valid_grants(on=today(clock.now())):
        if grant.organisation_id == user.organisation_id:
            user.organisation = grant.organisation  # spares asking for it again
    return user


def today(now: datetime) -> date:
    """Return the officer's day."""
    return timezone.localdate(now)


def desk_of(request: HttpRequest, number: str) -> Desk:
    """Put one case before the officer; raises NotFound, also for hidden ones."""
    user, now = officer(request), clock.now()
    on = today(now)
    return Desk(user, case_seen_by(user, number, on=on), now, on)
