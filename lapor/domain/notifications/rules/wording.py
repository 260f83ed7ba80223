"""Filling a text: named places only, nothing a person typed."""

import re
from collections.abc import Mapping
from typing import Final

from lapor.kernel.enums import noop, translate

#: What may stand in a text, and an example for the preview.
PLACEHOLDERS: Final[Mapping[str, str]] = {
    "number": "7K2M-P042-QRX",
    "link": "https://lapor.example.id/lacak/",
    "rate": "https://lapor.example.id/nilai/…",
    "agency": "Pemerintah Kabupaten Contoh",
    "due": "Senin, 9 Maret 2026",
    "step": "H+3",
    "round": "2026-1",
    "days": "7",
    "count": "5",
    "lines": "3 Laporan baru",
}
#: SMS: 160 signs of the basic set; longer ones cost double and may come in parts.
SHORT_LENGTH: Final = 160
_LONGEST_VALUES: Final = {"number": 13, "due": 24, "agency": 60}
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_NOT_SMS: Final = re.compile(r"[^\x0a\x20-\x5f\x61-\x7e]")

_UNKNOWN: Final = noop("Tidak dikenal: {names}. Yang boleh dipakai: {known}.")
_BRACE: Final = noop("Ada kurung kurawal yang tidak berpasangan.")
_EMPTY: Final = noop("Harus diisi.")
_NO_NUMBER: Final = noop("Nomor laporan harus disebut: tulis {number}.")
_LONG: Final = noop("Terlalu panjang untuk SMS: paling banyak 160 tanda.")
_SIGNS: Final = noop("Hanya huruf, angka dan tanda baca biasa: lainnya memutus SMS.")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its places filled; an unknown one is left empty.

    >>> filled("Laporan {number}", {"number": "7K2M-P042-QRX"})
    'Laporan 7K2M-P042-QRX'
    """
    return _PLACE.sub(lambda found: values.get(found[1], ""), text)


def faults_of(
    subject: str, body: str, short: str, *, names_case: bool
) -> dict[str, str]:
    """Return what is wrong with a text, a sentence for each part."""
    faults = {}
    for name, text in (("subject", subject), ("body", body), ("short", short)):
        if not text.strip():
            faults[name] = translate(_EMPTY)
        elif fault := _places(text):
            faults[name] = fault
    if names_case and "{number}" not in subject and "subject" not in faults:
        faults["subject"] = translate(_NO_NUMBER)
    if "short" not in faults:
        plain = _PLACE.sub("", short)
        if _NOT_SMS.search(plain):
            faults["short"] = translate(_SIGNS)
        elif length_of(short) > SHORT_LENGTH:
            faults["short"] = translate(_LONG)
    return faults


def length_of(short: str) -> int:
    """Return how many signs a short text has once it is filled, without its link."""
    examples = {
        name: "x" * _LONGEST_VALUES.get(name, len(example))
        for name, example in PLACEHOLDERS.items()
        if name not in {"link", "rate"}
    }
    return len(filled(short, examples))


def _places(text: str) -> str:
    unknown = sorted({name for name in _PLACE.findall(text)} - PLACEHOLDERS.keys())
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        names = ", ".join(f"{{{name}}}" for name in unknown)
        return translate(_UNKNOWN).format(names=names, known=known)
    rest = _PLACE.sub("", text)
    return translate(_BRACE) if "{" in rest or "}" in rest else ""
