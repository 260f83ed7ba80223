"""Which office of the Ombudsman a case goes to: the one that watches its province."""

from datetime import date

from lapor.domain.cases.models import Case
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.kernel.dated import in_force


def office_for(case: Case, *, on: date) -> Organisation | None:
    """Return the representative office for the region of a case on a day.

    It is the office whose row of oversight covers the government of the province where
    the matter happened, else where the agency sits. None: the centre takes it.
    """
    region = case.region_id or case.agency.region_id or ""
    edge = (
        Oversight.objects.filter(
            in_force(on),
            kind=OversightKind.RESOLUTION,
            subject__kind=OrganisationKind.PROVINCE,
            subject__region=region[:2],
            overseer__kind=OrganisationKind.UNIT,
            overseer__is_active=True,
        )
        .select_related("overseer")
        .order_by("-valid_from", "pk")
        .first()
    )
    return edge.overseer if edge else None
