"""The menu of evaluation: every page a person may open, and none he may not."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.web import access

#: Route and words, in the order of the menu. A route that does not exist is left out.
PAGES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("monev:home", _("Beranda")),
    ("monev:brief", _("Ringkasan")),
    ("monev:rounds", _("Putaran")),
    ("monev:numbers", _("Angka")),
    ("monev:charts", _("Grafik")),
    ("monev:ranking", _("Peringkat")),
    ("monev:documents", _("Dokumen")),
    ("monev:samples", _("Mutu jawaban")),
    ("monev:issues", _("Pencegahan")),
    ("monev:plans", _("Rencana aksi")),
    ("monev:recommendations", _("Rekomendasi")),
    ("monev:findings", _("Temuan")),
    ("monev:audit", _("Meja APIP")),
    ("monev:lhm", _("Laporan hasil monev")),
    ("monev:instruments", _("Bobot penilaian")),
    ("monev:registers", _("Register luring")),
    ("monev:surveys", _("Survei")),
    ("monev:editions", _("Kompetisi")),
    ("monev:practices", _("Praktik baik")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; ``name`` is that of its route."""

    name: str
    label: str | Promise
    url: str
    is_current: bool


def entries_for(request: HttpRequest) -> list[Entry]:
    """Return the pages this person may open; the page he is on is marked."""
    found: list[tuple[str, str | Promise, str]] = []
    for name, label in PAGES:
        need = access.TABLE.get(name)
        if need is None or not access.meets(request.user, need):
            continue
        try:
            found.append((name, label, reverse(name)))
        except NoReverseMatch:
            continue
    path = request.path.replace("/monev/lembar/", "/monev/putaran/", 1)
    home = reverse("monev:home")
    here = max(
        (url for *_words, url in found if path.startswith(url) and url != home),
        key=len,
        default=home if path == home else "",
    )
    return [Entry(name, label, url, url == here) for name, label, url in found]
