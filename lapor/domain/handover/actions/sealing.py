"""Sealing a package, opening it with a trace, destroying it.

The order is file, fsync, row: a row never names a file that a power cut has taken.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.handover.models import Handover, Package
from lapor.domain.handover.queries import live_package
from lapor.domain.handover.rules import Part, State, inspect, manifest_of, zipped
from lapor.domain.ledger.actions import record
from lapor.kernel import durable, pdf_signing
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.crypto import Sealed, vault
from lapor.kernel.errors import NotAllowedNow, NotFound
from lapor.kernel.rewrapping import Tell, rewrap, silent

FOLDER: Final = "handover"


def seal(handover: Handover, parts: Sequence[Part], *, at: datetime) -> Package | None:
    """Sign, zip, lock and keep what was put together; None when nobody wants it now.

    From here on it is due to be sent.
    """
    version = handover.packages.count() + 1
    manifest = manifest_of(handover.number, version, at.isoformat(), parts)
    content = zipped(manifest, pdf_signing.sign_bytes(manifest), parts)
    box = vault().seal(content, _aad(handover, version))
    path = f"{handover.number}-{version}.sealed"
    durable.write(_folder() / path, [box.sealed])
    with transaction.atomic():
        locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        if locked.voided_at or locked.state != State.CONSENTED:
            (_folder() / path).unlink(missing_ok=True)
            return None
        package = Package.objects.create(
            handover=locked,
            version=version,
            path=path,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            manifest=dict(inspect(content).manifest),
            key_id=box.key_id,
            wrapped_key=box.wrapped_key,
            made_at=at,
        )
        locked.next_attempt_at = at
        locked.save(update_fields=["next_attempt_at"])
        record(
            "handover.packed",
            subject=locked.case.ref,
            actor=SYSTEM,
            at=at,
            handover=locked.number,
            version=version,
            hash=package.sha256,
        )
    return package


def opened_package(handover: Handover, *, by: Actor, at: datetime) -> bytes:
    """Return the package in the clear, after the look itself has been written down.

    It holds the reporter's identity. Raises NotFound when there is none, NotAllowedNow
    when its hash is not that of the day it was sealed.
    """
    package = live_package(handover)
    if package is None or handover.voided_at is not None:
        raise NotFound(_("Paket ini belum dibuat, atau sudah ditarik pelapor."))
    with transaction.atomic():
        record(
            "handover.opened",
            subject=handover.case.ref,
            actor=by,
            at=at,
            handover=handover.number,
            version=package.version,
        )
    try:
        locked = (_folder() / package.path).read_bytes()
    except FileNotFoundError:
        raise NotFound(_("Berkas paket ini hilang. Hubungi pengelola.")) from None
    box = Sealed(package.key_id, bytes(package.wrapped_key), locked)
    content = vault().open(box, _aad(handover, package.version))
    if hashlib.sha256(content).hexdigest() != package.sha256:
        raise NotAllowedNow(_("Paket ini berubah sesudah disegel; jangan dipakai."))
    return content


def destroy_packages(handover: Handover, *, at: datetime) -> None:
    """Drop the keys of every package: part of the act that withdraws consent."""
    handover.packages.filter(destroyed_at=None).update(
        key_id="", wrapped_key=b"", destroyed_at=at
    )


def rewrap_packages(tell: Tell = silent) -> int:
    """Wrap the keys of all packages by the newest key; return how many."""
    rows = Package.objects.select_related("handover")
    return rewrap(rows, lambda row: _aad(row.handover, row.version), tell)


def drop_destroyed(*, at: datetime) -> int:
    """Remove the locked files that no key opens any more; returns how many."""
    paths = set(
        Package.objects.filter(destroyed_at__isnull=False).values_list(
            "path", flat=True
        )
    )
    gone = [_folder() / path for path in paths if (_folder() / path).exists()]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _folder() -> Path:
    return Path(settings.LAPOR_HOME) / FOLDER


def _aad(handover: Handover, version: int) -> bytes:
    return f"handover.package\0{handover.number}\0{version}".encode()
