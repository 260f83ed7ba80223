"""Parts of a report that show how reports were handled."""

from fractions import Fraction
from typing import Final

from django.utils.translation import gettext

from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.rules.templates import Finding, proposed
from lapor.domain.reports import wording
from lapor.domain.reports.contents.context import Context, figure, period_name
from lapor.domain.reports.queries import counts, figures, tables
from lapor.domain.reports.rules.documents import Block, Heading, Paragraph, Points
from lapor.kernel.enums import translate

ADVICE: Final = 8


def summary(context: Context) -> list[Block]:
    """Say in a few sentences what the period was like."""
    total = context.found.total
    buckets = total.buckets()
    words = {
        "scope": context.scope.name,
        "period": period_name(context.period),
        "n": wording.whole(total.received),
        "change": tables.change(context.counts.total, context.before.total),
        "d": wording.whole(total.dispatched),
        "ptl": wording.share(total.reading("P3").value),
        "ps": wording.share(total.reading("P4").value),
        "rtl": _days(total.reading("P5").value),
        "on_time": wording.share(total.reading("P7").value),
        "waiting": wording.whole(buckets.get(Bucket.WAITING, 0)),
        "late": wording.whole(context.late),
        "silent": wording.whole(_silent(context)),
        "members": wording.whole(len(context.members)),
    }
    sentences = (
        gettext(
            "%(scope)s menerima %(n)s laporan dalam %(period)s "
            "(%(change)s dibanding masa sebelumnya)."
        ),
        gettext(
            "Dari %(d)s laporan terdisposisi, %(ptl)s ditindaklanjuti dan %(ps)s "
            "selesai."
        ),
        gettext(
            "Tindak lanjut pertama rata-rata diberikan dalam %(rtl)s; %(on_time)s "
            "tepat waktu."
        ),
        gettext(
            "%(waiting)s laporan masih menunggu tindak lanjut, dan %(late)s laporan "
            "terbuka lewat batas penyelesaian."
        ),
        gettext(
            "%(silent)s dari %(members)s instansi atau unit kerja tidak menerima "
            "laporan; warganya mungkin belum tahu kanal ini."
        ),
    )
    return [
        Heading(gettext("Ringkasan")),
        Points(tuple(sentence % words for sentence in sentences)),
        figure(figures.funnel(context.found)),
    ]


def states(context: Context) -> list[Block]:
    """Show the six buckets: by month, by member, by class."""
    is_wide = context.scope.kind == "nation"
    table = tables.by_kind if is_wide else tables.by_member
    return [
        Heading(gettext("Keadaan laporan")),
        figure(figures.monthly(context.counts)),
        table(context.found),
        tables.by_class(context.counts),
    ]


def arrivals(context: Context) -> list[Block]:
    """Show how, when and about what reports came."""
    return [
        Heading(gettext("Kanal, waktu, dan topik")),
        tables.by_channel(context.counts),
        figure(figures.heat(context.counts)),
        figure(figures.topics(context.counts)),
        tables.topics_changed(context.counts, context.before),
    ]


def speed(context: Context) -> list[Block]:
    """Show how long answers take, and whether terms are kept."""
    blocks: list[Block] = [
        Heading(gettext("Waktu tindak lanjut")),
        figure(figures.survival(context.found)),
        figure(figures.on_time(context.counts)),
    ]
    boxes = figures.boxes(context.found)
    if boxes.rows:
        blocks.append(figure(boxes))
    return blocks


def league(context: Context) -> list[Block]:
    """Show what each member did; of a nation it is the annex."""
    return [Heading(gettext("Tindak lanjut")), tables.league(context.found)]


def late(context: Context) -> list[Block]:
    """Show what is past its term, and what is left over from which month."""
    rows = counts.late(context.scope, at=context.at)
    blocks: list[Block] = [Heading(gettext("Laporan lewat batas dan tunggakan"))]
    if rows:
        origin = counts.origin_of(context.at)
        blocks.append(tables.late_list(rows, origin, context.late))
    else:
        blocks.append(Paragraph(gettext("Tidak ada laporan terbuka yang lewat batas.")))
    return [*blocks, tables.backlog(context.counts)]


def put_away(context: Context) -> list[Block]:
    """Show why reports were archived, and how reporters rated the others."""
    return [
        Heading(gettext("Arsip dan penilaian pelapor")),
        tables.archive_reasons(context.counts),
        tables.ratings(context.counts),
    ]


def places(context: Context) -> list[Block]:
    """Show the map, where the scope has regions."""
    if context.scope.kind in ("units", "unit", "agency"):
        return []
    drawn = figures.region_map(context.found)
    return [Heading(gettext("Peta")), figure(drawn)] if drawn else []


def years(context: Context) -> list[Block]:
    """Show five years beside each other."""
    origin = counts.origin_of(context.at)
    chart = figures.years(context.scope, context.period, origin)
    return [Heading(gettext("Lima tahun terakhir")), figure(chart)]


def all_indicators(context: Context) -> list[Block]:
    """Show every indicator with what it was divided from."""
    return [Heading(gettext("Indikator monev")), tables.indicators(context.found)]


def advice(context: Context) -> list[Block]:
    """Propose what past rounds recommended in the same situation; people decide."""
    total = context.found.total
    found = Finding(
        followed_up=total.reading("P3").value,
        backlog=total.reading("P9").value,
        normative=total.reading("K3").value,
        received=total.received,
    )
    texts = tuple(translate(each.text) for each in proposed(found)[:ADVICE])
    if not texts:
        return []
    intro = gettext(
        "Usulan ini muncul dari angka di atas dan dari rekomendasi putaran yang lalu. "
        "Pejabat yang berwenang memutuskan."
    )
    return [
        Heading(gettext("Usulan rekomendasi")),
        Paragraph(intro),
        Points(texts, numbered=True),
    ]


def annex(context: Context) -> list[Block]:
    """Show every member of a large scope."""
    return [Heading(gettext("Lampiran: semua instansi")), tables.annex(context.found)]


def method(context: Context) -> list[Block]:
    """Say how the numbers were made."""
    return [
        Heading(gettext("Cara menghitung")),
        Points(
            (
                gettext(
                    "Dihitung dari catatan peristiwa setiap laporan; setiap tabel "
                    "menyebut sumber, waktu keadaan, dan dasar hitungannya."
                ),
                gettext(
                    "Waktu dihitung dalam hari kerja menurut kalender instansi yang "
                    "menangani; tanggal memakai waktu Jakarta."
                ),
                gettext(
                    "Setiap jumlah sudah diperiksa sama dengan rinciannya. Dokumen "
                    "yang angkanya tidak cocok tidak dapat diterbitkan."
                ),
                gettext("Tanda garis berarti tidak ada data, bukan nol."),
            )
        ),
    ]


def _silent(context: Context) -> int:
    return sum(1 for line in context.found.lines if line.member and not line.received)


def _days(value: Fraction | None) -> str:
    if value is None:
        return wording.NOTHING
    return gettext("%(n)s hari kerja") % {"n": wording.decimal(value)}
