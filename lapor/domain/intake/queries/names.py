"""What the names in an official export mean here; each name is looked up once."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from lapor.domain.cases.models import Category
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.rules import ExportedRow
from lapor.domain.organisations.models import Organisation, Region
from lapor.domain.organisations.queries import match_unit
from lapor.domain.organisations.rules import (
    OrganisationKind,
    level_of,
    name_key,
    normalise,
)

KINDS = ("agencies", "units", "categories", "regions", "channels")


class _Unit(NamedTuple):
    pk: int
    agency_id: int


class Names:
    """The names of one file. ``unmapped`` counts the rows of each name nobody knows."""

    def __init__(self, given: Organisation | None, named: Iterable[str]) -> None:
        """``given`` takes rows of unknown agencies; ``named`` are all names met."""
        self.unmapped: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        self._given = given
        self._agencies: dict[str, Organisation] = {}
        self._by_pk: dict[int, Organisation] = {}
        self._units: dict[str, list[_Unit]] = {}
        self._seen: dict[object, object] = {}
        self._places = _Places()
        self._topics = _Topics()
        for agency in Organisation.objects.exclude(kind=OrganisationKind.UNIT):
            self._by_pk[agency.pk] = agency
            for name in (agency.name, agency.code, *agency.aliases):
                self._agencies.setdefault(name_key(name), agency)
        keys = {name_key(name) for name in set(named)}
        self._named = {self._agencies[key].pk for key in keys if key in self._agencies}

    def agency(self, row: ExportedRow) -> Organisation | None:
        """Return who holds the case: the agency named, or that of the unit named."""
        key = name_key(row.agency)
        if key in self._agencies:
            return self._agencies[key]
        found = self._agency_of_unit(key) or self._agency_of_id(row.unit_id)
        if found is None and row.agency:
            self.unmapped["agencies"][row.agency] += 1
        return found or self._given

    def unit(self, row: ExportedRow, agency: Organisation) -> Organisation | None:
        """Return the unit the case was dispatched to, None for the agency itself.

        An unknown unit below a known one ("Instansi Induk") goes to the known one.
        """
        found = self._unit(agency, row.unit_id, row.unit)
        if found is None and (row.unit or row.unit_id):
            self.unmapped["units"][row.unit or f"#{row.unit_id}"] += 1
        if found is None and name_key(row.agency) not in self._agencies:
            found = self._unit(agency, None, row.agency)
        return None if found is None or found.pk == agency.pk else found

    def category(self, row: ExportedRow) -> int | None:
        """Return the key of the topic, by its official number or its name."""
        found = self._topics.find(row.category_id, row.category)
        if found is None and (row.category or row.category_id):
            self.unmapped["categories"][row.category or f"#{row.category_id}"] += 1
        return found

    def region(self, row: ExportedRow) -> str | None:
        """Return the code of the smallest place that is known under the ones above."""
        code, unknown = self._places.find(row.places)
        if unknown:
            self.unmapped["regions"][unknown] += 1
        return code

    def odd_channel(self, row: ExportedRow) -> Channel:
        """Return "other" and note the name of a channel we do not know."""
        if name := row.kept.get("Sumber Laporan"):
            self.unmapped["channels"][name] += 1
        return Channel.OTHER

    def left_over(
        self,
        row: ExportedRow,
        unit: Organisation | None,
        category: int | None,
        region: str | None,
    ) -> dict[str, str]:
        """Return what the file says and no column of ours can hold yet."""
        kept: dict[str, str] = {}
        if unit is None:
            kept["ID Instansi Terdisposisi"] = str(row.unit_id or "")
            kept["Instansi Terdisposisi"] = row.unit
        if category is None:
            kept["ID Kategori"] = str(row.category_id or "")
            kept["Kategori"] = row.category
        if any(row.places):
            kept["Wilayah"] = ", ".join(filter(None, row.places))
        kept["Wilayah terpetakan"] = region or ""
        if row.agency and name_key(row.agency) not in self._agencies:
            kept["Instansi Induk"] = row.agency
        return {name: value for name, value in kept.items() if value}

    def _unit(
        self, agency: Organisation, number: int | None, name: str
    ) -> Organisation | None:
        key = (agency.pk, number, name)
        if key not in self._seen:
            self._seen[key] = match_unit(agency, external_id=number, name=name)
        found = self._seen[key]
        return found if isinstance(found, Organisation) else None

    def _agency_of_unit(self, key: str) -> Organisation | None:
        """Find a unit by its name in the whole country; the file tells namesakes."""
        if not key:
            return None
        if not self._units:
            self._units = _units_by_name()
        agencies = {unit.agency_id for unit in self._units.get(key, ())}
        if self._given and self._given.pk in agencies:
            return self._given
        if len(agencies) > 1:
            agencies &= self._named
        return self._by_pk[agencies.pop()] if len(agencies) == 1 else None

    def _agency_of_id(self, number: int | None) -> Organisation | None:
        key = ("number", number)
        if number is not None and key not in self._seen:
            unit = Organisation.objects.filter(external_id=number).first()
            self._seen[key] = self._by_pk.get(unit.agency_id or 0) if unit else None
        found = self._seen.get(key)
        return found if isinstance(found, Organisation) else None


def _units_by_name() -> dict[str, list[_Unit]]:
    """Return units by their full name and by the name without the place."""
    found: dict[str, list[_Unit]] = defaultdict(list)
    units = Organisation.objects.filter(kind=OrganisationKind.UNIT).values_list(
        "pk", "name", "aliases", "agency_id", "agency__name"
    )
    for pk, name, aliases, agency_id, agency in units:
        keys = {
            key
            for each in (name, *aliases)
            for key in (name_key(each), name_key(each, agency))
        }
        for key in keys:
            found[key].append(_Unit(pk, agency_id))
    return found


class _Topics:
    """Topics by official number, then by name when only one has it."""

    def __init__(self) -> None:
        self._by_number: dict[int, int] = {}
        names: dict[str, set[int]] = defaultdict(set)
        rows = Category.objects.values_list("pk", "name", "external_id")
        for pk, name, number in rows:
            names[normalise(name)].add(pk)
            if number is not None:
                self._by_number[number] = pk
        self._by_name = {k: v.pop() for k, v in names.items() if len(v) == 1}

    def find(self, number: int | None, name: str) -> int | None:
        if number in self._by_number:
            return self._by_number[number]
        return self._by_name.get(normalise(name)) if name else None


class _Places:
    """Regions by their names from the province down; branches are read once."""

    def __init__(self) -> None:
        self._below: dict[str, dict[str, str]] = {}
        self._names: dict[str, str] = {}
        self._districts: dict[str, dict[str, set[str]]] = {}
        self._regencies: dict[str, set[str]] = defaultdict(set)
        for code, name in Region.objects.filter(level=2).values_list("code", "name"):
            self._regencies[_place_key(name, level=2)].add(code)

    def find(self, places: tuple[str, str, str, str]) -> tuple[str | None, str]:
        """Return the code of the deepest known place, and the name that broke it."""
        code = ""
        for level, name in enumerate(places, start=1):
            if not name:
                continue
            key = _place_key(name, level=level)
            found = self._down(code, level, key)
            if found is None:
                path = ", ".join(part for part in places[:level] if part)
                return code or None, path
            code = found
        return code or None, ""

    def _down(self, above: str, level: int, key: str) -> str | None:
        if level == 2 and not above:
            codes = self._regencies.get(key, set())
            return next(iter(codes)) if len(codes) == 1 else None
        if above and level == 3:
            return self._district(above, key)
        if (level_of(above) if above else 0) != level - 1:
            return None  # a level between is missing: names alone do not tell
        return self._children(above, level).get(key)

    def _district(self, above: str, key: str) -> str | None:
        """Find a district; people write the city for the regency of the same name."""
        direct = self._children(above, 3).get(key) if level_of(above) == 2 else None
        if direct:
            return direct
        codes = self._in_province(above[:2]).get(key, set())
        if level_of(above) == 2:
            codes = {
                code for code in codes if self._bare(code[:5]) == self._bare(above)
            }
        return next(iter(codes)) if len(codes) == 1 else None

    def _bare(self, regency: str) -> str:
        if not self._names:
            self._names = {
                code: key.partition(" ")[2]
                for key, codes in self._regencies.items()
                for code in codes
            }
        return self._names[regency]

    def _in_province(self, province: str) -> dict[str, set[str]]:
        if province not in self._districts:
            found: dict[str, set[str]] = defaultdict(set)
            rows = Region.objects.filter(level=3, code__startswith=f"{province}.")
            for code, name in rows.values_list("code", "name"):
                found[_place_key(name, level=3)].add(code)
            self._districts[province] = found
        return self._districts[province]

    def _children(self, above: str, level: int) -> dict[str, str]:
        if above not in self._below:
            below = Region.objects.filter(
                Q(parent=above) if above else Q(parent__isnull=True)
            )
            self._below[above] = {
                _place_key(name, level=level): code
                for code, name in below.values_list("code", "name")
            }
        return self._below[above]


def _place_key(name: str, *, level: int) -> str:
    """Return what spellings of a place share; "Bandung" is the regency.

    >>> _place_key("Kota Adm. Jakarta Pusat", level=2), _place_key("Bandung", level=2)
    ('kota jakarta pusat', 'kabupaten bandung')
    """
    words = normalise(name).split()
    words = [w for w in words if w not in {"adm", "administrasi", "provinsi"}]
    if level == 1 and words[:1] == ["dki"]:
        words = ["daerah", "khusus", "ibukota", *words[1:]]
    if level == 1 and words[:1] == ["di"]:
        words = ["daerah", "istimewa", *words[1:]]
    if level == 2:
        words = ["kabupaten" if w == "kab" else w for w in words]
        if words[:1] not in (["kabupaten"], ["kota"]):
            words = ["kabupaten", *words]
    if level > 2 and words[:1] in (["kec"], ["kecamatan"], ["kel"], ["kelurahan"]):
        words = words[1:]
    return " ".join(words)
