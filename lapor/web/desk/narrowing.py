"""The tab and the filters of a list, as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.cases.queries import Filters, Tab
from lapor.domain.cases.rules import Channel
from lapor.web.desk import choices

BIGGEST = 2**31 - 1


class NarrowingForm(forms.Form):
    """What narrows a list. Odd values narrow nothing."""

    tab = forms.CharField(required=False)
    klasifikasi = forms.SlugField(required=False, max_length=32)
    kategori = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST)
    unit = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST)
    kanal = forms.SlugField(required=False, max_length=32)


@dataclass(frozen=True, slots=True)
class Select:
    """One drop-down of the filter row."""

    name: str
    label: str
    options: SafeString


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A tab, its filters, and the part of the address that says so."""

    tab: Tab
    filters: Filters
    kept: Mapping[str, str]

    def address(self, **changes: str) -> str:
        """Return the query part of the address with some values changed."""
        values = {"tab": str(self.tab)} | dict(self.kept) | changes
        return f"?{urlencode({name: v for name, v in values.items() if v})}"


def narrowing(query: QueryDict) -> Narrowing:
    """Read tab and filters from an address."""
    form = NarrowingForm(query)
    form.is_valid()
    given = form.cleaned_data
    tab, channel = given.get("tab", ""), given.get("kanal", "")
    filters = Filters(
        classification=given.get("klasifikasi") or "",
        category_id=given.get("kategori"),
        unit_id=given.get("unit"),
        channel=channel if channel in set(Channel) else "",
    )
    kept = {
        "klasifikasi": filters.classification,
        "kategori": str(filters.category_id or ""),
        "unit": str(filters.unit_id or ""),
        "kanal": filters.channel,
    }
    return Narrowing(Tab(tab) if tab in set(Tab) else Tab.TODO, filters, kept)


def selects(request: HttpRequest, user: User, chosen: Narrowing) -> list[Select]:
    """Return the drop-downs; units only for who belongs to one agency with units."""
    lists: list[tuple[str, str, choices.Pairs]] = [
        ("klasifikasi", gettext("Klasifikasi"), choices.classes()),
        ("kategori", gettext("Kategori"), choices.topics()),
        ("unit", gettext("Unit kerja"), _units(user)),
        ("kanal", gettext("Kanal"), choices.channels()),
    ]
    everything = (("", gettext("Semua")),)
    return [
        Select(name, label, choices.options(everything + pairs, chosen.kept[name]))
        for name, label, pairs in lists
        if pairs
    ]


def _units(user: User) -> choices.Pairs:
    home = user.organisation
    if home is None or not home.is_agency:
        return ()
    return choices.units(home.pk)
