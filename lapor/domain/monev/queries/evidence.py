"""Files that prove an item: who may fetch one, and whose they are."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.monev.models import Evidence, Sheet, SheetItem
from lapor.kernel.errors import NotAllowedNow, NotFound

from .rounds import sheets_seen_by


def item_of(sheet: Sheet, key: str) -> SheetItem:
    """Return one item of a sheet, or raise NotFound."""
    found = sheet.items.filter(key=key[:40]).first()
    if found is None:
        raise NotFound(_("Butir itu tidak ada dalam lembar kerja ini."))
    return found


def evidence_of(sheet: Sheet) -> dict[int, list[Evidence]]:
    """Return the files that stand, by the id of their item."""
    found: dict[int, list[Evidence]] = {}
    for file in Evidence.objects.filter(item__sheet=sheet, removed_at=None):
        found.setdefault(file.item_id, []).append(file)
    return found


def evidence_seen_by(user: User, key: str, *, on: date) -> Evidence:
    """Return a file of a sheet this person may read, or raise NotFound.

    Raises NotAllowedNow for a file that is not scanned yet, or was found infected.
    """
    seen = sheets_seen_by(user, on=on)
    file = Evidence.objects.filter(key=key, item__sheet__in=seen).first()
    if file is None:
        raise NotFound(_("Berkas tidak ditemukan."))
    if not file.is_open:
        raise NotAllowedNow(
            _("Berkas ini belum selesai dipindai. Coba lagi beberapa saat lagi.")
        )
    return file


def known_evidence(keys: Iterable[str]) -> set[str]:
    """Return which of these keys belong to a sheet; the others are left over."""
    found = Evidence.objects.filter(key__in=list(keys))
    return set(found.values_list("key", flat=True))
