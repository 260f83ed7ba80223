"""What rounds have found, as charts and tables: places, intervals, kinds, agreement."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.queries import Scope
from lapor.domain.monev.queries.outcome import UNITS
from lapor.domain.monev.rules.tiers import MICRO
from lapor.domain.monev.rules.words import SETTLED, Tier
from lapor.domain.organisations.rules import OrganisationKind
from lapor.domain.reports.charts import Radar, Ranking, SlopeChart
from lapor.domain.reports.charts.ranks import Interval, Slope, moved
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table
from lapor.domain.scoring.rules.words import Category

MOST: Final = 25
CORNERS: Final = 3  # a radar of two kinds is a line


def rounds_of(scope: Scope, period: Period) -> QuerySet[Round]:
    """Return the settled rounds about a scope that end in the period, newest first."""
    rows = Round.objects.filter(
        state__in=[str(state) for state in SETTLED],
        period_end__lte=period.last,
        period_end__gte=period.first,
    )
    if scope.kind == "nation":
        rows = rows.filter(tier=Tier.MACRO)
    elif scope.kind == "overseen":
        rows = rows.filter(assessor=scope.overseer)
    else:
        rows = rows.filter(
            Q(tier__in=[str(tier) for tier in MICRO])
            & (Q(sheets__subject=scope.owner) | Q(sheets__subject__agency=scope.owner))
        ).distinct()
    return rows.select_related("assessor").order_by("-period_end", "-pk")


def results_in(round: Round) -> list[Result]:
    """Return the results of a round, each group by place, those without one last."""
    rows = round.results.select_related("subject")
    return sorted(
        rows,
        key=lambda row: (row.group, row.rank is None, row.rank or 0, row.subject.name),
    )


def ranking(round: Round, results: Sequence[Result]) -> Ranking | None:
    """Return scores with their intervals, the best first; None when nobody has one."""
    scored = [row for row in results if row.score is not None]
    if not scored:
        return None
    scored.sort(key=lambda row: (-(row.score or 0), row.subject.name))
    title = gettext("Nilai dan rentangnya")
    if len(scored) > MOST:
        title = f"{title} (1\N{EN DASH}{MOST})"
    return Ranking(
        title,
        origin_of(round),
        tuple(
            Interval(row.subject.name, row.score, row.low, row.high)
            for row in scored[:MOST]
        ),
    )


def slopes(round: Round, results: Sequence[Result]) -> SlopeChart | None:
    """Return how places moved since the round before; None when nobody had one."""
    lines = [
        Slope(row.subject.name, now + row.rank_change, now)
        for row in results
        if row.rank_change is not None
        and isinstance(now := row.details.get("place", {}).get("overall"), int)
    ]
    lines.sort(key=lambda line: line.now)
    if not lines:
        return None
    return SlopeChart(
        gettext("Peringkat sebelum dan sesudah"),
        origin_of(round),
        gettext("Sebelumnya"),
        gettext("Sekarang"),
        tuple(lines[:MOST]),
    )


def radar(round: Round, results: Sequence[Result], of: Result | None) -> Radar | None:
    """Return the four kinds: the mean of all, and one subject before it if asked."""
    parts = [part for part in Part if part in round.parts]
    first = [of] if of is not None else results
    known = [part for part in parts if any(row.parts.get(part) for row in first)]
    if len(known) < CORNERS:
        return None
    series = []
    if of is not None:
        series.append((of.subject.name, tuple(of.parts.get(part) for part in parts)))
    means = tuple(_mean([row.parts.get(part) for row in results]) for part in parts)
    series.append((gettext("Rata-rata semua"), means))
    return Radar(
        gettext("Nilai menurut jenis monev"),
        origin_of(round),
        tuple(part.label for part in parts),
        tuple(series),
    )


def results_table(round: Round, results: Sequence[Result]) -> Table:
    """Return all results: place, score, interval, category, change."""
    columns = (
        Column("name", gettext("Yang dinilai"), Kind.TEXT),
        Column("group", gettext("Kelompok"), Kind.TEXT),
        Column("rank", gettext("Tempat")),
        Column("score", gettext("Nilai"), Kind.POINTS),
        Column("low", gettext("Paling rendah"), Kind.POINTS),
        Column("high", gettext("Paling tinggi"), Kind.POINTS),
        Column("category", gettext("Kategori"), Kind.TEXT),
        Column("change", gettext("Perubahan tempat"), Kind.TEXT),
    )
    rows = tuple(
        {
            "name": row.subject.name,
            "group": group_name(row.group),
            "rank": row.rank,
            "score": row.score,
            "low": row.low,
            "high": row.high,
            "category": category_of(row),
            "change": "" if row.rank_change is None else moved(row.rank_change),
        }
        for row in results
    )
    title = gettext("Hasil %(round)s") % {"round": round.title}
    return Table(title, columns, rows, origin_of(round))


def categories_table(round: Round, results: Sequence[Result]) -> Table:
    """Return how many subjects have each category; they add up."""
    columns = (
        Column("category", gettext("Kategori"), Kind.TEXT),
        Column("n", gettext("Yang dinilai"), adds=True),
        Column("share", gettext("Persen"), Kind.SHARE, part="n"),
    )
    rows = tuple(
        {
            "category": category.label,
            "n": sum(1 for row in results if row.category == category),
        }
        for category in Category
    )
    title = gettext("Banyaknya yang dinilai menurut kategori")
    total = {"category": gettext("Jumlah"), "n": len(results)}
    return Table(title, columns, rows, origin_of(round), total)


def agreement_table(rounds: Sequence[Round]) -> Table | None:
    """Return how far re-scoring agreed with the tier below, round by round."""
    columns = (
        Column("round", gettext("Putaran"), Kind.TEXT),
        Column("drawn", gettext("Ditarik"), adds=True),
        Column("pairs", gettext("Dinilai ulang"), adds=True),
        Column("share", gettext("Persen"), Kind.SHARE, part="pairs", whole="drawn"),
        Column("coefficient", gettext("Koefisien kesesuaian"), Kind.POINTS),
        Column("distance", gettext("Selisih rata-rata"), Kind.POINTS),
    )
    rows = tuple(
        {
            "round": round.title,
            "drawn": round.agreement["drawn"],
            "pairs": round.agreement["pairs"],
            "coefficient": _hundredths(round.agreement.get("coefficient")),
            "distance": round.agreement.get("distance"),
        }
        for round in rounds
        if round.agreement.get("drawn")
    )
    if not rows:
        return None
    title = gettext("Kesesuaian dengan hasil tingkat di bawahnya")
    table = Table(title, columns, rows, origin_of(rounds[0]))
    return table.summed(gettext("Jumlah"))


def category_of(result: Result) -> str:
    """Return the category of a result in words."""
    known = set(Category)
    found = result.category
    return Category(found).label if found in known else found


def group_name(group: str) -> str:
    """Return the name of a ranking group: units, a kind of agency, or as it is."""
    if group == UNITS:
        return gettext("Unit kerja")
    if group in set(OrganisationKind):
        return OrganisationKind(group).label
    return group.replace("_", " ").capitalize()


def origin_of(round: Round) -> Origin:
    """Return where the numbers of a round come from: its seal."""
    source = gettext("Segel putaran %(code)s") % {"code": round.number or round.code}
    at = round.cut_off or round.fixed_at or round.made_at
    basis = gettext("fakta yang disegel saat putaran dibuka")
    return Origin(source, at, basis)


def _mean(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round_half(Fraction(sum(known), len(known))) if known else None


def round_half(value: Fraction) -> int:
    """Return the nearest whole number, halves upward."""
    return int((value + Fraction(1, 2)) // 1)


def _hundredths(text: str | None) -> int | None:
    return None if text is None else round_half(100 * Fraction(text))
