"""Indicators as cards: a number for people, with everything that explains it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from lapor.domain.analytics.queries.computing import Counted
from lapor.domain.analytics.rules.indicator import (
    Indicator,
    Other,
    Reading,
    Unit,
    median,
    percentile,
)
from lapor.domain.analytics.rules.indicators.performance import volume
from lapor.domain.analytics.rules.tally import Pair
from lapor.domain.cases.rules import ArchiveReason, Bucket, Channel
from lapor.domain.monev.queries import Evaluation
from lapor.kernel.enums import Labelled, translate
from lapor.web.templatetags import ui

NINETY: Final = Fraction(9, 10)
#: How an address names one of the two numbers.
WORDS: Final[Mapping[Counted, str]] = {
    "numerator": "pembilang",
    "denominator": "penyebut",
}


class Link(NamedTuple):
    """A number and its rows. ``shown`` empty: it is a sum over the rows.

    ``url`` empty: it leads nowhere.
    """

    shown: str = ""
    url: str = ""


class Card(NamedTuple):
    """One indicator of a whole scope."""

    indicator: Indicator
    shown: str
    exact: str
    band: str
    numerator: Link
    denominator: Link
    strict: tuple[str, str] | None
    classes: Sequence[tuple[str, str]]
    beside: Sequence[tuple[str, str]]
    name: str
    formula: str
    population: str
    unit: str
    parts: str
    reference: str
    evidence: str


def cards_of(found: Evaluation) -> list[Card]:
    """Return every indicator of a scope that means something, with its words."""
    address = {
        "cakupan": found.scope.key,
        "masa": found.period.name,
        "dasar": str(found.basis),
    }
    return [
        card_of(one, found.total.reading(one.id), address) for one in found.indicators()
    ]


def card_of(one: Indicator, reading: Reading, address: Mapping[str, str]) -> Card:
    """Return one card; ``address`` says whose rows the numbers lead to."""
    band = one.band(reading.value)
    numerator, denominator = _links(one, reading, address)
    return Card(
        one,
        shown(one, reading.value),
        exact(one, reading),
        translate(band.label) if band else "",
        numerator,
        denominator,
        _strict(one.strict, reading),
        [
            (part_name(one, key), pair_shown(one, pair))
            for key, pair in reading.classes.items()
            if one.by_label
        ],
        [*_spread(reading), *_beside(one, reading)],
        *(
            translate(words) if words else ""
            for words in (
                *(one.name, one.formula, one.who, str(one.unit.label), one.by_label),
                *(one.reference, one.source),
            )
        ),
    )


def shown(one: Indicator, value: Fraction | None) -> str:
    """Return a value in the unit of its indicator; nobody to judge is a sentence."""
    if value is None:
        return gettext("tidak ada data")
    if one.unit == Unit.SHARE:
        return ui.share(value)
    if one.unit == Unit.DAYS:
        days = number_format(rounded(value), 1)
        return gettext("%(days)s hari") % {"days": days}
    if one.unit == Unit.COUNT:
        return ui.number(int(value))
    return ui.points(value, 1)


def exact(one: Indicator, reading: Reading) -> str:
    """Return what a value was made of: both numbers of a share, else how many."""
    if one.unit == Unit.SHARE and one.scale == 1:
        return f"{ui.number(reading.numerator)}/{ui.number(reading.denominator)}"
    return "" if one.unit == Unit.COUNT else f"n = {ui.number(reading.n)}"


def pair_shown(one: Indicator, pair: Pair) -> str:
    """Return a part as a share with its two numbers; of a count, only the number."""
    part, whole = pair
    if not whole:
        return gettext("tidak ada data")
    if one.scale != 1:
        return f"n = {ui.number(whole)}"
    share = ui.share(Fraction(part, whole))
    return f"{share} ({ui.number(part)}/{ui.number(whole)})"


def part_name(one: Indicator, code: str) -> str:
    """Return the words for a class, a state, a reason, a channel or an answer."""
    if not code:
        return gettext("Tidak diisi")
    kinds: dict[str, type[Labelled]] = {
        "P11": Bucket,
        "P13": ArchiveReason,
        "P19": Channel,
    }
    kind = kinds.get(one.id)
    if kind is not None and code in set(kind):
        return str(kind(code).label)
    return _other_names().get(code, code)


def rounded(value: Fraction) -> float:
    """Round half up to one decimal, once, where it is shown."""
    return int(value * 10 + Fraction(1, 2)) / 10


def _links(
    one: Indicator, reading: Reading, address: Mapping[str, str]
) -> tuple[Link, Link]:
    """Return the way to the rows of the numerator, then of the denominator.

    A numerator that is a sum has the rows of its denominator.
    """
    if one.relation is not None:
        return Link(), Link()
    return (
        _link(one, reading.numerator, "numerator", address),
        _link(one, reading.denominator, "denominator", address),
    )


def _link(one: Indicator, n: int, what: Counted, address: Mapping[str, str]) -> Link:
    is_sum = what in one.sums
    if what == "numerator":
        leads_nowhere = is_sum and one.denominator is not None
    else:
        leads_nowhere = one.denominator is None
    if not n or leads_nowhere:
        return Link()
    query = {**address, "indikator": one.id, "angka": WORDS[what]}
    url = f"{reverse('monev:number_rows')}?{urlencode(query)}"
    return Link("" if is_sum else ui.number(n), url)


def _strict(strict: Other | None, reading: Reading) -> tuple[str, str] | None:
    if strict is None or reading.strict is None:
        return None
    part, whole = reading.strict
    share = ui.share(Fraction(part, whole) if whole else None)
    label = translate(strict.label)
    return label, f"{share} ({ui.number(part)}/{ui.number(whole)})"


def _spread(reading: Reading) -> list[tuple[str, str]]:
    middle, high = median(reading.spread), percentile(reading.spread, NINETY)
    if middle is None or high is None:
        return []
    return [
        (gettext("Nilai tengah"), number_format(rounded(middle), 1)),
        (gettext("90 persen paling banyak"), ui.number(int(high))),
    ]


def _beside(one: Indicator, reading: Reading) -> list[tuple[str, str]]:
    found = [
        (translate(beside.label), ui.number(reading.beside.get(key, 0)))
        for key, beside in one.beside.items()
    ]
    if one.id == volume.INDICATOR.id:
        rise, people = volume.growth(reading), volume.per_ten_thousand(reading)
        if rise is not None:
            found.append((gettext("Pertumbuhan"), ui.share(rise)))
        if people is not None:
            each = number_format(rounded(people), 1)
            found.append((gettext("Laporan per 10.000 jiwa"), each))
    return found


def _other_names() -> dict[str, str]:
    return {
        "complaint": gettext("Pengaduan"),
        "complaint_ordinary": gettext("Pengaduan tidak berkadar pengawasan"),
        "complaint_oversight": gettext("Pengaduan berkadar pengawasan"),
        "information": gettext("Permintaan informasi"),
        "aspiration": gettext("Aspirasi"),
        "yes": gettext("Ya"),
        "partly": gettext("Sebagian"),
        "no": gettext("Belum"),
        "effective": gettext("Efektif"),
        "unproven": gettext("Belum terbukti"),
        "worse": gettext("Memburuk"),
    }
