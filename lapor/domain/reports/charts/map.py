"""A map whose regions are shaded by a share (choropleth)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, hypot, radians
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext

from lapor.domain.reports.charts.drawing import (
    INK,
    SHADES,
    SOFT,
    WIDTH,
    Drawing,
)
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

Spot = tuple[float, float]
#: Lower ends of the five shades.
STEPS: Final = tuple(Fraction(step, 100) for step in (0, 25, 50, 75, 90))
BANDS: Final = ((0, 24), (25, 49), (50, 74), (75, 89), (90, 100))
EDGE: Final = 4.0
#: How far a line may move when points are left out, in units of the view box.
FINE: Final = 0.35


class Outline(NamedTuple):
    """A region as it is drawn: path data in the units of the view box."""

    code: str
    name: str
    way: str


class Outlines(NamedTuple):
    """The regions of a map and how high the map is."""

    regions: tuple[Outline, ...]
    height: float


class Shaded(NamedTuple):
    """What a region shows: ``part`` of ``n``; n = 0 means no data."""

    code: str
    name: str
    part: int
    n: int


@dataclass(frozen=True, slots=True)
class RegionMap:
    """A share by region. ``outlines`` come from ``project``; ``label`` names it."""

    title: str
    origin: Origin
    label: str
    outlines: Outlines
    values: tuple[Shaded, ...]

    def table(self) -> Table:
        """Return the regions by name, with counts and share, added up."""
        columns = (
            Column("name", gettext("Wilayah"), Kind.TEXT),
            Column("part", self.label, adds=True),
            Column("n", gettext("Semua"), adds=True),
            Column("share", gettext("Persen"), Kind.SHARE, part="part", whole="n"),
        )
        rows = tuple(value._asdict() for value in self.values)
        return Table(self.title, columns, rows, self.origin).summed(gettext("Jumlah"))

    def svg(self) -> str:
        """Draw the regions; those without data are striped."""
        drawing = Drawing(
            self.outlines.height + 36,
            self.title,
            gettext("Peta: makin gelap makin tinggi; bergaris berarti tidak ada data."),
        )
        known = {value.code: value for value in self.values}
        for region in self.outlines.regions:
            value = known.get(region.code)
            shade = drawing.fill(1)
            if value is not None and value.n:
                shade = SHADES[_step(Fraction(value.part, value.n))]
            drawing.raw(region.way, shade, INK, 0.3)
        self._key(drawing)
        return drawing.svg()

    def _key(self, drawing: Drawing) -> None:
        y, room = self.outlines.height + 4, (WIDTH - 8) / 3
        labels = [f"{low}\N{EN DASH}{high}%" for low, high in BANDS]
        for at, label in enumerate([*labels, gettext("tidak ada data")]):
            x, top = 4 + room * (at % 3), y + 16 * (at // 3)
            fill = SHADES[at] if at < len(SHADES) else drawing.fill(1)
            drawing.rect(x, top, 14, 10, fill, SOFT)
            drawing.text(x + 19, top + 9, label, size=10)


def project(features: Sequence[Mapping[str, Any]]) -> Outlines:
    """Return outlines of GeoJSON features (WGS 84) that fill the width of a drawing.

    The projection keeps shapes near the middle latitude; points that would move a
    line by less than ``FINE`` are left out, and islands too small to see.
    """
    spots = [spot for each in features for ring in _rings(each) for spot in ring]
    if not spots:
        return Outlines((), 0)
    west, east = min(x for x, _y in spots), max(x for x, _y in spots)
    south, north = min(y for _x, y in spots), max(y for _x, y in spots)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * EDGE) / max((east - west) * squeeze, 1e-9)

    def place(spot: Spot) -> Spot:
        x, y = spot
        return EDGE + (x - west) * squeeze * scale, EDGE + (north - y) * scale

    regions = tuple(
        Outline(str(each["properties"]["code"]), str(each["properties"]["name"]), way)
        for each in features
        if (way := _way([list(map(place, ring)) for ring in _rings(each)]))
    )
    return Outlines(regions, 2 * EDGE + (north - south) * scale)


def simplify(points: Sequence[Spot], fine: float = FINE) -> list[Spot]:
    """Return the points that matter (Douglas and Peucker, 1973)."""
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = 0.0, 0
        for number in range(first + 1, last):
            distance = _distance(points[number], points[first], points[last])
            if distance > far:
                far, at = distance, number
        if far > fine:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [points[at] for at in sorted(keep)]


def _way(rings: list[list[Spot]]) -> str:
    """Return the path of a region; its largest ring stays, however small it is."""
    rings = sorted(rings, key=_size, reverse=True)
    shown = [ring for at, ring in enumerate(rings) if at == 0 or _size(ring) > 2 * FINE]
    return "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in simplify(ring)) + "Z"
        for ring in shown
    )


def _size(ring: list[Spot]) -> float:
    wide = max(x for x, _y in ring) - min(x for x, _y in ring)
    high = max(y for _x, y in ring) - min(y for _x, y in ring)
    return hypot(wide, high)


def _rings(feature: Mapping[str, Any]) -> Iterator[list[Spot]]:
    geometry = feature["geometry"]
    bodies = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        bodies = [bodies]
    for body in bodies:
        for ring in body:
            yield [(float(spot[0]), float(spot[1])) for spot in ring]


def _distance(point: Spot, start: Spot, end: Spot) -> float:
    wide, high = end[0] - start[0], end[1] - start[1]
    length = hypot(wide, high)
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    area = wide * (start[1] - point[1]) - (start[0] - point[0]) * high
    return abs(area) / length


def _step(share: Fraction) -> int:
    return max(at for at, least in enumerate(STEPS) if share >= least)
