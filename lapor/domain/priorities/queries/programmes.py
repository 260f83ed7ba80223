"""Programmes: what a report is about, and who watches over it."""

from collections.abc import Iterable
from datetime import date

from lapor.domain.priorities.models import Programme
from lapor.domain.priorities.rules import ProgrammeRow, programmes_found
from lapor.domain.priorities.rules.programmes import in_force
from lapor.kernel.memory import remembered
from lapor.kernel.validity import is_in_force


@remembered
def programme_rows() -> tuple[ProgrammeRow, ...]:
    """Return every row of every programme; a few seconds old at the most."""
    return tuple(row.as_row() for row in Programme.objects.all())


def programmes_for(
    text: str, region: str, categories: Iterable[str], on: date
) -> list[str]:
    """Return the codes of the programmes a report is about, the best founded first.

    ``region`` is a Kemendagri code or empty, ``categories`` are slugs: the topic and
    those above it.
    """
    rows = programme_rows()
    return programmes_found(text, rows, region=region, categories=categories, on=on)


def programme_on(code: str, on: date) -> ProgrammeRow | None:
    """Return the row of a programme that counts on a day, or None: no such code."""
    return in_force(code, programme_rows(), on)


def watched_by(organisation_id: int, on: date) -> frozenset[str]:
    """Return the programmes whose tagged reports an organisation watches on a day."""
    codes = {row.code for row in programme_rows()}
    found = ((code, programme_on(code, on)) for code in codes)
    return frozenset(
        code for code, row in found if row and row.overseer == organisation_id
    )


def programme_choices(on: date) -> list[tuple[str, str]]:
    """Return the programmes valid on a day, for a form."""
    return [(row.code, row.name) for row in programme_rows() if is_in_force(row, on)]
