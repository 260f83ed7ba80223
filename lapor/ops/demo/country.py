"""The stage: agencies with their weight and pace, units by duty, places, topics."""

from collections import defaultdict
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from lapor.domain.cases.models import Category
from lapor.domain.organisations.models import Organisation, Region
from lapor.domain.organisations.queries import national_admin
from lapor.domain.organisations.rules import OrganisationKind
from lapor.ops.demo.days import zone_seconds
from lapor.ops.demo.life import Office
from lapor.ops.demo.topics import TOPICS, Topic

#: Where the demo officers of a local government work together.
HOME: Final = "pemda-33.74"
HOME_DUTIES: Final = "pekerjaan-umum"
PROVINCE: Final = "pemda-33"  # that guides it
#: Agencies that get the most reports, the heaviest first; the rest follows by lot.
HEAVY: Final = (
    *("pemda-31", "kemensos", HOME, "polri", "kemendikdasmen", "pemda-35.78"),
    *("bpjs-kesehatan", "pemda-32.73", "kemenpu", "kemenkes", "kemenatrbpn"),
    *("pemda-33", "pemda-35", "pemda-32.04", "kemenhub", "kemnaker", "pemda-36.71"),
    *("pemda-12.71", "pemda-73.71", "kemendagri", "pemda-32.76", "komdigi"),
)
TAIL: Final = 1.08  # exponent of the heavy tail over ranks
SILENT: Final = 0.06  # share of agencies to which nobody ever writes


class Place(NamedTuple):
    """A village with the names around it."""

    code: str
    village: str
    district: str


class Agency(NamedTuple):
    """An agency in the story. ``pace`` multiplies all its delays; 1 is average."""

    office: Office
    units: dict[str, list[Office]]
    anywhere: list[Office]
    territory: str  # Kemendagri code, empty for the nation
    pace: float
    admin: str
    deputy: str


class Country:
    """Everything a story needs to know of the reference data; read once."""

    def __init__(self, seed: int, officers: dict[str, str]) -> None:
        """``officers`` maps codes of organisations to who acts there ("user:12")."""
        luck = Random(f"country {seed}")  # noqa: S311 - a story, no secret
        self.officers = officers
        self.system = "system"
        organisations = list(
            Organisation.objects.filter(is_active=True)
            .order_by("code")
            .values_list(
                *("pk", "code", "name", "zone", "kind", "agency_id", "duties"),
                "region_id",
            )
        )
        units: dict[int, list[tuple[str, Office]]] = defaultdict(list)
        for pk, code, name, zone, kind, agency_id, duties, _region in organisations:
            if kind == OrganisationKind.UNIT:
                office = Office(pk, code, name, zone, zone_seconds(zone))
                units[agency_id].append((duties, office))
        self.agencies: dict[str, Agency] = {}
        for pk, code, name, zone, kind, _agency, _duties, region in organisations:
            if kind == OrganisationKind.UNIT:
                continue
            office = Office(pk, code, name, zone, zone_seconds(zone))
            self.agencies[code] = self._agency(office, units[pk], region or "", luck)
        self.panrb = self.agencies[national_admin().code]
        self.hands = {
            office.pk: officers[office.code]
            for agency in self.agencies.values()
            for office in agency.anywhere
            if office.code in officers
        }
        self._rank(luck)
        self._read_places()
        self._read_topics()

    def _agency(
        self, office: Office, units: list[tuple[str, Office]], region: str, luck: Random
    ) -> Agency:
        by_duty: dict[str, list[Office]] = defaultdict(list)
        for duties, unit in units:
            by_duty[duties].append(unit)
        anywhere = [unit for duties, unit in units if duties != "inspektorat"]
        admin = self.officers.get(office.code, self.system)
        deputy = self.officers.get(f"{office.code} deputy", "")
        pace = luck.lognormvariate(0, 0.55)
        return Agency(
            office, dict(by_duty), anywhere, region, min(pace, 4), admin, deputy
        )

    def _rank(self, luck: Random) -> None:
        heavy = [code for code in HEAVY if code in self.agencies]
        left_out = {*heavy, self.panrb.office.code}
        rest = [code for code in self.agencies if code not in left_out]
        luck.shuffle(rest)
        written_to = rest[: int(len(rest) * (1 - SILENT))]
        self.ranked = [self.agencies[code] for code in (*heavy, *written_to)]
        weights = [1 / (rank + 4) ** TAIL for rank in range(len(self.ranked))]
        self.cumulative = list(accumulate(weights))
        self.locals = [agency for agency in self.ranked if agency.territory]
        self.local_cumulative = list(
            accumulate(
                weight
                for weight, agency in zip(weights, self.ranked, strict=True)
                if agency.territory
            )
        )

    def _read_places(self) -> None:
        names = dict(Region.objects.filter(level=3).values_list("code", "name"))
        self.places: dict[str, list[Place]] = defaultdict(list)
        villages = Region.objects.filter(level=4).order_by("code")
        for code, name in villages.values_list("code", "name"):
            place = Place(code, name, names.get(code[:8], ""))
            self.places[code[:5]].append(place)
        self.regencies: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.places):
            self.regencies[code[:2]].append(code)
            self.regencies[""].append(code)
            self.regencies[code].append(code)

    def _read_topics(self) -> None:
        rows = list(
            Category.objects.filter(is_active=True)
            .order_by("slug")
            .values_list("slug", "pk")
        )
        known = dict(rows)
        self.topics: list[tuple[Topic, list[int]]] = [
            (topic, [known[slug] for slug in topic.slugs if slug in known])
            for topic in TOPICS
        ]
        self.others = [pk for slug, pk in rows if "lainnya" in slug]

    def place_in(self, agency: Agency, luck: Random) -> Place | None:
        """Return a village of the agency's territory; any for a ministry."""
        regencies = self.regencies.get(agency.territory[:5])
        if not regencies:
            return None
        return luck.choice(self.places[luck.choice(regencies)])
