"""Who asked and who answered is hidden from those who score."""

import re
from collections.abc import Iterable
from typing import Final

from lapor.kernel.text import mask

AGENCY: Final = "[instansi]"
PERSON: Final = "[nama]"
#: Shorter names would hide ordinary words.
SHORTEST: Final = 3
_NAME: Final = r"[A-Z][\w.'-]{0,40}(?:\s+[A-Z][\w.'-]{0,40}){0,3}"
#: Words that stand before a name. What they lead to is hidden, they stay.
_BEFORE: Final = (
    r"Bapak|Ibu|Pak|Bu|Sdr\.?|Sdri\.?|Saudara|Saudari|Kak|Mas|Mbak|dr\.|drg\."
    r"|H\.|Hj\.|(?i:atas nama|a\.n\.|an\.|nama saya|saya bernama|bernama"
    r"|petugas kami|kontak|contact person|cp)"
)
#: Titles that follow such words and are no name.
_NO_NAME: Final = (
    r"Pelapor|Kepala|Camat|Lurah|Bupati|Wali|Walikota|Gubernur|Menteri|Direktur|RT|RW"
    r"|Guru|Mohon|Tolong|Terima|Yang|Dokter|Bidan|Satpam|Petugas|Kami|Anda|Dinas|Yth|dan|Ibu|Bapak|Nomor"
)
_PERSON: Final = re.compile(
    rf"\b(?P<lead>{_BEFORE})(?P<gap>[:\s]\s{{0,3}})(?!(?:{_NO_NAME})\b|\[){_NAME}"
)
_SIGNED: Final = re.compile(
    rf"(?m)^(?P<lead>(?i:salam|ttd|hormat kami),?\s{{1,3}}){_NAME}\s*$"
)


def pseudonymised(text: str, names: Iterable[str], people: Iterable[str] = ()) -> str:
    """Hide numbers, names of agencies and units (``names``), officers (``people``).

    What follows "Bapak", "Ibu", "nama saya" and the like is taken for a name. Longer
    names go first, so that "Dinas Kesehatan Kota" does not leave "Kota" behind.
    Recognises by shape: a name without anything before it stays.

    >>> pseudonymised("Kata Ibu Siti Aminah: Dinas Sosial tutup", ["Dinas Sosial"])
    'Kata Ibu [nama]: [instansi] tutup'
    """
    text = _without(text, people, PERSON)
    text = _without(text, names, AGENCY)
    for pattern in (_SIGNED, _PERSON):
        text = pattern.sub(_hidden, text)
    return mask(text)


def _hidden(found: re.Match[str]) -> str:
    return f"{found['lead']}{found.groupdict().get('gap') or ''}{PERSON}"


def _without(text: str, names: Iterable[str], shown: str) -> str:
    """Replace whole names, whatever their case and blanks."""
    wanted = {" ".join(name.split()) for name in names}
    long_first = sorted((n for n in wanted if len(n) >= SHORTEST), key=_longest)
    if not long_first:
        return text
    words = (r"\s+".join(map(re.escape, name.split())) for name in long_first)
    return re.sub(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", shown, text, flags=re.I)


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name
