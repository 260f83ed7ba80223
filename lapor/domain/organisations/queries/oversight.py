"""Reads of who oversees whom, on a day, and of appointment decrees."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from lapor.domain.organisations.models import Appointment, Organisation, Oversight
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.kernel.dated import in_force


def overseen_by(
    overseer_id: int, kind: OversightKind | None, on: date
) -> QuerySet[Organisation]:
    """Return whom an organisation watches on a day, of one kind or of any (None)."""
    edges = Oversight.objects.filter(in_force(on), overseer_id=overseer_id)
    if kind is not None:
        edges = edges.filter(kind=kind)
    return Organisation.objects.filter(pk__in=edges.values("subject_id"))


def overseers_of(subject_id: int, on: date) -> QuerySet[Oversight]:
    """Return the edges by which an organisation is watched on a day, by kind."""
    return (
        Oversight.objects.filter(in_force(on), subject_id=subject_id)
        .select_related("overseer")
        .order_by("kind", "overseer__name")
    )


def provinces_above(agencies: Collection[int], on: date) -> dict[int, list[int]]:
    """Return the province that guides each of some regencies and cities on a day."""
    edges = Oversight.objects.filter(
        in_force(on),
        subject__in=agencies,
        kind=OversightKind.TERRITORIAL_GUIDANCE,
        overseer__kind=OrganisationKind.PROVINCE,
    )
    found: dict[int, list[int]] = {}
    for subject, overseer in edges.values_list("subject", "overseer").order_by("pk"):
        found.setdefault(subject, []).append(overseer)
    return found


def edges_on(
    on: date, *, kind: str = "", text: str = "", organisation_id: int | None = None
) -> QuerySet[Oversight]:
    """Return who watches whom on a day, by overseer; ``text`` is part of a name."""
    edges = Oversight.objects.filter(in_force(on)).select_related("overseer", "subject")
    if kind:
        edges = edges.filter(kind=kind)
    if text:
        edges = edges.filter(
            Q(overseer__name__icontains=text) | Q(subject__name__icontains=text)
        )
    if organisation_id:
        edges = edges.filter(Q(overseer=organisation_id) | Q(subject=organisation_id))
    return edges.order_by("overseer__name", "kind", "subject__name", "pk")


def decrees_of(organisation_id: int) -> QuerySet[Appointment]:
    """Return every decree (SK) of an organisation, newest first."""
    return Appointment.objects.filter(organisation_id=organisation_id)
