"""What may be asked of the vault without opening anything."""

from datetime import date
from typing import Final

from django.db.models import QuerySet

from lapor.kernel.errors import Invalid
from lapor.kernel.ids import digest

from .models import ContactIndex, Identity
from .rules import email_normalised, phone_normalised

_INDEX_BYTES: Final = 16


def handle_of(case_number: str) -> bytes:
    """Return the name under which the vault keeps the reporter of a case."""
    return digest(case_number, "identity")


def has_identity(case_number: str) -> bool:
    """Say whether an identity is kept and not destroyed."""
    return (
        Identity.objects.filter(handle=handle_of(case_number))
        .exclude(wrapped_key=b"")
        .exists()
    )


def case_handles_by_contact(contact: str) -> set[bytes]:
    """Return the handles of cases whose open reporter has this phone or e-mail.

    Compare with ``handle_of`` of the cases a person may see. Anonymous reporters are
    never found; neither is anybody by what is no contact.
    """
    index = contact_digest(contact)
    if index is None:
        return set()
    found = ContactIndex.objects.filter(digest=index).values_list("handle", flat=True)
    return {bytes(handle) for handle in found}


def contact_digest(contact: str) -> bytes | None:
    """Return the blind index of a contact, None when it is neither phone nor e-mail."""
    try:
        plain = (
            email_normalised(contact).lower()
            if "@" in contact
            else phone_normalised(contact)
        )
    except Invalid:
        return None
    return digest(plain, "contact index")[:_INDEX_BYTES] if plain else None


def ended(*, on: date) -> "QuerySet[Identity]":
    """Return identities whose retention ended before this day, not yet destroyed."""
    return (
        Identity.objects.filter(kept_until__lt=on)
        .exclude(wrapped_key=b"")
        .order_by("kept_until", "id")
    )
