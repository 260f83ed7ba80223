"""Who asked and who answered is hidden from those who score."""

import re
from collections.abc import Iterable
from typing import Final

from lapor.kernel.text import mask

AGENCY: Final = "[instansi]"
PERSON: Final = "[nama]"
_PERSON: Final = re.compile(
    r"\b(Bapak|Ibu|Pak|Bu|Sdr\.?|Sdri\.?|Saudara|Saudari|Sdr\. ?/ ?i)\s+"
    r"(?:[A-Z][\w.'-]+)(?:\s+[A-Z][\w.'-]+){0,3}"
)


def pseudonymised(text: str, names: Iterable[str], people: Iterable[str] = ()) -> str:
    """Hide numbers, names of agencies and units (``names``), officers (``people``).

    What follows "Bapak" or "Ibu" is taken for a name. Longer names go first, so that
    "Dinas Kesehatan Kota" does not leave "Kota" behind.

    >>> pseudonymised("Kata Ibu Siti Aminah: Dinas Sosial tutup", ["Dinas Sosial"])
    'Kata Ibu [nama]: [instansi] tutup'
    """
    for name in sorted({n.strip() for n in people if len(n.strip()) > 2}, key=_longest):
        text = _replaced(text, name, PERSON)
    for name in sorted({n.strip() for n in names if len(n.strip()) > 2}, key=_longest):
        text = _replaced(text, name, AGENCY)
    text = _PERSON.sub(lambda found: f"{found[1]} {PERSON}", text)
    return mask(text)


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def _replaced(text: str, name: str, shown: str) -> str:
    words = r"\s+".join(map(re.escape, name.split()))
    return re.sub(rf"\b{words}\b", shown, text, flags=re.IGNORECASE)
