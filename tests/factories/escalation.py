"""The ladder that ships with the program, a country with every tier, and fake days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.escalation import actions
from lapor.domain.escalation.models import Climb
from lapor.domain.escalation.rules import Receiver
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.kernel.actor import SYSTEM
from tests.factories.accounts import make_officers
from tests.factories.cases import MONDAY, World, category, classification
from tests.factories.organisations import agency, oversight, unit

ONE_DAY = timedelta(days=1)


def load_ladder() -> int:
    """Load the steps of the program."""
    return actions.load_ladder(by=SYSTEM, at=MONDAY)


@dataclass
class Tier:
    """An agency with a unit, its officers, and who stands above it."""

    home: Organisation
    unit: Organisation
    above: Organisation
    admin: User
    liaison: User
    head: User
    leader: User
    auditor: User
    overseer: User


def make_tier(kind: OrganisationKind, code: str) -> Tier:
    """Make a ministry below a coordinating ministry, or a regency in a province."""
    home = agency(code, f"Instansi {code}", kind)
    desk = unit(home, f"{code}-unit", f"Unit {code}")
    is_local = kind == OrganisationKind.REGENCY
    above_kind = (
        OrganisationKind.PROVINCE
        if is_local
        else OrganisationKind.COORDINATING_MINISTRY
    )
    above = agency(f"{code}-atas", f"Pengawas {code}", above_kind)
    why = OversightKind.TERRITORIAL_GUIDANCE if is_local else OversightKind.COORDINATION
    oversight(above, home, why)
    people = make_officers(
        [
            (Role.AGENCY_ADMIN, home),
            (Role.LIAISON_OFFICER, desk),
            (Role.LEADER, desk),
            (Role.LEADER, home),
            (Role.AUDITOR, home),
            (Role.AGENCY_ADMIN if is_local else Role.COORDINATOR, above),
        ]
    )
    return Tier(home, desk, above, *people)


def late_case(
    world: World, tier: Tier, *, at: datetime = MONDAY, programme: str = ""
) -> Case:
    """Return a case that was dispatched to the unit of a tier at ``at``."""
    from tests.factories.cases import receive  # noqa: PLC0415 - a plain name there

    case = receive(world, at=at, agency=tier.home)
    case = cases.dispatch(
        case,
        to=tier.unit,
        classification=classification(),
        category=category(),
        by=tier.admin,
        at=at,
    )
    if programme:
        Case.objects.filter(pk=case.pk).update(programme=programme)
        case.refresh_from_db()
    return case


def mornings(first: datetime, count: int) -> Iterator[datetime]:
    """Yield so many days, each at the hour of the first."""
    for number in range(count):
        yield first + number * ONE_DAY


def told(case: Case, timer: str) -> dict[str, tuple[str, ...]]:
    """Return code of the step and who was told, for one timer of a case."""
    climbs = Climb.objects.filter(case=case, clock__timer=timer).select_related("rung")
    return {
        climb.rung.code: tuple(
            Receiver(one["role"], one["organisation"]).ref for one in climb.receivers
        )
        for climb in climbs.order_by("pk")
    }


def climbed_on(case: Case, timer: str) -> dict[str, str]:
    """Return code of the step and the local day on which it was climbed."""
    climbs = Climb.objects.filter(case=case, clock__timer=timer).select_related("rung")
    return {
        climb.rung.code: (climb.happened_at + timedelta(hours=7)).date().isoformat()
        for climb in climbs.order_by("pk")
    }
