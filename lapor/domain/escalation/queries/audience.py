"""Who is told of a step: offices found from organisation, oversight and programme."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Protocol

from lapor.domain.accounts.models import Grant
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Case
from lapor.domain.escalation.models import Rung
from lapor.domain.escalation.rules import Audience, Receiver
from lapor.domain.escalation.rules.receivers import Edge, Surroundings, receivers
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.domain.organisations.queries.organisations import NATIONAL_ADMIN
from lapor.domain.organisations.rules import OversightKind
from lapor.domain.priorities.queries import programme_on
from lapor.kernel.dated import in_force

#: Which edges lead up the ladder.
UPWARD: Final = (
    OversightKind.COORDINATION,
    OversightKind.TERRITORIAL_GUIDANCE,
    OversightKind.PRIORITY_PROGRAMME,
)
OMBUDSMAN: Final = "ombudsman"


class Late(Protocol):
    """What of a case decides who is told."""

    @property
    def agency_id(self) -> int:
        """Whose lateness it is."""

    @property
    def unit_id(self) -> int | None:
        """The unit that has it, if any."""

    @property
    def programme(self) -> str:
        """The code of its priority programme, or empty."""

    @property
    def accused_id(self) -> int | None:
        """Whom it is about, when that is not to know."""


def audience(case: Case, rung: Rung, on: date) -> list[Receiver]:
    """Return the offices that a step of this case is told to on a day."""
    around = surroundings([case], on=on)[0]
    return list(receivers([Audience(each) for each in rung.audience], around))


def surroundings(cases: Sequence[Late], *, on: date) -> list[Surroundings]:
    """Return what is around each case, in the same order. Four queries in all."""
    keys = {
        key
        for case in cases
        for key in (case.agency_id, case.unit_id, case.accused_id)
        if key
    }
    offices = Organisation.objects.only("code", "kind").in_bulk(keys)
    edges = _edges({case.agency_id for case in cases}, on)
    held = _held({case.unit_id for case in cases if case.unit_id}, on)
    overseers = _programme_overseers(cases, on)
    return [_around(case, offices, edges, held, overseers) for case in cases]


def _around(
    case: Late,
    offices: dict[int, Organisation],
    edges: dict[int, list[Edge]],
    held: set[tuple[int, str]],
    overseers: dict[str, list[str]],
) -> Surroundings:
    agency, unit = offices[case.agency_id], case.unit_id or 0
    return Surroundings(
        agency=agency.code,
        agency_kind=agency.kind,
        unit=offices[unit].code if unit else "",
        accused=offices[case.accused_id].code if case.accused_id else "",
        has_liaison=(unit, Role.LIAISON_OFFICER) in held,
        has_head=(unit, Role.LEADER) in held,
        edges=edges.get(case.agency_id, ()),
        programme_overseers=overseers.get(case.programme, ()) if case.programme else (),
        national=NATIONAL_ADMIN,
        ombudsman=OMBUDSMAN,
    )


def _edges(agencies: set[int], on: date) -> dict[int, list[Edge]]:
    found: dict[int, list[Edge]] = defaultdict(list)
    rows = Oversight.objects.filter(
        in_force(on), subject__in=agencies, kind__in=UPWARD
    ).order_by("overseer__code")
    for subject, code, kind, why in rows.values_list(
        "subject_id", "overseer__code", "overseer__kind", "kind"
    ):
        found[subject].append(Edge(code, kind, why))
    return found


def _held(units: set[int], on: date) -> set[tuple[int, str]]:
    """Return which units have a liaison officer or a head with a valid mandate."""
    grants = Grant.objects.filter(
        in_force(on),
        organisation__in=units,
        role__in=(Role.LIAISON_OFFICER, Role.LEADER),
        revoked_at=None,
        user__is_active=True,
    )
    return set(grants.values_list("organisation_id", "role"))


def _programme_overseers(cases: Iterable[Late], on: date) -> dict[str, list[str]]:
    """Return who oversees each programme that one of the cases carries."""
    codes = sorted({case.programme for case in cases if case.programme})
    rows = {code: row for code in codes if (row := programme_on(code, on))}
    keys = {row.overseer for row in rows.values()}
    offices = Organisation.objects.only("code").in_bulk(keys) if keys else {}
    found = {code: [offices[row.overseer].code] for code, row in rows.items()}
    if len(found) < len(codes):  # a tag of before there were rows
        kind = OversightKind.PRIORITY_PROGRAMME
        edges = Oversight.objects.filter(in_force(on), kind=kind)
        everywhere = edges.order_by("overseer__code").distinct()
        names = list(everywhere.values_list("overseer__code", flat=True))
        found |= {code: names for code in codes if code not in found}
    return found
