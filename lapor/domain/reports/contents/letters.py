"""Letters and papers of one round or audit report: result, minutes, reminder, LHM."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.models import AuditReport, Minutes, Result, Round
from lapor.domain.monev.rules.words import Tier
from lapor.domain.plans.models import Recommendation
from lapor.domain.reports import wording
from lapor.domain.reports.contents.context import Context, figure, period_name
from lapor.domain.reports.queries import counts, tables
from lapor.domain.reports.queries import rounds as results
from lapor.domain.reports.rules.documents import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Points,
    Signer,
)
from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table
from lapor.kernel.errors import NotFound

VERIFY: str = "/periksa/{token}/"


def result_letter(
    result: Result,
    *,
    token: str,
    at: datetime,
    beside: Sequence[Result] | None = None,
) -> Document:
    """Return the letter that tells one subject its result, with number and QR.

    ``beside`` are all results of the round, for those who have read them already.
    """
    round = result.round
    blocks: list[Block] = [
        Paragraph(gettext("Yth. pimpinan %(name)s,") % {"name": result.subject.name}),
        Paragraph(
            gettext(
                "dengan ini kami sampaikan hasil %(round)s untuk masa %(first)s sampai "
                "%(last)s."
            )
            % {
                "round": round.title,
                "first": wording.day(round.period_start),
                "last": wording.day(round.period_end),
            }
        ),
        Facts(_outcome(result)),
    ]
    everybody = list(round.results.all()) if beside is None else beside
    if radar := results.radar(round, everybody, result):
        blocks.append(figure(radar))
    else:
        blocks.append(_by_part(result))
    blocks += _asked_of(result)
    return Document(
        DocumentKind.RESULT,
        gettext("Hasil evaluasi pengelolaan pengaduan"),
        result.subject.name,
        round.assessor.name,
        at,
        tuple(blocks),
        number=round.number,
        verify_url=verify_url(token) if token else "",
        is_letter=True,
        signer=signer_of(round, at),
    )


def _by_part(result: Result) -> Table:
    round = result.round
    parts = tuple(
        {"part": Part(key).label, "score": result.parts.get(key)}
        for key in Part
        if key in round.parts
    )
    columns = (
        Column("part", gettext("Jenis monev"), Kind.TEXT),
        Column("score", gettext("Nilai"), Kind.POINTS),
    )
    title = gettext("Nilai menurut jenis monev")
    return Table(title, columns, parts, results.origin_of(round))


def _asked_of(result: Result) -> list[Block]:
    """Return the recommendations of the round to this subject, soonest due first."""
    asked = Recommendation.objects.filter(
        subject=result.subject, round_number=result.round.code
    )
    texts = tuple(
        gettext("%(text)s Tenggat: %(day)s.")
        % {"text": row.text, "day": wording.day(row.due_on)}
        for row in asked.order_by("due_on", "pk")
    )
    if not texts:
        return []
    return [Heading(gettext("Rekomendasi"), 2), Points(texts, numbered=True)]


def round_paper(round: Round, *, token: str, at: datetime) -> Document:
    """Return the whole result of a round: every subject, with number and QR."""
    found = results.results_in(round)
    blocks: list[Block] = [
        Heading(gettext("Tentang putaran ini")),
        Facts(_about(round)),
        Heading(gettext("Hasil")),
        results.categories_table(round, found),
    ]
    for chart in (
        results.ranking(round, found),
        results.slopes(round, found),
        results.radar(round, found, None),
    ):
        if chart is not None:
            blocks.append(figure(chart))
    blocks.append(results.results_table(round, found))
    if table := results.agreement_table([round]):
        blocks += [Heading(gettext("Kesesuaian antar tingkat")), table]
    if minutes := Minutes.objects.filter(round=round).first():
        blocks += [Heading(gettext("Berita acara pleno")), *_meeting(minutes)]
    return Document(
        DocumentKind.ROUND,
        round.title,
        gettext("Masa %(first)s sampai %(last)s")
        % {
            "first": wording.day(round.period_start),
            "last": wording.day(round.period_end),
        },
        round.assessor.name,
        at,
        tuple(blocks),
        number=round.number,
        verify_url=verify_url(token) if token else "",
        signer=signer_of(round, at),
    )


def minutes_paper(round: Round, *, at: datetime) -> Document:
    """Return the minutes of the plenary. Raises NotFound before it was held."""
    minutes = Minutes.objects.filter(round=round).first()
    if minutes is None:
        raise NotFound(gettext("Pleno putaran ini belum dicatat."))
    return Document(
        DocumentKind.MINUTES,
        gettext("Berita acara pleno"),
        round.title,
        round.assessor.name,
        at,
        tuple(_meeting(minutes)),
        number=round.number,
        is_letter=True,
        signer=Signer(
            f"{minutes.place}, {wording.day(minutes.held_on)}",
            gettext("Pemimpin rapat"),
            minutes.chaired_by,
            round.assessor.name,
        ),
    )


def reminder_letter(context: Context) -> Document:
    """Return a letter that reminds one agency or unit of what is late.

    It goes from the organisation above: the agency to its unit, else the nation.
    """
    total = context.found.total
    waiting = total.buckets().get(Bucket.WAITING, 0)
    late = context.late
    rows = counts.late(context.scope, at=context.at)
    origin = counts.origin_of(context.at)
    blocks: list[Block] = [
        Paragraph(gettext("Yth. pimpinan %(name)s,") % {"name": context.scope.name}),
        Paragraph(
            gettext(
                "sampai hari ini %(waiting)s laporan yang masuk dalam %(period)s "
                "belum ditindaklanjuti, dan %(late)s laporan lewat batas penyelesaian. "
                "Mohon segera ditindaklanjuti di Lapor, atau jelaskan hambatannya."
            )
            % {
                "waiting": wording.whole(waiting),
                "late": wording.whole(late),
                "period": period_name(context.period),
            }
        ),
    ]
    if rows:
        blocks.append(tables.late_list(rows, origin, late))
    local = wording.day(context.at.astimezone(HOME_ZONE).date())
    return Document(
        DocumentKind.REMINDER,
        gettext("Surat teguran: laporan menunggu tindak lanjut"),
        context.scope.name,
        context.above.name,
        context.at,
        tuple(blocks),
        is_letter=True,
        signer=Signer(local, gettext("Pimpinan"), "", context.above.name),
    )


def audit_paper(report: AuditReport, *, at: datetime) -> Document:
    """Return an audit report (LHM) with results, sample, findings and responses."""
    blocks: list[Block] = []
    for title, text in (
        (gettext("Dasar"), report.basis),
        (gettext("Ruang lingkup"), report.scope),
        (gettext("Metode"), report.method),
    ):
        blocks += [Heading(title), Paragraph(text or gettext("Belum ditulis."))]
    origin = Origin(
        gettext("Lapor, LHM %(title)s") % {"title": report.title},
        report.signed_at or at,
        gettext("laporan yang masuk pada masa itu"),
    )
    if report.results:
        blocks += [Heading(gettext("Hasil per unit kerja")), _units(report, origin)]
    if report.sample:
        blocks += [Heading(gettext("Sampel jawaban")), _sample(report, origin)]
    blocks.append(Heading(gettext("Temuan")))
    blocks += _findings(report)
    signer = None
    if report.signed_by and report.signed_at:
        day = wording.moment(report.signed_at)
        name = report.signed_by.name or report.signed_by.username
        signer = Signer(day, gettext("Auditor"), name, report.agency.name)
    return Document(
        DocumentKind.AUDIT,
        gettext("Laporan hasil monev"),
        report.title,
        report.agency.name,
        at,
        tuple(blocks),
        number=report.number,
        signer=signer,
    )


def verify_url(token: str) -> str:
    """Return the address at which anybody checks a document."""
    return f"{settings.LAPOR_PUBLIC_URL.rstrip('/')}{VERIFY.format(token=token)}"


def signer_of(round: Round, at: datetime) -> Signer:
    """Return who fixed a round, as a signature block shows it."""
    signature = round.signatures.filter(what="result").order_by("-pk").first()
    day = wording.moment(round.fixed_at or at)
    if signature is None:
        return Signer(day, gettext("Penilai"), "", round.assessor.name)
    return Signer(day, gettext("Penilai"), signature.name, signature.organisation)


def _outcome(result: Result) -> tuple[tuple[str, str], ...]:
    span = (
        f"{wording.points(result.low)} {wording.NOTHING} {wording.points(result.high)}"
    )
    pairs = [
        (gettext("Nilai"), wording.points(result.score)),
        (gettext("Kategori"), results.category_of(result)),
    ]
    if result.low is not None and result.high is not None:
        pairs.append((gettext("Rentang kepercayaan 95 persen"), span))
    if result.rank:
        group = {"group": results.group_name(result.group)}
        where = gettext("Tempat dalam kelompok %(group)s") % group
        pairs.append((where, str(result.rank)))
    return tuple(pairs)


def _about(round: Round) -> tuple[tuple[str, str], ...]:
    return (
        (gettext("Tingkat"), Tier(round.tier).label),
        (gettext("Penilai"), round.assessor.name),
        (gettext("Dasar hukum"), round.legal_basis or wording.NOTHING),
        (gettext("Sidik segel pembukaan"), round.opening_hash or wording.NOTHING),
        (gettext("Sidik segel penetapan"), round.fixing_hash or wording.NOTHING),
        (gettext("Sidik hasil"), round.results_hash or wording.NOTHING),
    )


def _meeting(minutes: Minutes) -> list[Block]:
    pairs = (
        (gettext("Hari"), wording.day(minutes.held_on)),
        (gettext("Tempat"), minutes.place),
        (gettext("Pemimpin rapat"), minutes.chaired_by),
    )
    people = tuple(filter(None, map(str.strip, minutes.attendees.split("\n"))))
    blocks: list[Block] = [
        Facts(pairs),
        Heading(gettext("Yang hadir"), 2),
        Points(people),
    ]
    if minutes.discussion:
        blocks += [Heading(gettext("Pembahasan"), 2), Paragraph(minutes.discussion)]
    return [*blocks, Heading(gettext("Keputusan"), 2), Paragraph(minutes.decisions)]


def _units(report: AuditReport, origin: Origin) -> Table:
    columns = (
        Column("name", gettext("Unit kerja"), Kind.TEXT),
        Column("received", gettext("Laporan"), adds=True),
        Column("dispatched", gettext("Terdisposisi"), adds=True),
        Column("waiting", gettext("Belum TL"), adds=True),
        Column("in_process", gettext("Proses"), adds=True),
        Column("done", gettext("Selesai"), adds=True),
        Column("ps", "PS", Kind.SHARE, part="done", whole="dispatched"),
    )
    title = gettext("Laporan menurut unit kerja")
    table = Table(title, columns, tuple(report.results), origin)
    return table.summed(gettext("Jumlah"))


def _sample(report: AuditReport, origin: Origin) -> Table:
    columns = (
        Column("label", gettext("Kode"), Kind.TEXT),
        Column("unit", gettext("Unit kerja"), Kind.TEXT),
        Column("stratum", gettext("Strata"), Kind.TEXT),
        Column("score", gettext("Nilai"), Kind.TEXT),
    )
    title = gettext("Jawaban yang dilihat auditor")
    return Table(title, columns, tuple(report.sample), origin)


def _findings(report: AuditReport) -> list[Block]:
    blocks: list[Block] = []
    for finding in report.findings.select_related("unit"):
        where = finding.unit.name if finding.unit else report.agency.name
        title = gettext("Temuan %(n)s: %(where)s")
        blocks += [
            Heading(title % {"n": finding.place, "where": where}, 2),
            Facts(
                (
                    (gettext("Kondisi"), finding.condition),
                    (gettext("Kriteria"), finding.criteria),
                    (gettext("Sebab"), finding.cause),
                    (gettext("Akibat"), finding.effect),
                    (gettext("Rekomendasi"), finding.recommendation),
                    (gettext("Tenggat"), wording.day(finding.due_on)),
                    (
                        gettext("Tanggapan"),
                        finding.response or gettext("Belum ada tanggapan."),
                    ),
                )
            ),
        ]
    return blocks or [Paragraph(gettext("Tidak ada temuan."))]
