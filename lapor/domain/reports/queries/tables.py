"""The tables of a scope. Their totals come from the whole, never from the rows."""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.translation import gettext

from lapor.domain.analytics.rules.indicator import Reading, Unit
from lapor.domain.cases.queries.taxonomy import classifications
from lapor.domain.cases.rules import ArchiveReason, Bucket, Channel
from lapor.domain.monev.queries import Evaluation, Line
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind
from lapor.domain.reports import wording
from lapor.domain.reports.queries.counts import Cell, Counted, Late, topic_names
from lapor.domain.reports.queries.figures import SHORT, month_name, origin_of
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Row, Table
from lapor.kernel.enums import translate

TOPICS: Final = 10


def by_member(found: Evaluation) -> Table:
    """Return the six buckets of each member, and of all as they were counted."""
    title = gettext("Laporan menurut keadaan dan instansi atau unit kerja")
    rows = tuple(_bucket_row(_name(line), line) for line in found.lines)
    return _buckets(title, gettext("Instansi atau unit kerja"), rows, found)


def by_kind(found: Evaluation) -> Table:
    """Return the six buckets of each kind of agency, and of all."""
    kinds = dict(
        Organisation.objects.filter(
            code__in=[line.member.code for line in found.lines if line.member]
        ).values_list("code", "kind")
    )
    sums: dict[str, dict[str, int]] = {}
    for line in found.lines:
        kind = kinds.get(line.member.code, "") if line.member else ""
        row = sums.setdefault(kind, dict.fromkeys((*Bucket, "all"), 0))
        for key, amount in _bucket_row("", line).items():
            if key != "name":
                row[key] += int(str(amount))
    rows = tuple(
        {"name": OrganisationKind(kind).label if kind else _nobody(), **sums[kind]}
        for kind in [*map(str, OrganisationKind), ""]
        if kind in sums
    )
    title = gettext("Laporan menurut keadaan dan jenis instansi")
    return _buckets(title, gettext("Jenis instansi"), rows, found)


def league(found: Evaluation) -> Table:
    """Return what each member did with its reports: D, PTL, PS, RTL, on time, stars."""
    columns = (
        Column("name", gettext("Instansi atau unit kerja"), Kind.TEXT),
        Column("d", gettext("Terdisposisi"), adds=True),
        Column("handled", gettext("Ditindaklanjuti"), adds=True),
        Column("ptl", "PTL", Kind.SHARE, part="handled", whole="d"),
        Column("done", gettext("Selesai"), adds=True),
        Column("ps", "PS", Kind.SHARE, part="done", whole="d"),
        Column("rtl", gettext("RTL (hari)"), Kind.DAYS),
        Column("kept", gettext("TL tepat"), adds=True),
        Column("judged", gettext("Dari"), adds=True),
        Column(
            "on_time", gettext("Tepat waktu"), Kind.SHARE, part="kept", whole="judged"
        ),
        Column("rating", gettext("Kepuasan"), Kind.DAYS),
    )
    rows = tuple(_league_row(_name(line), line) for line in found.lines)
    total = _league_row(gettext("Semua"), found.total)
    title = gettext("Tindak lanjut menurut instansi atau unit kerja")
    note = gettext(
        "PTL: ditindaklanjuti dari yang terdisposisi. PS: selesai dari yang "
        "terdisposisi. RTL: rata-rata hari kerja sampai tindak lanjut pertama."
    )
    return Table(title, columns, rows, origin_of(found), total, note)


def annex(found: Evaluation) -> Table:
    """Return buckets and shares of every member in one line each."""
    keys = tuple(str(bucket) for bucket in Bucket)
    columns = (
        Column("name", gettext("Instansi"), Kind.TEXT),
        *(Column(key, translate(SHORT[Bucket(key)]), adds=True) for key in keys),
        Column("all", gettext("Jumlah"), adds=True, parts=keys),
        Column("ptl", "PTL", Kind.SHARE, part="handled", whole="d"),
        Column("rtl", gettext("RTL (hari)"), Kind.DAYS),
        Column("on_time", gettext("TL tepat"), Kind.SHARE, part="kept", whole="judged"),
    )
    rows = tuple(_full_row(_name(line), line) for line in found.lines)
    total = _full_row(gettext("Jumlah"), found.total)
    title = gettext("Keadaan dan tindak lanjut setiap instansi")
    return Table(title, columns, rows, origin_of(found), total)


def indicators(found: Evaluation) -> Table:
    """Return every indicator that means something for the scope."""
    columns = (
        Column("id", gettext("Kode"), Kind.TEXT),
        Column("name", gettext("Indikator"), Kind.TEXT),
        Column("value", gettext("Hasil"), Kind.TEXT),
        Column("numerator", gettext("Pembilang"), Kind.TEXT),
        Column("denominator", gettext("Penyebut"), Kind.TEXT),
    )
    rows = []
    for one in found.indicators():
        reading = found.total.reading(one.id)
        is_time = one.unit == Unit.DAYS and one.scale != 1
        rows.append(
            {
                "id": one.id,
                "name": translate(one.name),
                "value": shown(reading, one.unit),
                "numerator": "" if is_time else wording.whole(reading.numerator),
                "denominator": wording.whole(reading.denominator),
            }
        )
    title = gettext("Semua indikator")
    return Table(title, columns, tuple(rows), origin_of(found))


def by_class(counts: Counted) -> Table:
    """Return classes by official bucket."""
    names = {row.code: translate(row.label) for row in classifications()}
    names[""] = gettext("Belum diklasifikasikan")
    title = gettext("Laporan menurut klasifikasi dan keadaan")
    return _crossed(
        title,
        gettext("Klasifikasi"),
        counts,
        (lambda cell: cell.classification, names),
        (
            lambda cell: cell.bucket,
            {str(key): translate(text) for key, text in SHORT.items()},
        ),
    )


def by_channel(counts: Counted) -> Table:
    """Return channels by month of receipt."""
    months = sorted({cell.month for cell in counts.cells})
    return _crossed(
        gettext("Laporan menurut kanal dan bulan"),
        gettext("Kanal"),
        counts,
        (lambda cell: cell.channel, {str(each): each.label for each in Channel}),
        (lambda cell: str(cell.month), {str(at): month_name(at) for at in months}),
    )


def backlog(counts: Counted) -> Table:
    """Return how many of each month's reports are still open (cohorts)."""
    columns = (
        Column("month", gettext("Bulan masuk"), Kind.TEXT),
        Column("open", gettext("Masih terbuka"), adds=True),
        Column("closed", gettext("Sudah ditutup"), adds=True),
        Column("all", gettext("Semua"), adds=True, parts=("open", "closed")),
        Column(
            "share", gettext("Persen terbuka"), Kind.SHARE, part="open", whole="all"
        ),
    )
    ended = (Bucket.DONE, Bucket.ARCHIVED)
    sums = counts.by(lambda cell: (cell.month, cell.bucket in ended))
    rows = tuple(
        {
            "month": month_name(month),
            "open": sums[month, False],
            "closed": sums[month, True],
            "all": sums[month, False] + sums[month, True],
        }
        for month in sorted({month for month, _ended in sums})
    )
    title = gettext("Tunggakan menurut bulan laporan masuk")
    total = {
        "month": gettext("Jumlah"),
        "open": sum(n for (_month, is_ended), n in sums.items() if not is_ended),
        "closed": sum(n for (_month, is_ended), n in sums.items() if is_ended),
        "all": counts.total,
    }
    return Table(title, columns, rows, counts.origin, total)


def topics_changed(counts: Counted, before: Counted) -> Table:
    """Return the ten most reported topics beside the period before."""
    columns = (
        Column("topic", gettext("Topik"), Kind.TEXT),
        Column("n", gettext("Masa ini"), adds=True),
        Column("share", gettext("Persen"), Kind.SHARE, part="n"),
        Column("before", gettext("Masa sebelumnya"), adds=True),
        Column("change", gettext("Perubahan"), Kind.TEXT),
    )
    order = sorted(counts.topics, key=lambda key: (-counts.topics[key], key or 0))
    names = topic_names(order[:TOPICS])
    pairs = [
        (names.get(key, str(key)), counts.topics[key], before.topics.get(key, 0))
        for key in order[:TOPICS]
    ]
    shown_now = sum(n for _name, n, _before in pairs)
    shown_then = sum(n for _name, _n, n in pairs)
    pairs.append(
        (gettext("Topik lain"), counts.total - shown_now, before.total - shown_then)
    )
    rows = tuple(
        {"topic": name, "n": n, "before": then, "change": change(n, then)}
        for name, n, then in pairs
    )
    total = {
        "topic": gettext("Jumlah"),
        "n": counts.total,
        "before": before.total,
        "change": change(counts.total, before.total),
    }
    title = gettext("Sepuluh topik terbanyak dan perubahannya")
    return Table(title, columns, rows, counts.origin, total)


def archive_reasons(counts: Counted) -> Table:
    """Return why reports were put away."""
    sums = counts.by(
        lambda cell: cell.archive_reason if cell.bucket == Bucket.ARCHIVED else None
    )
    del sums[None]
    known = {str(each): each.label for each in ArchiveReason}
    rows = [(known.get(key, gettext("Tanpa alasan")), n) for key, n in sums.items()]
    whole = counts.by(lambda cell: cell.bucket)[Bucket.ARCHIVED]
    title = gettext("Laporan diarsipkan menurut alasan")
    return counted_table(title, gettext("Alasan"), rows, whole, counts.origin)


def ratings(counts: Counted) -> Table:
    """Return how reporters rated the answers, one to five stars."""
    rows = [
        (gettext("%(n)s bintang") % {"n": stars}, counts.ratings.get(stars, 0))
        for stars in range(5, 0, -1)
    ]
    whole = sum(counts.ratings.values())
    title = gettext("Penilaian pelapor")
    return counted_table(title, gettext("Bintang"), rows, whole, counts.origin)


def late_list(rows: Sequence[Late], origin: Origin, whole: int) -> Table:
    """Return reports past their term; ``whole`` is how many there are in all."""
    columns = (
        Column("number", gettext("Nomor laporan"), Kind.TEXT),
        Column("agency", gettext("Instansi"), Kind.TEXT),
        Column("unit", gettext("Unit kerja"), Kind.TEXT),
        Column("received", gettext("Masuk"), Kind.DATE),
        Column("due", gettext("Batas selesai"), Kind.DATE),
    )
    note = gettext("Ditunjukkan %(n)s dari %(whole)s laporan yang lewat batas.") % {
        "n": wording.whole(len(rows)),
        "whole": wording.whole(whole),
    }
    lines = tuple(row._asdict() for row in rows)
    title = gettext("Laporan yang paling lama lewat batas")
    return Table(title, columns, lines, origin, None, note)


def counted_table(
    title: str, head: str, rows: Sequence[tuple[str, int]], whole: int, origin: Origin
) -> Table:
    """Return names with counts and shares; ``whole`` is counted apart from them."""
    columns = (
        Column("name", head, Kind.TEXT),
        Column("n", gettext("Jumlah"), adds=True),
        Column("share", gettext("Persen"), Kind.SHARE, part="n"),
    )
    lines = tuple(
        {"name": name, "n": n} for name, n in sorted(rows, key=lambda row: -row[1])
    )
    total = {"name": gettext("Jumlah"), "n": whole}
    return Table(title, columns, lines, origin, total)


def shown(reading: Reading, unit: Unit) -> str:
    """Show what an indicator gave in its unit; no data is a dash."""
    if reading.value is None:
        return wording.NOTHING
    if unit == Unit.SHARE:
        return wording.share(reading.value)
    if unit == Unit.COUNT and reading.value.denominator == 1:
        return wording.whole(int(reading.value))
    return wording.decimal(reading.value)


def change(now: int, before: int) -> str:
    """Say how a count changed, in per cent of the count before."""
    if not before:
        return wording.NOTHING
    sign = "+" if now >= before else "\N{MINUS SIGN}"
    return f"{sign}{wording.decimal(abs(now - before) * 100 / before)}%"


def _buckets(title: str, head: str, rows: tuple[Row, ...], found: Evaluation) -> Table:
    keys = tuple(str(bucket) for bucket in Bucket)
    columns = (
        Column("name", head, Kind.TEXT),
        *(Column(key, translate(SHORT[Bucket(key)]), adds=True) for key in keys),
        Column("all", gettext("Jumlah"), adds=True, parts=keys),
        Column("share", gettext("Persen"), Kind.SHARE, part="all"),
    )
    total = _bucket_row(gettext("Jumlah"), found.total)
    return Table(title, columns, rows, origin_of(found), total)


def _bucket_row(name: str, line: Line) -> dict[str, str | int]:
    buckets = line.buckets()
    row: dict[str, str | int] = {"name": name, "all": line.received}
    return row | {str(bucket): buckets.get(bucket, 0) for bucket in Bucket}


def _league_row(name: str, line: Line) -> Row:
    followed, done, on_time = (line.reading(key) for key in ("P3", "P4", "P7"))
    return {
        "name": name,
        "d": line.dispatched,
        "handled": followed.numerator,
        "done": done.numerator,
        "rtl": line.reading("P5").value,
        "kept": on_time.numerator,
        "judged": on_time.denominator,
        "rating": line.reading("P17").value,
    }


def _full_row(name: str, line: Line) -> Row:
    return {**_bucket_row(name, line), **_league_row(name, line)}


def _crossed(
    title: str,
    head: str,
    counts: Counted,
    down: tuple[Callable[[Cell], str], dict[str, str]],
    across: tuple[Callable[[Cell], str], dict[str, str]],
) -> Table:
    """Return two things crossed; rows without reports are left out."""
    cells = counts.by(lambda cell: (down[0](cell), across[0](cell)))
    sums, edge = counts.by(down[0]), counts.by(across[0])
    keys = tuple(across[1])
    columns = (
        Column("name", head, Kind.TEXT),
        *(Column(key, label, adds=True) for key, label in across[1].items()),
        Column("all", gettext("Jumlah"), adds=True, parts=keys),
        Column("share", gettext("Persen"), Kind.SHARE, part="all"),
    )
    rows = tuple(
        {
            "name": down[1].get(key, key),
            "all": n,
            **{other: cells[key, other] for other in keys},
        }
        for key, n in sorted(sums.items(), key=lambda pair: -pair[1])
    )
    total = {"name": gettext("Jumlah"), "all": counts.total}
    total |= {key: edge[key] for key in keys}
    return Table(title, columns, rows, counts.origin, total)


def _name(line: Line) -> str:
    return line.member.name if line.member else _nobody()


def _nobody() -> str:
    return gettext("Belum dibagi")
