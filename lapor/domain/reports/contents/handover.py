"""The paper of a hand-over to the Ombudsman: the same content as its JSON.

UU 37/2008 Pasal 24: who complains, what happened in order, and that those responsible
were told before and did not settle it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext

from lapor.domain.organisations.models import Organisation
from lapor.domain.reports import wording
from lapor.domain.reports.rules.documents import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Points,
)
from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

Content = Mapping[str, Any]
HASH_SHOWN: Final = 16  # digits beside each file; the whole hash is in the manifest


def handover_paper(
    content: Content, *, publisher: Organisation, at: datetime
) -> Document:
    """Return the paper of one package, from what ``handover.package_content`` gave."""
    blocks: list[Block] = [
        Heading(gettext("Ringkasan")),
        *_summary(content),
        Heading(gettext("Pelapor")),
        *_reporter(content),
        Heading(gettext("Laporan")),
        *_case(content["case"]),
        Heading(gettext("Batas waktu dan keterlambatan")),
        *_lateness(content, at),
        Heading(gettext("Perjalanan laporan")),
        *_chronology(content["chronology"]),
        Heading(gettext("Lampiran")),
        *_attachments(content["attachments"], at),
        Heading(gettext("Keaslian")),
        Paragraph(
            gettext(
                "Paket ini disegel. Berkas manifest.json memuat nama, ukuran, dan "
                "sidik SHA-256 setiap berkas; manifest.p7s menandatanganinya (CMS). "
                "Berkas yang sidiknya berbeda bukan bagian dari paket ini. Catatan "
                "internal petugas tidak disertakan."
            )
        ),
    ]
    return Document(
        DocumentKind.HANDOVER,
        gettext("Penyerahan laporan kepada Ombudsman"),
        content["case"]["title"],
        publisher.name,
        at,
        tuple(blocks),
        number=content["handover"],
        facts=(
            (gettext("Nomor laporan"), content["case"]["number"]),
            (gettext("Instansi terlapor"), content["case"]["agency"]),
            (gettext("Ditujukan kepada"), content["office"]["name"]),
        ),
    )


def _summary(content: Content) -> list[Block]:
    case, consent = content["case"], content["consent"]
    late = [line for line in content["lateness"] if line["is_late"]]
    keeps = consent["identity_to_be_kept_secret"]
    pairs = [
        (gettext("Dasar penyerahan"), content["reason_text"]),
        (gettext("Persetujuan pelapor"), _moment(consent["given_at"])),
        (
            gettext("Identitas pelapor"),
            gettext("sudah dicocokkan; pelapor meminta dirahasiakan")
            if keeps
            else gettext("sudah dicocokkan"),
        ),
        (gettext("Laporan diterima"), _moment(case["received_at"])),
        (
            gettext("Umur laporan"),
            gettext("%(n)s hari kalender")
            % {"n": wording.whole(content["age_in_days"])},
        ),
        (
            gettext("Batas waktu yang terlampaui"),
            wording.whole(len(late)) if late else gettext("tidak ada"),
        ),
    ]
    return [Facts(tuple(pairs))]


def _reporter(content: Content) -> list[Block]:
    labels = {
        "name": gettext("Nama"),
        "nik": gettext("NIK"),
        "phone": gettext("Telepon"),
        "email": gettext("Email"),
        "address": gettext("Alamat"),
    }
    given = content["reporter"]
    pairs = tuple((labels[name], given[name]) for name in labels if given.get(name))
    blocks: list[Block] = [Facts(pairs)]
    if content["case"]["is_anonymous_to_agency"]:
        blocks.append(
            Paragraph(
                gettext(
                    "Pelapor anonim bagi instansi terlapor. Jangan sebutkan "
                    "identitasnya kepada instansi itu."
                ),
                strong=True,
            )
        )
    return blocks


def _case(case: Content) -> list[Block]:
    day = case["happened_on"]
    place = ", ".join(filter(None, [case["location"], case["region"]]))
    pairs = [
        (gettext("Judul"), case["title"]),
        (gettext("Klasifikasi"), case["classification"]),
        (gettext("Topik"), case["category"]),
        (gettext("Tanggal kejadian"), _day(day) if day else ""),
        (gettext("Lokasi"), place),
        (gettext("Kanal"), case["channel"]),
        (gettext("Unit kerja"), case["unit"]),
        (gettext("Hasil jawaban akhir"), case["result"]),
    ]
    shown = tuple((name, text) for name, text in pairs if text)
    return [
        Facts(shown),
        Heading(gettext("Isi laporan"), 2),
        Paragraph(case["content"]),
    ]


def _lateness(content: Content, at: datetime) -> list[Block]:
    not_yet = gettext("belum")
    rows = tuple(
        {
            "what": ", ".join(filter(None, [line["what"], line["office"]])),
            "limit": f"{line['limit']} {line['unit']}",
            "law": line["law"],
            "due": _day(line["due_on"]),
            "ended": _moment(line["ended_at"]) if line["ended_at"] else not_yet,
            "late": line["working_days_late"],
        }
        for line in content["lateness"]
    )
    columns = (
        Column("what", gettext("Batas waktu"), Kind.TEXT),
        Column("limit", gettext("Lama"), Kind.TEXT),
        Column("law", gettext("Dasar"), Kind.TEXT),
        Column("due", gettext("Paling lambat"), Kind.TEXT),
        Column("ended", gettext("Dipenuhi"), Kind.TEXT),
        Column("late", gettext("Terlambat (hari kerja)")),
    )
    origin = Origin(
        gettext("Jam laporan"), at, gettext("hari kerja menurut kalender instansi")
    )
    title = gettext("Setiap batas waktu instansi")
    return [Table(title, columns, rows, origin)]


def _chronology(lines: Sequence[Content]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        by = gettext("Pelapor") if line["is_from_reporter"] else line["by"]
        head = f"{_moment(line['at'])}: {line['what']}"
        blocks.append(Paragraph(f"{head} ({by})" if by else head, strong=True))
        if line["content"]:
            blocks.append(Paragraph(line["content"]))
        if line["asked_for"]:
            blocks.append(Points(tuple(line["asked_for"])))
    return blocks


def _attachments(files: Sequence[Content], at: datetime) -> list[Block]:
    if not files:
        return [Paragraph(gettext("Tidak ada lampiran."))]
    rows = tuple(
        {
            "name": file["name"],
            "size": file["size"],
            "hash": f"{file['sha256'][:HASH_SHOWN]}…",
        }
        for file in files
    )
    columns = (
        Column("name", gettext("Berkas"), Kind.TEXT),
        Column("size", gettext("Ukuran (bita)")),
        Column("hash", gettext("Awal sidik SHA-256"), Kind.TEXT),
    )
    origin = Origin(gettext("Berkas laporan"), at, gettext("berkas yang boleh dibuka"))
    return [Table(gettext("Berkas yang disertakan"), columns, rows, origin)]


def _moment(iso: str | None) -> str:
    return wording.moment(datetime.fromisoformat(iso)) if iso else wording.NOTHING


def _day(iso: str) -> str:
    return wording.day(date.fromisoformat(iso))
