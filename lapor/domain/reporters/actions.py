"""Keeping, opening, correcting and destroying identities.

Whether somebody may look is decided in the rooms above (``cases.policies``): they know
the case. Here every look leaves its trace first, whoever it is.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor
from lapor.kernel.crypto import vault
from lapor.kernel.errors import Invalid, NotFound
from lapor.kernel.rewrapping import Tell, rewrap, silent
from lapor.kernel.sweeping import one_by_one

from .models import ContactIndex, Identity
from .queries import (
    FORMER,
    contact_digest,
    content_of,
    ended,
    former_in,
    handle_of,
    has_identity,
    place_of,
)
from .rules import CONTACTS, Former, Person, Reason, Shredding, checked

_BLOCK: Final = 256  # bytes: the length of a box must not tell the length of a name
_BATCH: Final = 500


class Kept(NamedTuple):
    """One identity to keep, for ``keep_many``."""

    case_number: str
    person: Person
    is_anonymous: bool
    kept_until: date | None = None


def keep_identity(
    *,
    case_number: str,
    person: Person,
    is_anonymous: bool,
    by: Actor,
    at: datetime,
    kept_until: date | None = None,
) -> None:
    """Seal who reported a case; once for each case.

    Part of the transaction that opens the case, whose own fact tells of it: ``by`` and
    ``at`` are not kept here, since a time would lead from case to identity. Raises
    Invalid with a sentence for each wrong field.
    """
    keep_many([Kept(case_number, person, is_anonymous, kept_until)], by=by, at=at)


def keep_many(entries: Iterable[Kept], *, by: Actor, at: datetime) -> int:
    """Seal many identities at once, for imports and made-up countries."""
    identities: list[Identity] = []
    contacts: list[ContactIndex] = []
    for entry in entries:
        person = checked(entry.person)
        handle = handle_of(entry.case_number)
        identities.append(_sealed(entry.case_number, handle, person, entry.kept_until))
        if not entry.is_anonymous:
            contacts += _indexed(handle, person)
    with transaction.atomic(savepoint=False):  # one statement each is all it costs
        Identity.objects.bulk_create(identities, batch_size=_BATCH)
        ContactIndex.objects.bulk_create(contacts, batch_size=_BATCH)
    return len(identities)


def look_at_identity(
    *, case_number: str, by: Actor, at: datetime, reason: str
) -> Person:
    """Return who reported a case, after the look itself has been written down.

    The entry is committed before anything is opened, so no crash can hide a look. Call
    it outside of a transaction (RuntimeError otherwise). ``reason`` is a value of
    Reason: raises Invalid for another, NotFound when nothing is kept.
    """
    try:
        why = Reason(reason)
    except ValueError:
        raise Invalid(_("Pilih alasan membuka identitas dari daftar.")) from None
    identity = _kept(case_number)
    with transaction.atomic(durable=True):
        record(
            "identity.viewed",
            subject=f"case:{case_number}",
            actor=by,
            at=at,
            reason=why.value,
        )
    return _opened(identity)


@transaction.atomic
def correct_identity(
    *, case_number: str, person: Person, is_anonymous: bool, by: Actor, at: datetime
) -> None:
    """Replace what is kept of a reporter (right to correction, UU 27/2022 art. 6).

    The old content is destroyed with its key. A telephone or mail address that is
    given up stays in the box until its owner has been told (``forget_former``): if it
    was not he who changed it, he must hear of it. Raises Invalid or NotFound.
    """
    person = checked(person)
    old = _kept(case_number, for_change=True)
    handle = bytes(old.handle)
    former = [*former_in(content_of(old)), *_given_up(_opened(old), person)]
    _replace(old, _sealed(case_number, handle, person, old.kept_until, former))
    ContactIndex.objects.filter(handle=handle).delete()
    if not is_anonymous:
        ContactIndex.objects.bulk_create(_indexed(handle, person))
    record(
        "identity.corrected",
        subject=f"case:{case_number}",
        actor=by,
        at=at,
        given=person.given,
    )


@transaction.atomic
def change_contact(
    *,
    case_number: str,
    email: str,
    phone: str,
    is_anonymous: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Change how a reporter can be reached; what is left empty stays as it is.

    Who gave nothing before can be reached from now on. Raises Invalid.
    """
    new = checked(Person(email=email, phone=phone))
    if new.is_empty:
        raise Invalid(_("Isi surel atau nomor telepon yang baru."))
    if has_identity(case_number):
        old = _opened(_kept(case_number, for_change=True))
        person = replace(old, **{name: getattr(new, name) for name in new.given})
        correct_identity(
            case_number=case_number,
            person=person,
            is_anonymous=is_anonymous,
            by=by,
            at=at,
        )
        return
    # Never there, or destroyed at his own request: he begins anew.
    Identity.objects.filter(handle=handle_of(case_number)).delete()
    keep_identity(
        case_number=case_number, person=new, is_anonymous=is_anonymous, by=by, at=at
    )
    record(
        "identity.corrected",
        subject=f"case:{case_number}",
        actor=by,
        at=at,
        given=new.given,
    )


@transaction.atomic
def forget_former(case_number: str, marks: Collection[str]) -> None:
    """Destroy addresses that a reporter has given up: their owners were told."""
    kept = Identity.objects.select_for_update().filter(handle=handle_of(case_number))
    for old in kept.exclude(wrapped_key=b""):
        former = former_in(content_of(old))
        left = [each for each in former if each.mark not in marks]
        if left != former:
            handle, person = bytes(old.handle), _opened(old)
            _replace(old, _sealed(case_number, handle, person, old.kept_until, left))


@transaction.atomic
def hide_contact(*, case_number: str, by: Actor, at: datetime) -> None:
    """Take a reporter out of the contact search, when a case becomes anonymous.

    Part of the act that switches the protection on, whose own fact tells of it.
    """
    ContactIndex.objects.filter(handle=handle_of(case_number)).delete()


@transaction.atomic
def shred(
    *, case_number: str, by: Actor, at: datetime, reason: Shredding = Shredding.REQUEST
) -> None:
    """Destroy an identity: its key, its box and its contacts (UU 27/2022 art. 43-44).

    The case stays. Raises NotFound when nothing is kept.
    """
    _destroy(_kept(case_number, for_change=True), case_number, by, at, reason)


def shred_ended(*, on: date, by: Actor, at: datetime) -> int:
    """Destroy identities whose retention ended before ``on``; return how many.

    Safe to run again: what is destroyed is not found any more. One that cannot be
    opened (its key is missing) holds up none behind it.
    """
    keys = list(ended(on=on).values_list("pk", flat=True))
    return one_by_one(keys, lambda key: _shred_if_ended(key, on, by, at))


@transaction.atomic
def _shred_if_ended(key: UUID, on: date, by: Actor, at: datetime) -> bool:
    identity = ended(on=on).select_for_update().filter(pk=key).first()
    if identity is None:  # another worker was faster
        return False
    number = content_of(identity)["case"]
    _destroy(identity, number, by, at, Shredding.EXPIRED)
    return True


def rewrap_identities(tell: Tell = silent) -> int:
    """Move every box to the newest key; return how many."""
    return rewrap(Identity.objects.all(), lambda row: place_of(bytes(row.handle)), tell)


def _destroy(
    identity: Identity, number: str, by: Actor, at: datetime, reason: Shredding
) -> None:
    identity.key_id, identity.wrapped_key, identity.sealed = "", b"", b""
    identity.save(update_fields=["key_id", "wrapped_key", "sealed"])
    ContactIndex.objects.filter(handle=bytes(identity.handle)).delete()
    record(
        "identity.shredded",
        subject=f"case:{number}",
        actor=by,
        at=at,
        reason=reason.value,
    )


def _kept(case_number: str, *, for_change: bool = False) -> Identity:
    kept = Identity.objects.filter(handle=handle_of(case_number))
    if for_change:
        kept = kept.select_for_update()
    identity = kept.exclude(wrapped_key=b"").first()
    if identity is None:
        raise NotFound(_("Tidak ada identitas pelapor yang tersimpan."))
    return identity


def _replace(old: Identity, new: Identity) -> None:
    new.pk = old.pk
    new.save(force_update=True)


def _given_up(old: Person, new: Person) -> list[Former]:
    """Return the contacts of the old person that the new one does not have."""
    return [
        Former(name, getattr(old, name), secrets.token_hex(8))
        for name in CONTACTS
        if getattr(old, name) and getattr(old, name) != getattr(new, name)
    ]


def _sealed(
    case_number: str,
    handle: bytes,
    person: Person,
    kept_until: date | None,
    former: Sequence[Former] = (),
) -> Identity:
    payload = {
        "case": case_number,
        **{name: getattr(person, name) for name in person.given},
        **({FORMER: former} if former else {}),
    }
    plain = json.dumps(payload, ensure_ascii=False).encode()
    plain += b" " * (-len(plain) % _BLOCK)
    box = vault().seal(plain, place_of(handle))
    return Identity(
        handle=handle,
        key_id=box.key_id,
        wrapped_key=box.wrapped_key,
        sealed=box.sealed,
        kept_until=kept_until,
    )


def _opened(identity: Identity) -> Person:
    payload = content_of(identity)
    return Person(**{each.name: payload.get(each.name, "") for each in fields(Person)})


def _indexed(handle: bytes, person: Person) -> list[ContactIndex]:
    digests = {contact_digest(contact) for contact in (person.phone, person.email)}
    return [ContactIndex(handle=handle, digest=found) for found in digests if found]
