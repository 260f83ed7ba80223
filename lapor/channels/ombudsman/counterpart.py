"""Who takes packages for the Ombudsman, and what goes to him."""

from pathlib import Path
from typing import Protocol

from django.conf import settings

from lapor.channels.ombudsman.file_drop import FileDrop
from lapor.channels.ombudsman.http import OverHTTP
from lapor.channels.ombudsman.parcel import Parcel

__all__ = ["Counterpart", "Parcel", "counterpart"]


class Counterpart(Protocol):
    """The other side. Both calls may be repeated: the number makes twice once.

    They raise ``Unreachable`` (try again) or ``Refused`` (never again).
    """

    def hand_over(self, parcel: Parcel) -> str:
        """Deliver a package; return the other side's name for it, or ""."""

    def take_back(self, number: str) -> None:
        """Say that the reporter withdrew his consent."""


def counterpart() -> Counterpart | None:
    """Return the adapter that ``LAPOR_OMBUDSMAN`` names; None when it is empty."""
    wanted = str(settings.LAPOR_OMBUDSMAN)
    if not wanted:
        return None
    if wanted.startswith("drop:"):
        return FileDrop(Path(wanted.removeprefix("drop:")))
    return OverHTTP(wanted, key=settings.LAPOR_OMBUDSMAN_SECRET)
