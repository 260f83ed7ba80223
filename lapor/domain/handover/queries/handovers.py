"""Which hand-overs there are, for whom, and what waits to be sent."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.handover.models import Handover, Package
from lapor.domain.handover.rules import ENDED, State
from lapor.kernel.errors import NotFound


def handovers_of(case: Case) -> QuerySet[Handover]:
    """Return every hand-over of a case, the newest first."""
    return Handover.objects.filter(case=case).order_by("-pk")


def alive_handover(case: Case) -> Handover | None:
    """Return the one that may still move."""
    alive = handovers_of(case).filter(voided_at=None)
    return alive.exclude(state__in=sorted(ENDED)).first()


def handover_named(number: str) -> Handover:
    """Return one by its number, with its case; raises NotFound."""
    found = (
        Handover.objects.select_related("case__agency", "case__unit", "office")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound(_("Penyerahan dengan nomor ini tidak ada."))
    return found


def handovers_seen_by(user: User, *, on: date) -> QuerySet[Handover]:
    """Return what was consented to and lies with the Ombudsman, newest first."""
    cases = seen_by(user, on=on, action=Action.TAKE_OVER)
    return (
        Handover.objects.filter(case__in=cases.order_by(), voided_at=None)
        .exclude(state=State.OFFERED)
        .select_related("case__agency", "office")
        .order_by("-consented_at", "-pk")
    )


def handover_seen_by(user: User, number: str, *, on: date) -> Handover:
    """Return one that this officer of the Ombudsman may open, or raise NotFound."""
    found = handovers_seen_by(user, on=on).filter(number=number).first()
    if found is None:
        raise NotFound(_("Penyerahan ini tidak ada, atau persetujuannya dicabut."))
    return found


def live_package(handover: Handover) -> Package | None:
    """Return the newest package that can be opened."""
    made = Package.objects.filter(handover=handover, destroyed_at=None)
    return made.order_by("-version").first()


def to_send(*, at: datetime, limit: int = 50) -> list[Handover]:
    """Return what is packed, consented to and due to be sent, oldest first."""
    due = Handover.objects.filter(
        next_attempt_at__lte=at, voided_at=None, state=State.CONSENTED
    ).select_related("office")
    return list(due.order_by("next_attempt_at", "pk")[:limit])


def voids_to_tell(*, at: datetime, limit: int = 50) -> list[Handover]:
    """Return what was sent and then withdrawn, and the other side has not heard."""
    due = Handover.objects.filter(
        voided_at__isnull=False,
        void_told_at=None,
        sent_at__isnull=False,
        next_attempt_at__lte=at,
    )
    return list(due.order_by("next_attempt_at", "pk")[:limit])
