"""Which limit holds for whom on a day, and the due day it makes."""

from datetime import date
from typing import Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext

from lapor.domain.deadlines.models import Allowance, Regulation, Term
from lapor.domain.deadlines.queries.snapshot import snapshot
from lapor.domain.deadlines.rules import Allowed, TermLine, Timer
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotFound
from lapor.kernel.validity import is_in_force


class Office(Protocol):
    """What is needed of an organisation to compute its due days."""

    @property
    def pk(self) -> int:
        """Its key."""

    @property
    def zone(self) -> str:
        """Its time zone, ``Asia/Jakarta``."""

    @property
    def calendar_code(self) -> str:
        """The code of its calendar."""


def term_for(
    timer: Timer | str,
    *,
    classification: str = "",
    organisation_id: int | None = None,
    on: date,
) -> TermLine:
    """Return the limit valid on ``on`` (the day of arrival), from the copy.

    That of the class, else the one for all classes. An agency's own limit holds only
    while it is shorter than the nation's. Raises NotFound if the law had none then.
    """
    national = _valid(timer, classification, None, on)
    if national is None:
        raise NotFound(
            gettext("Belum ada batas waktu “{timer}” yang berlaku pada {on}.").format(
                timer=Timer(timer).label, on=on.isoformat()
            )
        )
    own = None
    if organisation_id is not None:
        own = _valid(timer, classification, organisation_id, on)
    is_shorter = own and own.unit == national.unit and own.amount < national.amount
    return own if own and is_shorter else national


def allowance(name: Allowed, *, on: date) -> int:
    """Return how often or how long something is allowed on ``on``, from the copy.

    The unit stands in the name's label. Raises NotFound if nothing was set for then.
    """
    for line in reversed(snapshot().allowances.get(name, [])):
        if is_in_force(line, on):
            return line.amount
    raise NotFound(
        gettext("Belum ada nilai “{name}” yang berlaku pada {on}.").format(
            name=name.label, on=on.isoformat()
        )
    )


def _valid(
    timer: Timer | str, classification: str, organisation_id: int | None, on: date
) -> TermLine | None:
    """Look for the class first, then for all classes."""
    known = snapshot().terms
    for code in dict.fromkeys((classification, "")):
        for line in reversed(known.get((timer, code, organisation_id), [])):
            if is_in_force(line, on):
                return line
    return None


def regulations() -> QuerySet[Regulation]:
    """Return the listed decrees, oldest first."""
    return Regulation.objects.all()


def regulation_named(key: int) -> Regulation:
    """Return one decree by its key; raises NotFound."""
    found = Regulation.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(gettext("Peraturan ini belum ada dalam daftar."))
    return found


def allowances(*, on: date | None = None) -> QuerySet[Allowance]:
    """Return what is allowed how often or how long: on a day, or all there ever was."""
    rows = Allowance.objects.select_related("regulation")
    return rows if on is None else rows.filter(in_force(on))


def terms() -> QuerySet[Term]:
    """Return every limit that holds, held or will hold, with decree and agency."""
    return Term.objects.select_related("regulation", "organisation")
