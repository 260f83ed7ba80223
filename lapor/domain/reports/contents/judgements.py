"""Parts of a report that show what was judged and promised: rounds, quality, plans."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext

from lapor.domain.competition.models import Practice
from lapor.domain.monev.models import Minutes
from lapor.domain.plans.models import Item, Recommendation
from lapor.domain.plans.rules.words import ItemStatus, RecommendationStatus
from lapor.domain.prevention.models import Issue, Measure
from lapor.domain.quality.models import Sample
from lapor.domain.quality.queries import agreement_of, estimate_of
from lapor.domain.reports import wording
from lapor.domain.reports.contents.context import Context, figure
from lapor.domain.reports.queries import rounds as results
from lapor.domain.reports.queries.tables import counted_table
from lapor.domain.reports.rules.documents import (
    Block,
    Facts,
    Heading,
    Paragraph,
    Points,
)
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

ISSUES: Final = 15
PRACTICES: Final = 5
SAMPLES: Final = 40


def ranking(context: Context) -> list[Block]:
    """Show the newest settled round: categories, intervals, places, kinds."""
    blocks: list[Block] = [Heading(gettext("Hasil putaran monev"))]
    if not context.rounds:
        return [*blocks, Paragraph(gettext("Belum ada putaran yang ditetapkan."))]
    newest, found = context.rounds[0], context.results
    blocks += [
        Paragraph(
            gettext("Putaran: %(title)s, nomor %(number)s.")
            % {"title": newest.title, "number": newest.number}
        ),
        results.categories_table(newest, found),
    ]
    for chart in (
        results.ranking(newest, found),
        results.slopes(newest, found),
        results.radar(newest, found, None),
    ):
        if chart is not None:
            blocks.append(figure(chart))
    return [*blocks, results.results_table(newest, found)]


def agreement(context: Context) -> list[Block]:
    """Show how far re-scoring agreed with the tier below."""
    table = results.agreement_table(context.rounds)
    if table is None:
        return []
    return [Heading(gettext("Kesesuaian antar tingkat")), table]


def minutes(context: Context) -> list[Block]:
    """Show what the plenary meetings of the rounds decided."""
    found = Minutes.objects.filter(round__in=context.rounds).select_related("round")
    blocks: list[Block] = []
    for each in found.order_by("held_on", "pk"):
        blocks += [
            Heading(each.round.title, 2),
            Facts(
                (
                    (gettext("Hari"), wording.day(each.held_on)),
                    (gettext("Tempat"), each.place),
                    (gettext("Pemimpin"), each.chaired_by),
                )
            ),
            Paragraph(each.decisions),
        ]
    return [Heading(gettext("Rapat pleno")), *blocks] if blocks else []


def quality(context: Context) -> list[Block]:
    """Show the samples of answers: quality with its interval, agreement of scorers."""
    rows = Sample.objects.filter(
        agency__in=_agencies(context),
        starts_at__lt=context.period.end,
        ends_at__gt=context.period.start,
    ).select_related("agency")
    lines = []
    for sample in rows.order_by("agency__name", "pk")[:SAMPLES]:
        found = estimate_of(sample)
        kappas = [kappa for kappa in agreement_of(sample).kappas.values() if kappa]
        lines.append(
            {
                "agency": sample.agency.name,
                "population": sample.population,
                "scored": found.n if found else 0,
                "value": wording.decimal(found.value) if found else "",
                "low": wording.decimal(found.low) if found else "",
                "high": wording.decimal(found.high) if found else "",
                "kappa": wording.decimal(min(kappas), 2) if kappas else "",
            }
        )
    head = Heading(gettext("Kualitas tindak lanjut"))
    if not lines:
        return [head, Paragraph(gettext("Belum ada sampel jawaban pada masa ini."))]
    columns = (
        Column("agency", gettext("Instansi"), Kind.TEXT),
        Column("population", gettext("Semua jawaban"), adds=True),
        Column("scored", gettext("Dinilai"), adds=True),
        Column(
            "share", gettext("Persen"), Kind.SHARE, part="scored", whole="population"
        ),
        Column("value", gettext("Mutu (0 sampai 100)"), Kind.TEXT),
        Column("low", gettext("Paling rendah"), Kind.TEXT),
        Column("high", gettext("Paling tinggi"), Kind.TEXT),
        Column("kappa", gettext("Kappa terendah"), Kind.TEXT),
    )
    title = gettext("Mutu jawaban menurut sampel")
    table = Table(title, columns, tuple(lines), _origin(context.at, gettext("sampel")))
    return [head, table.summed(gettext("Jumlah"))]


def recurring(context: Context) -> list[Block]:
    """Show recurring issues by how many complained, and what was done about them."""
    issues = Issue.objects.filter(
        Q(detected_on__lte=context.period.last)
        & (Q(closed_on=None) | Q(closed_on__gte=context.period.first)),
        agency__in=_agencies(context),
    ).select_related("agency")
    rows = list(issues.order_by("-reporters", "pk")[:ISSUES])
    head = Heading(gettext("Isu berulang dan pencegahan"))
    if not rows:
        return [head, Paragraph(gettext("Tidak ada isu berulang yang tercatat."))]
    with_measure = Counter(
        Measure.objects.filter(issue__in=rows).values_list("issue_id", flat=True)
    )
    columns = (
        Column("title", gettext("Isu"), Kind.TEXT),
        Column("agency", gettext("Instansi"), Kind.TEXT),
        Column("reporters", gettext("Pelapor"), adds=True),
        Column("share", gettext("Persen"), Kind.SHARE, part="reporters"),
        Column("risk", gettext("Risiko (1 sampai 25)")),
        Column("measures", gettext("Tindakan"), adds=True),
    )
    lines = tuple(
        {
            "title": row.title,
            "agency": row.agency.name,
            "reporters": row.reporters,
            "risk": row.risk,
            "measures": with_measure[row.pk],
        }
        for row in rows
    )
    title = gettext("Isu berulang dengan pelapor terbanyak")
    table = Table(title, columns, lines, _origin(context.at, gettext("isu terbuka")))
    return [head, table.summed(gettext("Jumlah"))]


def plans(context: Context) -> list[Block]:
    """Show how far the items of action plans and the recommendations are."""
    on, at = context.on, context.at
    agencies = _agencies(context)
    items = Item.objects.filter(
        plan__agency__in=agencies,
        plan__year__lte=context.period.last.year,
        plan__until_year__gte=context.period.first.year,
        year=context.period.last.year,
    ).select_related("plan")
    by_item = Counter(item.status(on) for item in items)
    asked = Recommendation.objects.filter(
        Q(subject__in=agencies) | Q(subject__agency__in=agencies),
        given_on__lte=context.period.last,
    )
    by_status = Counter(row.status(on) for row in asked)
    return [
        Heading(gettext("Rencana aksi dan rekomendasi")),
        counted_table(
            gettext("Butir rencana aksi menurut keadaannya"),
            gettext("Keadaan"),
            [(status.label, by_item[status]) for status in ItemStatus],
            len(items),
            _origin(at, gettext("butir rencana tahun berjalan")),
        ),
        counted_table(
            gettext("Rekomendasi menurut keadaannya"),
            gettext("Keadaan"),
            [(status.label, by_status[status]) for status in RecommendationStatus],
            len(asked),
            _origin(at, gettext("rekomendasi yang diberikan sampai akhir masa")),
        ),
    ]


def practices(context: Context) -> list[Block]:
    """Tell the good practices that were shared in the period (before and after)."""
    found = Practice.objects.filter(
        organisation__in=_agencies(context),
        shared_at__gte=context.period.start,
        shared_at__lt=context.period.end,
    ).select_related("organisation")
    blocks: list[Block] = []
    for each in found.order_by("-shared_at", "-pk")[:PRACTICES]:
        blocks += [
            Heading(f"{each.title} ({each.organisation.name})", 2),
            Points((each.problem, each.solution, each.effect)),
        ]
    return [Heading(gettext("Praktik baik")), *blocks] if blocks else []


def _agencies(context: Context) -> Sequence[int]:
    """Return the agencies a scope is about: its members, or the one it shows."""
    if context.scope.kind in ("units", "unit", "agency"):
        owner = context.publisher
        return [owner.agency_id or owner.pk]
    return context.members


def _origin(at: datetime, basis: str) -> Origin:
    return Origin(gettext("Lapor, catatan monev"), at, basis)
