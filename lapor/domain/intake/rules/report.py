"""What a report must contain to be taken, with a sentence for each field (pure)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import DomainError, Invalid
from lapor.kernel.text import clean

TITLE_LENGTH: Final = (10, 150)  # characters (domain §5.2, an assumption)
CONTENT_LENGTH: Final = (20, 10_000)
LOCATION_LENGTH: Final = 255
NEEDS_DATE: Final = frozenset(
    {"complaint", "complaint_ordinary", "complaint_oversight"}
)

TITLE_SHORT = noop(
    "Judul terlalu pendek. Tulis inti masalahnya, paling sedikit 10 huruf."
)
CONTENT_SHORT = noop(
    "Isi laporan terlalu pendek. Ceritakan apa, di mana, kapan, dan siapa "
    "yang terlibat."
)
DATE_MISSING = noop("Isi tanggal kejadian agar petugas dapat memeriksanya.")
DATE_AHEAD = noop("Tanggal kejadian ada di masa depan. Pilih hari ini atau sebelumnya.")
DATE_ANCIENT = noop("Tanggal kejadian tidak masuk akal. Periksa tahunnya.")
OTHER_TERRITORY = noop(
    "Lokasi ini di luar wilayah instansi tujuan. Pilih lokasi lain, atau kosongkan "
    "instansi tujuan agar kami yang meneruskannya."
)
CONSENT_MISSING = noop("Centang pernyataan ini agar laporan dapat dikirim.")
SEVERAL = noop("Laporan belum dapat dikirim. Periksa bagian yang ditandai.")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a person reports, as typed; ``checked`` returns it cleaned."""

    classification: str
    title: str
    content: str
    happened_on: date | None = None
    location: str = ""
    region: str = ""  # Kemendagri code
    agency: str = ""  # code of the organisation
    category_id: int | None = None
    is_anonymous: bool = False
    is_secret: bool = False
    consent: bool = False


def checked(report: Report, *, today: date) -> Report:
    """Return the report with clean texts, or raise Invalid naming every bad field.

    ``today`` is the calendar day where the reporter is. Control characters, lone
    surrogates and tricks with the writing direction are gone afterwards.
    """
    bad: dict[str, str] = {}
    title = _cleaned("title", report.title, TITLE_LENGTH[1], bad, multiline=False)
    content = _cleaned("content", report.content, CONTENT_LENGTH[1], bad)
    location = _cleaned(
        "location", report.location, LOCATION_LENGTH, bad, multiline=False
    )
    if "title" not in bad and len(title) < TITLE_LENGTH[0]:
        bad["title"] = translate(TITLE_SHORT)
    if "content" not in bad and len(content) < CONTENT_LENGTH[0]:
        bad["content"] = translate(CONTENT_SHORT)
    if sentence := _date_fault(report, today):
        bad["date_of_incident"] = translate(sentence)
    if not report.consent:
        bad["consent"] = translate(CONSENT_MISSING)
    if bad:
        raise Invalid(translate(SEVERAL), fields=bad)
    return replace(report, title=title, content=content, location=location)


def is_inside(region: str, territory: str) -> bool:
    """Say whether a region lies in a territory, by Kemendagri codes.

    >>> is_inside("32.04.05.2001", "32.04"), is_inside("32.04.05.2001", "32.05")
    (True, False)
    """
    return region == territory or region.startswith(territory + ".")


def _date_fault(report: Report, today: date) -> str:
    if report.happened_on is None:
        return DATE_MISSING if report.classification in NEEDS_DATE else ""
    if report.happened_on > today:
        return DATE_AHEAD
    return DATE_ANCIENT if report.happened_on.year < 1945 else ""


def _cleaned(
    field: str, raw: str, longest: int, bad: dict[str, str], *, multiline: bool = True
) -> str:
    try:
        return clean(raw, max_length=longest, multiline=multiline)
    except DomainError as error:
        bad[field] = error.message
        return ""
