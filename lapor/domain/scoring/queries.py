"""Reads of versions of the instrument."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.kernel.errors import NotFound

from .models import Instrument
from .rules.words import InstrumentState


def instruments() -> QuerySet[Instrument]:
    """Return all versions, the newest first."""
    return Instrument.objects.select_related("proposed_by", "approved_by")


def instrument_numbered(version: int) -> Instrument:
    """Return one version, or raise NotFound."""
    found = instruments().filter(version=version).first()
    if found is None:
        raise NotFound(_("Versi bobot itu tidak ada."))
    return found


def instrument_on(day: date) -> Instrument:
    """Return the approved version in force on a day.

    Raises NotFound before the first one. Of two from the same day the later counts.
    """
    approved = instruments().filter(state=InstrumentState.APPROVED)
    found = approved.filter(valid_from__lte=day).order_by("-valid_from", "-version")
    instrument = found.first()
    if instrument is None:
        raise NotFound(
            _("Belum ada bobot penilaian yang berlaku pada %(day)s. Muat data rujukan.")
            % {"day": day.isoformat()}
        )
    return instrument


def waiting() -> QuerySet[Instrument]:
    """Return the versions that wait for approval, oldest first."""
    return instruments().filter(state=InstrumentState.PROPOSED).order_by("version")
