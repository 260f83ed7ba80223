"""What only some tiers need (domain §12.12): parts of their packs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from math import sqrt
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext

from lapor.domain.accounts.models import Grant
from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.models import CaseFact, Contribution
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.queries import Line
from lapor.domain.monev.rules.items import items
from lapor.domain.organisations.models import Appointment, Organisation, Region
from lapor.domain.reports import wording
from lapor.domain.reports.contents.context import Context, period_name
from lapor.domain.reports.queries import counts
from lapor.domain.reports.queries.figures import origin_of
from lapor.domain.reports.queries.tables import counted_table
from lapor.domain.reports.rules.documents import Block, Heading, Paragraph, Points
from lapor.domain.reports.rules.tables import Column, Kind, Table
from lapor.domain.scoring.rules.words import Category
from lapor.kernel.dated import in_force

SHOWN: Final = 30
SIGMAS: Final = 3
FEW: Final = 10
SOON: Final = timedelta(days=60)
LONG_LATE: Final = timedelta(days=60)
LOW_STARS: Final = 2
REOPENED: Final = 2
PROVINCE: Final = 2


def letter_to_heads(context: Context) -> list[Block]:
    """Draft a letter to the units whose follow-up lags (AI)."""
    lagging = [
        line
        for line in context.found.lines
        if line.member and line.buckets().get(Bucket.WAITING, 0)
    ]
    lagging.sort(key=lambda line: -line.buckets().get(Bucket.WAITING, 0))
    head = Heading(gettext("Rancangan nota dinas kepada kepala unit kerja"))
    if not lagging:
        return [head, Paragraph(gettext("Tidak ada laporan yang menunggu."))]
    text = gettext(
        "Yth. kepala unit kerja: mohon laporan berikut segera ditindaklanjuti di "
        "Lapor. Batas tindak lanjut pertama ialah lima hari kerja sejak disposisi."
    )
    lines = tuple(
        gettext("%(name)s: %(n)s laporan belum ditindaklanjuti")
        % {
            "name": line.member.name if line.member else "",
            "n": wording.whole(line.buckets().get(Bucket.WAITING, 0)),
        }
        for line in lagging[:SHOWN]
    )
    return [head, Paragraph(text), Points(lines)]


def joint_handling(context: Context) -> list[Block]:
    """Show reports that several agencies handle together (AKK)."""
    led = CaseFact.objects.filter(
        case_id=OuterRef("case_id"), agency_id__in=context.members, is_present=True
    )
    late = Q(handed_in_at__gt=F("due_at")) | Q(
        handed_in_at=None, ended_at=None, due_at__lt=context.at
    )
    rows = (
        Contribution.objects.filter(
            Q(agency_id__in=context.members) | Exists(led),
            asked_at__gte=context.period.start,
            asked_at__lt=context.period.end,
        )
        .values("number")
        .annotate(
            parts=Count("pk"),
            waiting=Count("pk", filter=Q(handed_in_at=None, ended_at=None)),
            late=Count("pk", filter=late),
        )
        .order_by("-late", "-waiting", "number")
    )
    found = list(rows[:SHOWN])
    head = Heading(gettext("Laporan yang ditangani bersama beberapa instansi"))
    if not found:
        return [head, Paragraph(gettext("Tidak ada pada masa ini."))]
    columns = (
        Column("number", gettext("Nomor laporan"), Kind.TEXT),
        Column("parts", gettext("Bagian yang diminta")),
        Column("waiting", gettext("Belum diserahkan")),
        Column("late", gettext("Terlambat")),
    )
    title = gettext("Laporan lintas instansi, yang paling terlambat di atas")
    table = Table(title, columns, tuple(found), context.counts.origin)
    return [head, table.summed(gettext("Jumlah"))]


def agenda(context: Context) -> list[Block]:
    """Propose the agenda of a coordination meeting (AKK, AP)."""
    return [
        Heading(gettext("Bahan rapat koordinasi")),
        Points(
            (
                gettext("Capaian %(period)s") % {"period": period_name(context.period)},
                gettext("Instansi yang tertinggal dan sebabnya"),
                gettext("Tunggakan dan laporan lewat batas"),
                gettext("Isu berulang yang menyangkut lebih dari satu instansi"),
                gettext("Kemajuan rencana aksi dan rekomendasi"),
                gettext("Kesepakatan, penanggung jawab, dan tenggat"),
            ),
            numbered=True,
        ),
    ]


def circular(context: Context) -> list[Block]:
    """Draft the yearly circular to local governments, with its sheet (AKD)."""
    year = context.period.last.year
    text = gettext(
        "Yth. gubernur, bupati, dan wali kota: evaluasi pengelolaan pengaduan tahun "
        "%(year)s dilakukan lewat Lapor. Mohon lembar kerja diisi dengan bukti dan "
        "ditandatangani pimpinan sebelum tenggat yang tertera di putaran."
    )
    rows = [
        {"aspect": item.aspect.label, "item": item.label, "four": item.four}
        for item in items()
    ]
    columns = (
        Column("aspect", gettext("Aspek"), Kind.TEXT),
        Column("item", gettext("Butir"), Kind.TEXT),
        Column("four", gettext("Nilai penuh (4) bila"), Kind.TEXT),
    )
    title = gettext("Butir lembar kerja")
    return [
        Heading(gettext("Rancangan surat edaran")),
        Paragraph(text % {"year": year}),
        Table(title, columns, tuple(rows), context.counts.origin),
        Heading(gettext("Kategori hasil"), 2),
        Points(tuple(category.label for category in Category)),
    ]


def evaluators(context: Context) -> list[Block]:
    """Assign evaluators to provinces, never one to his own (AKD)."""
    people = _evaluators(context)
    names = dict(Region.objects.filter(level=1).values_list("code", "name"))
    amounts: dict[str, int] = defaultdict(int)
    homes = Organisation.objects.filter(pk__in=context.members, region__isnull=False)
    for code in homes.values_list("region_id", flat=True):
        amounts[str(code)[:PROVINCE]] += 1
    head = Heading(gettext("Penugasan penilai"))
    if not people or not amounts:
        text = gettext("Belum ada penilai dengan mandat yang berlaku.")
        return [head, Paragraph(text)]
    rows = []
    for at, code in enumerate(sorted(amounts)):
        free = [name for name, home in people if home != code]
        chosen = free[at % len(free)] if free else gettext("Belum ada yang bebas")
        name = names.get(code, code)
        rows.append({"province": name, "n": amounts[code], "evaluator": chosen})
    columns = (
        Column("province", gettext("Provinsi"), Kind.TEXT),
        Column("n", gettext("Pemerintah daerah"), adds=True),
        Column("share", gettext("Persen"), Kind.SHARE, part="n"),
        Column("evaluator", gettext("Penilai"), Kind.TEXT),
    )
    title = gettext("Usulan penugasan: penilai tidak berasal dari provinsi yang sama")
    table = Table(title, columns, tuple(rows), context.counts.origin)
    return [head, table.summed(gettext("Jumlah"))]


def programmes(context: Context) -> list[Block]:
    """Show priority programmes: reports, late ones, done ones (KSP)."""
    late = Q(
        bucket__in=counts.OPEN,
        answered_at__isnull=True,
        completion_due_at__lt=context.at,
    )
    rows = (
        counts.facts_of(context.scope, context.period, at=context.at)
        .exclude(programme="")
        .values("programme")
        .annotate(
            n=Count("case_id"),
            done=Count("case_id", filter=Q(bucket=Bucket.DONE)),
            late=Count("case_id", filter=late),
        )
        .order_by("-n", "programme")
    )
    found = tuple(rows)
    head = Heading(gettext("Program prioritas"))
    if not found:
        text = gettext("Belum ada laporan yang ditandai sebagai program prioritas.")
        return [head, Paragraph(text)]
    columns = (
        Column("programme", gettext("Program"), Kind.TEXT),
        Column("n", gettext("Laporan"), adds=True),
        Column("share", gettext("Persen"), Kind.SHARE, part="n"),
        Column("done", gettext("Selesai"), adds=True),
        Column("done_share", gettext("PS"), Kind.SHARE, part="done", whole="n"),
        Column("late", gettext("Lewat batas"), adds=True),
    )
    title = gettext("Laporan menurut program prioritas")
    table = Table(title, columns, found, context.counts.origin)
    return [head, table.summed(gettext("Jumlah"))]


def resolution(context: Context) -> list[Block]:
    """Show what the Ombudsman looks for (ORI)."""
    limit = context.at - LONG_LATE
    wanted = (
        (
            gettext("Lewat batas lebih dari 60 hari"),
            Q(bucket__in=counts.OPEN, completion_due_at__lt=limit),
        ),
        (gettext("Dibuka kembali dua kali atau lebih"), Q(reopen_count__gte=REOPENED)),
        (gettext("Dinilai satu atau dua bintang"), Q(rating__lte=LOW_STARS)),
        (gettext("Jawaban dibantah pelapor"), Q(is_disputed=True)),
        (gettext("Diserahkan ke Ombudsman"), Q(escalated_at__isnull=False)),
    )
    facts = counts.facts_of(context.scope, None, at=context.at)
    columns = (
        Column("name", gettext("Tanda"), Kind.TEXT),
        Column("n", gettext("Laporan")),
        Column("whole", gettext("Dari semua laporan")),
        Column("share", gettext("Persen"), Kind.SHARE, part="n", whole="whole"),
    )
    found = facts.aggregate(
        whole=Count("case_id"),
        **{
            f"n{at}": Count("case_id", filter=sign)
            for at, (_, sign) in enumerate(wanted)
        },
    )
    rows = tuple(
        {"name": name, "n": found[f"n{at}"], "whole": found["whole"]}
        for at, (name, _sign) in enumerate(wanted)
    )
    note = gettext("Satu laporan dapat bertanda lebih dari satu.")
    title = gettext("Laporan yang perlu dilihat Ombudsman, sepanjang waktu")
    origin = context.counts.origin
    signs = Table(title, columns, rows, origin, None, note)
    serious = facts.filter(wanted[0][1] | wanted[1][1])
    amounts = list(
        serious.values_list("agency").annotate(n=Count("case_id")).order_by()
    )
    names = _names(code for code, _n in amounts)
    pairs = [(names.get(code, code), n) for code, n in amounts]
    return [
        Heading(gettext("Penyelesaian")),
        signs,
        counted_table(
            gettext("Terlambat lama atau dibuka kembali, menurut instansi"),
            gettext("Instansi"),
            pairs,
            serious.count(),
            origin,
        ),
    ]


def connectivity(context: Context) -> list[Block]:
    """Show who is connected and active, and whose decree ends soon (AN)."""
    lines = [line for line in context.found.lines if line.member]
    connected = [line for line in lines if line.reading("P1").numerator]
    active = [line for line in lines if line.reading("P2").numerator]
    names = tuple(
        line.member.name for line in connected if line not in active and line.member
    )
    soon = (
        Appointment.objects.filter(
            in_force(context.on),
            valid_until__lte=context.on + SOON,
            organisation__in=context.members,
        )
        .select_related("organisation")
        .order_by("valid_until", "organisation__name")
    )
    origin = origin_of(context.found)
    blocks: list[Block] = [
        Heading(gettext("Keterhubungan")),
        counted_table(
            gettext("Instansi menurut keterhubungan"),
            gettext("Keadaan"),
            [
                (gettext("Terhubung"), len(connected)),
                (gettext("Belum terhubung"), len(lines) - len(connected)),
            ],
            len(lines),
            origin,
        ),
        counted_table(
            gettext("Instansi menurut keaktifan"),
            gettext("Keadaan"),
            [
                (gettext("Adminnya masuk 30 hari terakhir"), len(active)),
                (gettext("Tidak aktif"), len(lines) - len(active)),
            ],
            len(lines),
            origin,
        ),
    ]
    if names:
        blocks += [
            Heading(gettext("Terhubung tetapi tidak aktif"), 2),
            Points(names[:SHOWN]),
        ]
    blocks.append(Heading(gettext("SK yang berakhir dalam 60 hari"), 2))
    ending = tuple(
        f"{each.organisation.name}: {each.number}, {wording.day(each.valid_until)}"
        for each in soon[:SHOWN]
        if each.valid_until
    )
    return [*blocks, Points(ending) if ending else Paragraph(gettext("Tidak ada."))]


def outliers(context: Context) -> list[Block]:
    """Show whose follow-up is further from the mean than chance allows (AN)."""
    mean = context.found.total.reading("P3").value
    head = Heading(gettext("Di luar kebiasaan"))
    if mean is None:
        return [head, Paragraph(gettext("Belum ada laporan terdisposisi."))]
    rows = tuple(
        {
            "name": line.member.name,
            "kept": line.reading("P3").numerator,
            "n": line.dispatched,
            "side": gettext("di atas") if is_above else gettext("di bawah"),
        }
        for line, is_above in _outside(context.found.lines, mean)
        if line.member
    )
    if not rows:
        return [head, Paragraph(gettext("Tidak ada instansi di luar batas kendali."))]
    columns = (
        Column("name", gettext("Instansi"), Kind.TEXT),
        Column("kept", gettext("Ditindaklanjuti"), adds=True),
        Column("n", gettext("Terdisposisi"), adds=True),
        Column("share", "PTL", Kind.SHARE, part="kept", whole="n"),
        Column("side", gettext("Terhadap rata-rata"), Kind.TEXT),
    )
    note = gettext("Rata-rata nasional %(mean)s; batas tiga simpangan baku.") % {
        "mean": wording.share(mean)
    }
    title = gettext("Instansi di luar batas kendali")
    table = Table(title, columns, rows, origin_of(context.found), None, note)
    return [head, table.summed(gettext("Jumlah"))]


def _outside(lines: Sequence[Line], mean: Fraction) -> list[tuple[Line, bool]]:
    found = []
    for line in lines:
        value, n = line.reading("P3").value, line.dispatched
        if line.member and n >= FEW and value is not None:
            half = SIGMAS * sqrt(float(mean * (1 - mean)) / n)
            if abs(float(value - mean)) > half:
                found.append((float(value - mean), line))
    found.sort(key=lambda pair: -abs(pair[0]))
    return [(line, distance > 0) for distance, line in found[:SHOWN]]


def _evaluators(context: Context) -> list[tuple[str, str]]:
    """Return the coordinators of the overseer, with the province each is from."""
    grants = Grant.objects.filter(
        in_force(context.on),
        organisation=context.publisher,
        role=Role.COORDINATOR,
        revoked_at=None,
        user__is_active=True,
    ).select_related("user__organisation")
    return [
        (
            grant.user.name or grant.user.username,
            (grant.user.organisation.region_id or "")[:PROVINCE]
            if grant.user.organisation
            else "",
        )
        for grant in grants.order_by("user__name", "pk")
    ]


def _names(codes: Iterable[str]) -> dict[str, str]:
    rows = Organisation.objects.filter(code__in=list(codes))
    return dict(rows.values_list("code", "name"))
