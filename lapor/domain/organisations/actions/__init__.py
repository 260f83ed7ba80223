"""Writes of organisations, regions and oversight; each change a ledger entry."""

from lapor.domain.organisations.actions.editing import (
    add_appointment,
    add_appointments,
    add_oversight,
    change_oversight,
    end_oversight,
    oversight_numbered,
    save_appointment,
    save_organisation,
    save_region,
)
from lapor.domain.organisations.actions.loading import (
    REFERENCES,
    load_reference,
    organisation_rows,
)

__all__ = [
    "REFERENCES",
    "add_appointment",
    "add_appointments",
    "add_oversight",
    "change_oversight",
    "end_oversight",
    "load_reference",
    "organisation_rows",
    "oversight_numbered",
    "save_appointment",
    "save_organisation",
    "save_region",
]
