"""What holds for every chart, and what each one alone must show."""

import itertools
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from django.utils import translation

from lapor.domain.reports.charts import (
    Boxes,
    Chart,
    ControlChart,
    Funnel,
    HeatMap,
    MonthlyColumns,
    Pareto,
    Radar,
    Ranking,
    RegionMap,
    SlopeChart,
    Survival,
    Trend,
)
from lapor.domain.reports.charts.control import Point
from lapor.domain.reports.charts.drawing import FILLS, LETTER, SHADES, Drawing
from lapor.domain.reports.charts.map import Shaded, project, simplify
from lapor.domain.reports.charts.ranks import Interval, Slope
from lapor.domain.reports.charts.spread import Box
from lapor.domain.reports.rules.tables import Kind, Origin

SVG = "{http://www.w3.org/2000/svg}"
ORIGIN = Origin("Lapor", datetime(2026, 7, 1, tzinfo=UTC), "laporan yang masuk")
ODD = "A & <b>“kota”</b>"


def square(code: str, west: float) -> dict[str, object]:
    """A region of one degree."""
    ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    return {
        "properties": {"code": code, "name": f"Wilayah {code}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Mei",
    "Jun",
    "Jul",
    "Agu",
    "Sep",
    "Okt",
    "Nov",
    "Des",
]
OUTLINES = project([square("11", 95), square("12", 97), square("13", 99)])
CHARTS: dict[str, Chart] = {
    "columns": MonthlyColumns(
        ODD,
        ORIGIN,
        ("Belum", "Proses", "Selesai"),
        (("Jan 26", (3, 4, 5)), ("Feb 26", (0, 0, 0))),
    ),
    "survival": Survival(ODD, ORIGIN, 10, {0: 2, 5: 3, 20: 1}),
    "control": ControlChart(
        ODD, ORIGIN, (Point("T1", 90, 100), Point("T2", 40, 100), Point("T3", 0, 0))
    ),
    "funnel": Funnel(ODD, ORIGIN, (("Masuk", 10), ("Selesai", 4))),
    "pareto": Pareto(ODD, ORIGIN, ((ODD, 6), ("Lain", 4))),
    "heat": HeatMap(ODD, ORIGIN, tuple((day,) * 24 for day in range(7))),
    "slopes": SlopeChart(
        ODD, ORIGIN, "Dulu", "Kini", (Slope(ODD, 1, 2), Slope("B", 2, 1))
    ),
    "ranking": Ranking(
        ODD, ORIGIN, (Interval(ODD, 8000, 7000, 9000), Interval("B", None, None, None))
    ),
    "radar": Radar(
        ODD, ORIGIN, ("P", "T", "K", "R"), ((ODD, (8000, None, 5000, 100)),)
    ),
    "boxes": Boxes(
        ODD,
        ORIGIN,
        (Box(ODD, 9, *(Fraction(day) for day in (1, 2, 3, 5, 9))),),
    ),
    "trend": Trend(ODD, ORIGIN, ("2025", "2026"), (("Masuk", (7, None)),)),
    "map": RegionMap(
        ODD,
        ORIGIN,
        "TL",
        OUTLINES,
        (Shaded("11", "Aceh", 9, 10), Shaded("12", "Sumatera Utara", 0, 0)),
    ),
    "a year": MonthlyColumns(
        ODD,
        ORIGIN,
        ("Belum", "Selesai dan sudah ditanggapi oleh pelapornya sendiri"),
        tuple((f"{MONTHS[at]} 26", (800_000, 1_200_345)) for at in range(12)),
    ),
    "control of a year": ControlChart(
        ODD, ORIGIN, tuple(Point(f"{name} 26", 90, 100) for name in MONTHS)
    ),
    "equal ranks": SlopeChart(
        ODD,
        ORIGIN,
        "Semester pertama tahun lalu",
        "Semester pertama tahun ini",
        tuple(Slope(f"Kabupaten {at} yang bernama panjang", 1, 1) for at in range(9)),
    ),
    "nothing": MonthlyColumns(ODD, ORIGIN, ("Belum",), ()),
    "no cohort": Survival(ODD, ORIGIN, 0, {}),
    "no periods": ControlChart(ODD, ORIGIN, ()),
    "no topics": Pareto(ODD, ORIGIN, ()),
    "no ranks": SlopeChart(ODD, ORIGIN, "Dulu", "Kini", ()),
    "no map": RegionMap(ODD, ORIGIN, "TL", project([]), ()),
}


@pytest.fixture(params=sorted(CHARTS))
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]


class TestEveryChart:
    """Every chart …"""

    def test_is_a_picture_with_title_and_words(self, chart: Chart):
        root = ET.fromstring(chart.svg())

        titles = root.findall(f"{SVG}title"), root.findall(f"{SVG}desc")
        names = {each[0].get("id") for each in titles}
        assert root.get("role") == "img"
        assert set((root.get("aria-labelledby") or "").split()) == names
        assert titles[0][0].text == ODD

    def test_fits_a_small_telephone(self, chart: Chart):
        root = ET.fromstring(chart.svg())
        _left, _top, wide, _high = map(float, (root.get("viewBox") or "").split())

        sizes = [float(text.get("font-size") or 0) for text in root.iter(f"{SVG}text")]
        assert wide == 360
        assert all(size * 320 / 360 >= 6.5 for size in sizes)

    def test_has_no_script_and_no_style(self, chart: Chart):
        tags = {
            each.tag.removeprefix(SVG) for each in ET.fromstring(chart.svg()).iter()
        }
        keys = {
            key for each in ET.fromstring(chart.svg()).iter() for key in each.attrib
        }

        assert not tags & {"script", "style", "foreignObject", "image", "a"}
        assert "style" not in keys
        assert not any(key.startswith("on") for key in keys)

    def test_gives_the_same_bytes_for_the_same_data(self, chart: Chart):
        assert chart.svg() == chart.svg()

    def test_has_a_table_that_adds_up(self, chart: Chart):
        table = chart.table()

        assert table.check() is table
        assert table.title == ODD

    def test_keeps_its_points_inside(self, chart: Chart):
        for mark in ET.fromstring(chart.svg()).iter(f"{SVG}circle"):
            assert 0 <= float(mark.get("cx") or -1) <= 360

    def test_cuts_no_word_at_its_edges(self, chart: Chart):
        root = ET.fromstring(chart.svg())
        high = float((root.get("viewBox") or "").split()[3])

        for text in root.iter(f"{SVG}text"):
            size, x = float(text.get("font-size") or 0), float(text.get("x") or 0)
            wide = len(text.text or "") * size * LETTER
            start = {"start": x, "middle": x - wide / 2, "end": x - wide}
            left = start[text.get("text-anchor") or "start"]
            assert left >= -0.1, text.text
            assert left + wide <= 360.1, text.text
            assert float(text.get("y") or 0) + size / 5 <= high, text.text

    def test_reads_in_english_too(self, chart: Chart):
        with translation.override("en"):
            assert ET.fromstring(chart.svg()) is not None


def test_two_charts_on_a_page_share_no_id():
    ids = [
        each.get("id")
        for chart in (CHARTS["columns"], CHARTS["map"])
        for each in ET.fromstring(chart.svg()).iter()
        if each.get("id")
    ]

    assert len(set(ids)) == len(ids)


def test_fills_differ_without_colour():
    drawing = Drawing(10, "t", "d")
    fills = [drawing.fill(at) for at in range(FILLS)]
    solid = [lightness(fill) for fill in fills if fill.startswith("#")]

    assert len(set(fills)) == FILLS
    assert min(abs(a - b) for a in solid for b in solid if a != b) > 40


def test_shades_grow_darker_by_clear_steps():
    steps = [lightness(shade) for shade in SHADES]

    assert all(light - dark >= 25 for light, dark in itertools.pairwise(steps))


def lightness(colour: str) -> float:
    """What a grey copy makes of a colour, 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


class TestSurvival:
    """The survival curve …"""

    def test_never_rises_and_ends_with_those_who_still_wait(self):
        curve = Survival("s", ORIGIN, 10, {0: 2, 5: 3, 20: 1})
        waiting = [curve.waiting(day) for day in range(61)]

        assert waiting == sorted(waiting, reverse=True)
        assert (waiting[0], waiting[4], waiting[5], waiting[60]) == (8, 8, 5, 4)

    def test_draws_the_lines_of_the_law(self):
        words = [each.text for each in ET.fromstring(CHARTS["survival"].svg()).iter()]

        assert {"5", "14", "60"} <= set(words)


class TestControlChart:
    """The control chart …"""

    def test_marks_what_chance_does_not_explain(self):
        points = (*(Point(f"T{n}", 90, 100) for n in range(9)), Point("T9", 60, 100))
        chart = ControlChart("p", ORIGIN, points)

        assert [chart.is_out(point) for point in points] == [False] * 9 + [True]

    def test_is_wider_where_there_are_fewer_reports(self):
        chart = ControlChart("p", ORIGIN, (Point("T1", 90, 100), Point("T2", 9, 10)))
        few, many = chart.limits(10), chart.limits(1000)

        assert few.low < many.low < 0.9 < many.high < few.high

    def test_says_nothing_about_a_period_without_reports(self):
        chart = ControlChart("p", ORIGIN, (Point("T1", 0, 0),))

        assert not chart.is_out(chart.points[0])


class TestMap:
    """The map …"""

    def test_stripes_regions_without_data(self):
        root = ET.fromstring(CHARTS["map"].svg())
        fills = [each.get("fill") or "" for each in root.findall(f"{SVG}path")]

        assert fills[0] == SHADES[4]
        assert fills[1].startswith("url(")
        assert fills[2].startswith("url(")

    def test_leaves_out_points_on_a_straight_line(self):
        line = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (2.0, 2.0)]

        assert simplify(line) == [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]

    def test_keeps_the_shape_of_a_square(self):
        way = OUTLINES.regions[0].way

        assert way.count("L") == 4
        assert OUTLINES.height > 0


def test_the_heat_map_counts_every_hour_once():
    table = CHARTS["heat"].table()

    assert len(table.rows) == 24
    assert table.total
    assert table.total["all"] == 24 * sum(range(7))


def test_ranks_say_in_words_who_rose():
    rows = CHARTS["slopes"].table().lines()

    assert [row[3] for row in rows] == ["naik 1", "turun 1"]


def test_points_are_hundredths():
    table = CHARTS["ranking"].table()

    assert [column.kind for column in table.columns][2:] == [Kind.POINTS] * 3
