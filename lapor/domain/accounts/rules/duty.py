"""Whether an officer can be reached, and whether a post stays filled. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from lapor.kernel.enums import Labelled, noop


class MailboxState(Labelled):
    """What last became of a message to an officer."""

    WORKING = "working", noop("Berfungsi")
    BOUNCED = "bounced", noop("Pesan ditolak")


class Absence(NamedTuple):
    """Days on which somebody is away (both included); ``deputy`` is a key or None."""

    first_on: date
    last_on: date
    deputy: int | None


class Held(NamedTuple):
    """A mandate that has begun and was not revoked, with what is known of its holder.

    ``until`` is its last day, None: without an end.
    """

    user: int
    until: date | None
    is_active: bool
    absences: tuple[Absence, ...]


def somebody_stays(
    held: Iterable[Held], *, without: int, on: date, until: date
) -> bool:
    """Say whether a post stays filled from ``on`` to ``until`` when one person goes.

    Another one counts who holds it all that time with an open account, and is away on
    no day of it, unless somebody else than the one who goes stands in for him.
    """
    return any(
        other.user != without
        and other.is_active
        and (other.until is None or other.until >= until)
        and not any(
            absence.first_on <= until
            and absence.last_on >= on
            and absence.deputy in {None, without}
            for absence in other.absences
        )
        for other in held
    )
