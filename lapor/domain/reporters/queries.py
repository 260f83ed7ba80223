"""What may be asked of the vault: by digests, and contacts for what we send."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from lapor.kernel.crypto import Sealed, vault
from lapor.kernel.errors import Invalid
from lapor.kernel.ids import digest

from .models import ContactIndex, Identity
from .rules import Former, Person, email_normalised, phone_normalised

_INDEX_BYTES: Final = 16
_CONTACTS: Final = ("email", "phone", "chat")
FORMER: Final = "former"  # what a box may hold beside a person, for a while


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


def same_reporter(number: str, among: Collection[str]) -> set[str]:
    """Return which of these cases have a telephone or an address in common with one.

    Only open reporters: nobody may find out that an anonymous one is the same.
    """
    own = ContactIndex.objects.filter(handle=handle_of(number)).values("digest")
    handles = {handle_of(each): each for each in among}
    found = ContactIndex.objects.filter(handle__in=list(handles), digest__in=own)
    return {handles[bytes(row)] for row in found.values_list("handle", flat=True)}


def distinct_reporters(numbers: Collection[str]) -> int:
    """Return how many different persons reported these cases, at most.

    Open reporters who share a telephone or an address count once. An anonymous one
    counts for himself: nobody may find out whether two of them are the same.
    """
    handles = {handle_of(number) for number in numbers}
    rows = ContactIndex.objects.filter(handle__in=handles)
    leader: dict[bytes, bytes] = {}

    def find(key: bytes) -> bytes:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for handle, index in rows.values_list("handle", "digest"):
        leader[find(bytes(handle))] = find(bytes(index))
    return len({find(handle) for handle in handles})


def contacts_for_delivery(numbers: Collection[str]) -> dict[str, Person]:
    """Return how the reporters of these cases can be reached, where anything is kept.

    Names, addresses and identity numbers stay shut. For the room ``notifications``
    alone (a house test sees to it): its delivery log says what went to whom, so no
    look is recorded here.
    """
    handles = {handle_of(number): number for number in numbers}
    found = {}
    kept = Identity.objects.filter(handle__in=handles).exclude(wrapped_key=b"")
    for identity in kept if handles else ():
        content = content_of(identity)
        given = {name: content[name] for name in _CONTACTS if content.get(name)}
        if given:
            found[handles[bytes(identity.handle)]] = Person(**given)
    return found


def former_contacts(numbers: Collection[str]) -> dict[str, list[Former]]:
    """Return the addresses given up whose owners have not been told, oldest first.

    For the room ``notifications`` alone, as ``contacts_for_delivery``.
    """
    handles = {handle_of(number): number for number in numbers}
    kept = Identity.objects.filter(handle__in=handles).exclude(wrapped_key=b"")
    return {
        handles[bytes(identity.handle)]: former_in(content_of(identity))
        for identity in (kept if handles else ())
    }


def former_in(content: Mapping[str, Any]) -> list[Former]:
    """Return the addresses given up that a box still holds."""
    return [Former(*each) for each in content.get(FORMER, ())]


def content_of(identity: Identity) -> dict[str, Any]:
    """Open the box of an identity. Raises CannotOpen or KeyMissing."""
    plain = vault().open(box_of(identity), place_of(bytes(identity.handle)))
    payload: dict[str, Any] = json.loads(plain)
    return payload


def box_of(identity: Identity) -> Sealed:
    """Return the box as it is stored."""
    return Sealed(identity.key_id, bytes(identity.wrapped_key), bytes(identity.sealed))


def place_of(handle: bytes) -> bytes:
    """Return what binds a box to its row: moved elsewhere it does not open."""
    return b"reporters.identity\0" + handle
