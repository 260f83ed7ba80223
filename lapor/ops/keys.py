"""The keys that wrap keys (KEK): which there are, what they lock, a newer one.

Everything that is sealed stands in ``STORES``: what is not named there would be lost
with the old key.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction

from lapor.domain.accounts.actions import factors_by_key, rewrap_factors
from lapor.domain.handover.actions import rewrap_packages
from lapor.domain.handover.models import Package
from lapor.domain.intake.actions import rewrap_boxes
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.ledger.actions import record
from lapor.domain.reporters.actions import rewrap_identities
from lapor.domain.reporters.models import Identity
from lapor.kernel.actor import SYSTEM
from lapor.kernel.enums import noop
from lapor.kernel.keyring import keyring
from lapor.kernel.rewrapping import Tell, counts_by_key


class Store(NamedTuple):
    """One kind of sealed thing: how many each key locks, and moving them."""

    title: str
    counts: Callable[[], Mapping[str, int]]
    rewrap: Callable[[Tell], int]


def _conversations() -> Mapping[str, int]:
    talks = Counter(counts_by_key(Talk.objects.all()))
    return talks + Counter(counts_by_key(Inbound.objects.all()))


STORES: Final[Mapping[str, Store]] = {
    "identities": Store(
        noop("Identitas pelapor"),
        lambda: counts_by_key(Identity.objects.all()),
        rewrap_identities,
    ),
    "conversations": Store(
        noop("Percakapan dan pesan masuk"), _conversations, rewrap_boxes
    ),
    "packages": Store(
        noop("Paket untuk Ombudsman"),
        lambda: counts_by_key(Package.objects.all()),
        rewrap_packages,
    ),
    "factors": Store(noop("Rahasia faktor kedua"), factors_by_key, rewrap_factors),
}


class Key(NamedTuple):
    """One wrapping key. ``file`` is empty when it is used and not in the folder."""

    file: str
    id: str
    is_newest: bool
    boxes: Mapping[str, int]

    @property
    def is_idle(self) -> bool:
        """True when nothing in the database needs it any more."""
        return not self.is_newest and not any(self.boxes.values())


def known_keys() -> list[Key]:
    """Return every wrapping key with what it locks, oldest first, missing ones last."""
    counts = {name: store.counts() for name, store in STORES.items()}
    files = keyring().files()
    used = {key for found in counts.values() for key in found}
    names = {key: file for file, key in files.items()}
    newest = list(files.values())[-1:]
    return [
        Key(
            names.get(key, ""),
            key,
            [key] == newest,
            {name: found.get(key, 0) for name, found in counts.items()},
        )
        for key in [*files.values(), *sorted(used - names.keys())]
    ]


@transaction.atomic
def make_key(*, at: datetime) -> str:
    """Make a new wrapping key and return its id; the older ones still open."""
    fresh = keyring().rotate()
    record("key.made", subject=f"key:{fresh}", actor=SYSTEM, at=at)
    return fresh


def rewrap_all(
    *, at: datetime, tell: Callable[[str], Tell] = lambda name: lambda moved: None
) -> dict[str, int]:
    """Move every sealed thing to the newest key; returns how many of each moved.

    Safe to run again and beside a running Lapor. A box that cannot be opened stops
    the run: CannotOpen or KeyMissing.
    """
    moved = {name: store.rewrap(tell(name)) for name, store in STORES.items()}
    newest, _key = keyring().newest()
    with transaction.atomic():
        record("key.rewrapped", subject=f"key:{newest}", actor=SYSTEM, at=at, **moved)
    return moved
