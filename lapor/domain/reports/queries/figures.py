"""The charts of a scope: each reads numbers and returns a drawing with its data."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from django.utils.dates import MONTHS_3
from django.utils.text import capfirst
from django.utils.translation import gettext

from lapor.domain.analytics.queries import daily
from lapor.domain.analytics.rules.indicator import percentile
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.queries import Evaluation, Scope
from lapor.domain.organisations.models import Organisation, Region, RegionBoundary
from lapor.domain.organisations.queries.regions import boundaries
from lapor.domain.reports.charts import (
    Boxes,
    ControlChart,
    Funnel,
    HeatMap,
    MonthlyColumns,
    Pareto,
    RegionMap,
    Survival,
    Trend,
)
from lapor.domain.reports.charts.control import Point
from lapor.domain.reports.charts.map import Outlines, Shaded, project
from lapor.domain.reports.charts.spread import Box
from lapor.domain.reports.queries.counts import Counted, topic_names
from lapor.domain.reports.rules.tables import Origin
from lapor.kernel.enums import noop, translate

SHORT: Final = {
    Bucket.UNVERIFIED: noop("Belum verifikasi"),
    Bucket.WAITING: noop("Belum TL"),
    Bucket.IN_PROCESS: noop("Proses"),
    Bucket.DONE: noop("Selesai"),
    Bucket.ON_HOLD: noop("Tertunda"),
    Bucket.ARCHIVED: noop("Arsip"),
}
TOPICS: Final = 10
BOXES: Final = 20
YEARS: Final = 5
PROVINCE: Final = 2  # signs of the code of a province
REGENCY: Final = 5
PERCENTS: Final = (10, 25, 50, 75, 90)


def monthly(counts: Counted) -> MonthlyColumns:
    """Return the reports of each month by official bucket."""
    cells = counts.by(lambda cell: (cell.month, cell.bucket))
    months = sorted({month for month, _bucket in cells})
    return MonthlyColumns(
        gettext("Laporan per bulan menurut keadaannya"),
        counts.origin,
        tuple(translate(SHORT[bucket]) for bucket in Bucket),
        tuple(
            (month_name(month), tuple(cells[month, bucket] for bucket in Bucket))
            for month in months
        ),
    )


def heat(counts: Counted) -> HeatMap:
    """Return on which weekday and at which hour reports came."""
    title = gettext("Hari dan jam laporan masuk")
    return HeatMap(title, counts.origin, counts.hours)


def topics(counts: Counted, *, most: int = TOPICS) -> Pareto:
    """Return the most reported topics, and the rest as one."""
    order = sorted(counts.topics.items(), key=lambda pair: (-pair[1], pair[0] or 0))
    names = topic_names(key for key, _n in order[:most])
    rows = [(names.get(key, str(key)), n) for key, n in order[:most]]
    if rest := sum(n for _key, n in order[most:]):
        rows.append((gettext("Topik lain"), rest))
    title = gettext("Topik yang paling banyak dilaporkan")
    return Pareto(title, counts.origin, tuple(rows))


def on_time(counts: Counted) -> ControlChart:
    """Return first follow-ups in time for each month of receipt (P7)."""
    kept: dict[int, int] = defaultdict(int)
    judged: dict[int, int] = defaultdict(int)
    for cell in counts.cells:
        kept[cell.month] += cell.kept
        judged[cell.month] += cell.judged
    return ControlChart(
        gettext("Tindak lanjut pertama tepat waktu per bulan laporan masuk"),
        counts.origin,
        tuple(Point(month_name(at), kept[at], judged[at]) for at in sorted(judged)),
    )


def funnel(found: Evaluation) -> Funnel:
    """Return how many came, were verified, dispatched, followed up, and are done."""
    buckets = found.total.buckets()
    done = buckets.get(Bucket.DONE, 0)
    followed = done + buckets.get(Bucket.IN_PROCESS, 0)
    dispatched = followed + buckets.get(Bucket.WAITING, 0)
    came = sum(buckets.values())
    steps = (
        (gettext("Masuk"), came),
        (gettext("Diverifikasi"), came - buckets.get(Bucket.UNVERIFIED, 0)),
        (gettext("Terdisposisi"), dispatched),
        (gettext("Ditindaklanjuti"), followed),
        (gettext("Selesai"), done),
    )
    return Funnel(gettext("Dari laporan masuk sampai selesai"), origin_of(found), steps)


def survival(found: Evaluation) -> Survival:
    """Return the share of dispatched reports without follow-up, day after day."""
    return Survival(
        gettext("Belum ditindaklanjuti menurut hari kerja"),
        origin_of(found),
        found.total.dispatched,
        dict(found.total.reading("P5").spread),
    )


def boxes(found: Evaluation, *, most: int = BOXES) -> Boxes:
    """Return how long members took until the first follow-up; the busiest first."""
    rows = []
    for line in found.lines:
        spread = line.reading("P5").spread
        n = sum(spread.values())
        if line.member and n:
            cuts = [percentile(spread, _hundredth(cut)) for cut in PERCENTS]
            rows.append(
                Box(line.member.name, n, *(cut or _hundredth(0) for cut in cuts))
            )
    rows.sort(key=lambda row: (-row.n, row.name))
    title = gettext("Hari kerja sampai tindak lanjut pertama")
    if len(rows) > most:
        title = gettext("%(title)s: %(n)s yang paling banyak laporannya") % {
            "title": title,
            "n": most,
        }
    return Boxes(title, origin_of(found), tuple(rows[:most]))


def years(scope: Scope, period: Period, origin: Origin) -> Trend:
    """Return reports received and closed in each of five years."""
    labels = [str(period.last.year - back) for back in range(YEARS - 1, -1, -1)]
    series = []
    on = period.last
    events: tuple[tuple[daily.Event, str], ...] = (
        ("received", gettext("Masuk")),
        ("closed", gettext("Ditutup")),
    )
    for event, label in events:
        amounts = tuple(_events(scope, int(year), event, on) for year in labels)
        series.append((label, amounts))
    title = gettext("Laporan masuk dan ditutup per tahun")
    return Trend(title, origin, tuple(labels), tuple(series))


def region_map(found: Evaluation) -> RegionMap | None:
    """Return follow-up (PTL) by province, or by regency inside one province.

    Agencies of the centre have no region and are in no map; None when there is none.
    """
    codes = [line.member.code for line in found.lines if line.member]
    homes = Organisation.objects.filter(code__in=codes, region__isnull=False)
    home = dict(homes.values_list("code", "region_id"))
    provinces = sorted({code[:PROVINCE] for code in home.values() if code})
    if not provinces:
        return None
    cut = PROVINCE if len(provinces) > 1 else REGENCY
    parts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in found.lines:
        code = home.get(line.member.code) if line.member else None
        if code and len(code) >= cut:
            reading = line.reading("P3")
            parts[code[:cut]][0] += reading.numerator
            parts[code[:cut]][1] += reading.denominator
    names = dict(Region.objects.filter(code__in=parts).values_list("code", "name"))
    return RegionMap(
        gettext("Laporan yang ditindaklanjuti pemerintah daerah, menurut wilayah"),
        origin_of(found),
        gettext("Ditindaklanjuti"),
        outlines(1) if cut == PROVINCE else outlines(2, provinces[0]),
        tuple(
            Shaded(code, names.get(code, code), *parts[code]) for code in sorted(parts)
        ),
    )


def outlines(level: int, within: str = "") -> Outlines:
    """Return the outlines of a level of regions, simplified and projected once."""
    return _outlines(level, within, RegionBoundary.objects.count())


@lru_cache(maxsize=64)
def _outlines(level: int, within: str, known: int) -> Outlines:
    """``known`` outlines are loaded; when more are, the map is drawn anew."""
    return project([dict(each) for each in boundaries(level, within)])


def origin_of(found: Evaluation) -> Origin:
    """Return where the numbers of an evaluation come from."""
    return Origin(gettext("Lapor, indikator monev"), found.at, found.basis.label)


def month_name(month: int) -> str:
    """Show a month that is written 202611, short."""
    return f"{capfirst(MONTHS_3[month % 100])} {month // 100 % 100:02}"


def _events(scope: Scope, year: int, event: daily.Event, on: date) -> int:
    days = daily.Days(date(year, 1, 1), date(year, 12, 31))
    if scope.kind == "overseen":
        members = [member.pk for member in scope.members(on=on)]
        return sum(daily.by_agency(days, event, agencies=members).values())
    agency = None if scope.kind == "nation" else scope.owner
    found = daily.by_day(days, agency_id=agency)
    return sum(events.get(event, 0) for events in found.values())


def _hundredth(percent: int) -> Fraction:
    return Fraction(percent, 100)
