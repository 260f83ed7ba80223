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
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.models import Result
from lapor.domain.monev.queries import Evaluation
from lapor.domain.monev.queries.rounds import results_seen_by
from lapor.domain.monev.rules.words import SETTLED
from lapor.domain.reports.charts import (
    ControlChart,
    HeatMap,
    MonthlyColumns,
    Pareto,
    Radar,
    SlopeChart,
)
from lapor.domain.reports.charts.control import Point, suffices
from lapor.domain.reports.charts.ranks import Slope
from lapor.domain.reports.queries.counts import topic_names
from lapor.domain.reports.queries.figures import month_name, origin_of
from lapor.domain.reports.queries.months import Months, months_of, punctual
from lapor.domain.reports.rules.tables import Origin
from lapor.kernel.enums import translate
from lapor.web.monev.pages import evaluation

TOPICS: Final = 12
SLOPES: Final = 40


def counted_months(found: Evaluation, on: date) -> Months | None:
    """Return topics and hours of the nation or of overseen agencies, as counted ahead.

    None for one agency, whose own counts are at hand, and for odd periods.
    """
    if found.scope.kind not in ("nation", "overseen"):
        return None
    return months_of(found.period, _agencies(found, on))


def hours(seen: Months) -> HeatMap:
    """Return on which weekday and at which hour reports came."""
    title = gettext("Hari dan jam laporan masuk")
    return HeatMap(title, _origin(seen), seen.hours)


def on_time(found: Evaluation, on: date) -> ControlChart | None:
    """Return first follow-ups in time: by month when each has enough, else by quarter.

    Limits of chance need a few reports on either side of them.
    """
    months = _punctual_months(found, on)
    points = months if suffices(months) else _punctual_quarters(found, on)
    if not points:
        return None
    return ControlChart(
        gettext("Tindak lanjut pertama tepat waktu, dengan batas kendali"),
        origin_of(found),
        tuple(points),
    )


def _punctual_months(found: Evaluation, on: date) -> list[Point]:
    """Return the twelve months before this one, which still fills."""
    if found.scope.kind == "unit":
        return []
    this = 12 * on.year + on.month - 1
    first, last = (100 * (n // 12) + n % 12 + 1 for n in (this - 12, this - 1))
    rows = punctual(first, last, _agencies(found, on))
    return [Point(month_name(r.month), r.kept, r.judged) for r in rows if r.judged]


def _punctual_quarters(found: Evaluation, on: date) -> list[Point]:
    points = []
    for period in _quarters(on):
        if standing.counted_at(period, Basis.COHORT) is None:
            continue
        reading = evaluation(found.scope, period, Basis.COHORT).total.reading("P7")
        if reading.denominator:
            points.append(Point(period.name, reading.numerator, reading.denominator))
    return points


def topics(found: Evaluation, seen: Months | None) -> Pareto | None:
    """Return the most reported topics of an agency, or of the months that were seen."""
    counts: dict[int | None, int] = dict(seen.topics) if seen else {}
    if found.scope.kind == "units":
        own = daily.by_dimension(
            _days(found.period), "received", "category_id", agency_id=found.scope.owner
        )
        counts = {key: n for key, n in own.items() if not isinstance(key, str)}
    if not counts:
        return None
    order = sorted(counts.items(), key=lambda pair: -pair[1])
    names = topic_names(key for key, _n in order[:TOPICS])
    rows = [(names.get(key, names[None]), n) for key, n in order[:TOPICS]]
    if rest := sum(n for _key, n in order[TOPICS:]):
        rows.append((gettext("Topik lain"), rest))
    origin = _origin(seen) if seen else origin_of(found)
    return Pareto(gettext("Topik terbanyak"), origin, tuple(rows))


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


def _agencies(found: Evaluation, on: date) -> list[int] | None:
    """Return whose reports a scope holds; None: everybody's."""
    if found.scope.kind == "nation":
        return None
    if found.scope.kind == "overseen":
        return [member.pk for member in found.scope.members(on=on)]
    return [found.scope.owner]


def _origin(seen: Months) -> Origin:
    basis = translate(Basis.COHORT.source)
    return Origin(gettext("Lapor, hitungan tersimpan"), seen.as_of, basis)


def _days(period: Period) -> daily.Days:
    return daily.Days(period.first, period.last)


def _quarters(on: date) -> list[Period]:
    """Return the quarters of this year and the last that have begun, oldest first."""
    names = [f"{year}-Q{n}" for year in (on.year - 1, on.year) for n in range(1, 5)]
    return [period for period in map(parse_period, names) if period.first <= on]
