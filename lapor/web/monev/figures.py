"""Charts of a scope that only pages have; the others are those of the documents.

Each function returns a chart of ``reports.charts`` from stored counts, or None where
there is nothing to draw.
"""

from datetime import date, datetime
from typing import Final

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.analytics.queries import buckets_by_month, daily, standing
from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.analytics.rules.periods import Period, parse_period
from lapor.domain.cases.models import Category
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.models import Result
from lapor.domain.monev.queries import Evaluation
from lapor.domain.monev.queries.rounds import results_seen_by
from lapor.domain.monev.rules.words import SETTLED
from lapor.domain.reports.charts import (
    ControlChart,
    MonthlyColumns,
    Pareto,
    Radar,
    SlopeChart,
)
from lapor.domain.reports.charts.control import Point
from lapor.domain.reports.charts.ranks import Slope
from lapor.domain.reports.queries.figures import origin_of
from lapor.domain.reports.rules.tables import Origin
from lapor.kernel.enums import translate
from lapor.web.monev.pages import evaluation

TOPICS: Final = 12
SLOPES: Final = 40


def on_time(found: Evaluation, on: date) -> ControlChart | None:
    """Return first follow-ups in time for each quarter that was counted ahead."""
    points = []
    for period in _quarters(on):
        if standing.counted_at(period, Basis.COHORT) is None:
            continue
        reading = evaluation(found.scope, period, Basis.COHORT).total.reading("P7")
        if reading.denominator:
            points.append(Point(period.name, reading.numerator, reading.denominator))
    if not points:
        return None
    return ControlChart(
        gettext("Tindak lanjut pertama tepat waktu, dengan batas kendali"),
        origin_of(found),
        tuple(points),
    )


def topics(found: Evaluation) -> Pareto | None:
    """Return the most reported topics of an agency; None for other scopes."""
    if found.scope.kind != "units":
        return None
    counts = daily.by_dimension(
        _days(found.period), "received", "category_id", agency_id=found.scope.owner
    )
    if not counts:
        return None
    keys = [key for key in counts if isinstance(key, int)]
    names = dict(Category.objects.filter(pk__in=keys).values_list("pk", "name"))
    order = sorted(counts.items(), key=lambda pair: -pair[1])
    rows = [
        (
            translate(names[key])
            if isinstance(key, int) and key in names
            else gettext("Belum dikategorikan"),
            n,
        )
        for key, n in order[:TOPICS]
    ]
    if rest := sum(n for _key, n in order[TOPICS:]):
        rows.append((gettext("Topik lain"), rest))
    return Pareto(gettext("Topik terbanyak"), origin_of(found), tuple(rows))


def months(found: Evaluation) -> MonthlyColumns | None:
    """Return what came each month and where it stands now, by bucket.

    Of the nation or of one agency; None for other scopes.
    """
    if found.scope.kind not in ("nation", "units"):
        return None
    agency = found.scope.owner if found.scope.kind == "units" else None
    first, last = (
        day.year * 100 + day.month for day in (found.period.first, found.period.last)
    )
    rows = {
        month: counts
        for month, counts in buckets_by_month(agency).items()
        if first <= month <= last and counts.total
    }
    if not rows:
        return None
    origin = Origin(
        gettext("Lapor, hitungan tersimpan"),
        found.at,
        gettext("Laporan yang masuk pada bulan itu, menurut keadaannya sekarang"),
    )
    return MonthlyColumns(
        gettext("Laporan masuk tiap bulan, menurut keadaannya"),
        origin,
        tuple(bucket.label for bucket in Bucket),
        tuple(
            (
                f"{MONTHS_3[month % 100]} {month // 100 % 100:02}",
                tuple(counts.buckets[bucket] for bucket in Bucket),
            )
            for month, counts in rows.items()
        ),
    )


def slopes(user: User, *, on: date) -> SlopeChart | None:
    """Return the ranks of the newest settled round beside those before it."""
    rows = results_seen_by(user, on=on).filter(
        round__state__in=[str(state) for state in SETTLED], rank_change__isnull=False
    )
    newest = rows.order_by("-round__period_end", "-round_id").first()
    if newest is None:
        return None
    own = rows.filter(round=newest.round_id, group=newest.group)
    lines = [line for row in own if (line := _slope(row))]
    lines.sort(key=lambda line: (line.now, line.name))
    round = newest.round
    origin = Origin(
        round.number or round.code, _moment(newest), Basis(round.basis).label
    )
    title = gettext("Perpindahan tempat: %(round)s") % {"round": round.title}
    return SlopeChart(
        title,
        origin,
        gettext("Sebelumnya"),
        gettext("Sekarang"),
        tuple(lines[:SLOPES]),
    )


def radar(found: Result) -> Radar | None:
    """Return the four kinds of a result beside the mean of its group in the round."""
    round = found.round
    kinds = round.kinds
    mine = tuple(found.parts.get(kind.value) for kind in kinds)
    if len(kinds) < 3 or not any(score is not None for score in mine):
        return None
    rows = Result.objects.filter(round=round, group=found.group)
    scores = list(rows.values_list("parts", flat=True))
    means = []
    for kind in kinds:
        known = [p[kind.value] for p in scores if p.get(kind.value) is not None]
        means.append(
            (2 * sum(known) + len(known)) // (2 * len(known)) if known else None
        )
    return Radar(
        gettext("Keempat jenis monev"),
        Origin(round.number or round.code, _moment(found), Basis(round.basis).label),
        tuple(kind.label for kind in kinds),
        (
            (found.subject.name, mine),
            (gettext("Rata-rata kelompok"), tuple(means)),
        ),
    )


def _mean(known: list[int]) -> int | None:
    """Return the mean of hundredths, rounded half up."""
    n = len(known)
    return (2 * sum(known) + n) // (2 * n) if n else None


def _moment(found: Result) -> datetime:
    """Return the cut-off of a round; a settled one has it."""
    round = found.round
    return round.cut_off or round.made_at


def _slope(row: Result) -> Slope | None:
    now = row.details.get("place", {}).get("overall")
    if now is None or row.rank_change is None:
        return None
    return Slope(row.subject.name, now + row.rank_change, now)


def _days(period: Period) -> daily.Days:
    return daily.Days(period.first, period.last)


def _quarters(on: date) -> list[Period]:
    """Return the quarters of this year and the last that have begun, oldest first."""
    names = [f"{year}-Q{n}" for year in (on.year - 1, on.year) for n in range(1, 5)]
    return [period for period in map(parse_period, names) if period.first <= on]
