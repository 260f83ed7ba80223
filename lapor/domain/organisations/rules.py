"""Words and arithmetic of organisations and regions; pure."""

import re
import unicodedata
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from lapor.kernel.enums import Labelled, noop

#: Shape of every code in this room: lower-case words, digits, dots, hyphens.
CODE_PATTERN: Final = r"^[a-z0-9]+([.-][a-z0-9]+)*$"
#: Shape of a Kemendagri region code: 11, 11.01, 11.01.01, 11.01.01.2001.
REGION_PATTERN: Final = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"


class OrganisationKind(Labelled):
    """What an organisation is; all but ``UNIT`` are agencies (instansi)."""

    MINISTRY = "ministry", noop("Kementerian")
    COORDINATING_MINISTRY = "coordinating_ministry", noop("Kementerian koordinator")
    INSTITUTION = "institution", noop("Lembaga")
    PROVINCE = "province", noop("Pemerintah provinsi")
    REGENCY = "regency", noop("Pemerintah kabupaten")
    CITY = "city", noop("Pemerintah kota")
    UNIT = "unit", noop("Unit kerja")


class OversightKind(Labelled):
    """Why one organisation watches another; each is a tier of evaluation."""

    COORDINATION = "coordination", noop("Koordinasi kementerian/lembaga")
    TERRITORIAL_GUIDANCE = "territorial_guidance", noop("Pembinaan wilayah")
    PRIORITY_PROGRAMME = "priority_programme", noop("Program prioritas")
    INTERNAL_AUDIT = "internal_audit", noop("Pengawasan internal (APIP)")
    RESOLUTION = "resolution", noop("Penyelesaian laporan (Ombudsman)")
    NATIONAL = "national", noop("Nasional")


class Zone(Labelled):
    """The three legal time zones (Keppres 41/1987)."""

    WIB = "Asia/Jakarta", noop("WIB")
    WITA = "Asia/Makassar", noop("WITA")
    WIT = "Asia/Jayapura", noop("WIT")


LOCAL_KINDS: Final = frozenset(
    {OrganisationKind.PROVINCE, OrganisationKind.REGENCY, OrganisationKind.CITY}
)
_WITA: Final = frozenset({"51", "52", "53", "63", "64", "65"}) | frozenset(
    str(code) for code in range(71, 77)
)
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")


def zone_of(region: str) -> Zone:
    """Return the time zone of a region code (Keppres 41/1987).

    Bali, Nusa Tenggara, South, East and North Kalimantan and Sulawesi keep WITA;
    Maluku and Papua WIT; all others WIB.

    >>> zone_of("32.04").value, zone_of("64.72").value, zone_of("94").value
    ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')
    """
    province = region[:2]
    if province in _WITA:
        return Zone.WITA
    return Zone.WIT if province[:1] in {"8", "9"} else Zone.WIB


def newest_day(at: datetime) -> date:
    """Return the day that has begun somewhere in the country: nobody is ahead of it.

    >>> newest_day(datetime.fromisoformat("2026-03-02T15:30:00+00:00"))
    datetime.date(2026, 3, 3)
    """
    return at.astimezone(ZoneInfo(Zone.WIT)).date()


def level_of(region: str) -> int:
    """Return 1 (province) to 4 (village) from the depth of the code."""
    return region.count(".") + 1


def parent_of(region: str) -> str:
    """Return the code one level up, or an empty text for a province.

    >>> parent_of("11.01.01.2001"), parent_of("11")
    ('11.01.01', '')
    """
    return region.rpartition(".")[0]


def normalise(text: str) -> str:
    """Return lower-case words of plain letters and digits, one space between.

    Apostrophes vanish, for people leave them out.

    >>> normalise("  Kab. Pangkajéne-Kepulauan, Udek Du'en ")
    'kab pangkajene kepulauan udek duen'
    """
    text = text.replace("'", "")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_A_WORD.sub(" ", plain.lower()).strip()


def slugify(text: str) -> str:
    """Return the words of a text joined by hyphens, for codes and addresses.

    >>> slugify("Kementerian Agraria dan Tata Ruang/BPN")
    'kementerian-agraria-dan-tata-ruang-bpn'
    """
    return normalise(text).replace(" ", "-")


def region_words(text: str) -> list[str]:
    """Return the words to search a region by: spelling evened, level words dropped.

    Villages and districts do not carry their level in the name, regencies do.

    >>> region_words("Kec. Ciwidey, Kab Bandung")
    ['ciwidey', 'kabupaten', 'bandung']
    >>> region_words("desa")
    ['desa']
    >>> region_words("jatim")
    ['jawa', 'timur']
    """
    words = _spelled_out(text)[:10]
    return [word for word in words if word not in _LEVEL_WORDS] or words


_SPELLED_OUT: Final = {
    "kab": "kabupaten",
    "kodya": "kota",
    "dki": "jakarta",
    "diy": "yogyakarta",
    "jogja": "yogyakarta",
    "jabar": "jawa barat",
    "jateng": "jawa tengah",
    "jatim": "jawa timur",
    "sumut": "sumatera utara",
    "sumbar": "sumatera barat",
    "sumsel": "sumatera selatan",
    "babel": "bangka belitung",
    "kepri": "kepulauan riau",
    "ntb": "nusa tenggara barat",
    "ntt": "nusa tenggara timur",
    "kalbar": "kalimantan barat",
    "kalteng": "kalimantan tengah",
    "kalsel": "kalimantan selatan",
    "kaltim": "kalimantan timur",
    "kaltara": "kalimantan utara",
    "sulut": "sulawesi utara",
    "sulteng": "sulawesi tengah",
    "sulsel": "sulawesi selatan",
    "sultra": "sulawesi tenggara",
    "sulbar": "sulawesi barat",
    "malut": "maluku utara",
}
_LEVEL_WORDS: Final = frozenset(
    {"desa", "kel", "kelurahan", "kec", "kecamatan", "prov", "provinsi", "distrik"}
)


def name_key(name: str, agency: str = "") -> str:
    """Return what two spellings of one unit's name have in common.

    Abbreviations are spelled out and the place of the agency is cut off the end.

    >>> name_key("Dinas Sosial Kab. Bandung", "Pemerintah Kabupaten Bandung")
    'dinas sosial'
    >>> name_key("Dinas Sosial", "Pemerintah Kabupaten Bandung")
    'dinas sosial'
    """
    words = _spelled_out(name)
    place = [word for word in normalise(agency).split() if word != "pemerintah"]
    for tail in (place, place[1:]):
        if tail and len(words) > len(tail) and words[-len(tail) :] == tail:
            words = words[: -len(tail)]
            break
    return " ".join(words)


def _spelled_out(text: str) -> list[str]:
    words = (_SPELLED_OUT.get(word, word) for word in normalise(text).split())
    return " ".join(words).split()
