"""The instrument as data, read and checked: weights, ends, vetoes, categories. Pure.

Its JSON is what the national admin edits. All weights are whole numbers and add up to
100, of the four kinds and inside each; what does not is refused with a sentence that
names the sum.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lapor.domain.analytics.rules.catalogue import CATALOGUE, by_id
from lapor.domain.analytics.rules.indicator import Part
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import Invalid

from .words import Category, Veto

DATA: Final = Path(__file__).resolve().parent.parent / "data"
WHOLE: Final = 100
STEPS: Final = (Category.VERY_GOOD, Category.GOOD, Category.FAIR)

SUM: Final = noop("Bobot {name} berjumlah {sum}, seharusnya 100. Selisihnya {gap}.")
KINDS: Final = noop("keempat jenis monev")
NO_WHOLE: Final = noop("Isi dengan bilangan bulat dari 0 sampai 100.")
UNKNOWN: Final = noop("Indikator {name} tidak dikenal atau bukan dari jenis ini.")
ENDS: Final = noop("Batas nilai 0 dan nilai 100 harus dua bilangan yang berbeda.")
ORDER: Final = noop("Batas kategori harus menurun, dari 100 ke 0.")
UNREADABLE: Final = noop("Instrumen tidak dapat dibaca: {name} tidak ada atau salah.")
WRONG: Final = noop("Instrumen belum dapat disimpan. {why}")


@dataclass(frozen=True, slots=True)
class Weights:
    """A version of the instrument.

    ``parts`` are the shares of the four kinds in the total, ``inside`` those of each
    indicator in its kind; all in hundredths. ``ends`` are the values that give 0 and
    100 points, where they replace those of the indicator. ``steps`` are the least
    totals of the three upper categories. ``vetoes`` map a reason to the highest
    category it leaves; ``low_follow_up`` is the share under which one applies. Fewer
    than ``small`` dispatched reports cannot be assessed. ``institutional`` points of
    the share of performance go to the self-assessment: 0 shows it beside the score.
    """

    parts: Mapping[Part, int]
    inside: Mapping[Part, Mapping[str, int]]
    ends: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    steps: Mapping[Category, Fraction] = field(default_factory=dict)
    vetoes: Mapping[Veto, Category] = field(default_factory=dict)
    low_follow_up: Fraction = Fraction(1, 2)
    small: int = 10
    institutional: int = 0

    def category(self, total: Fraction) -> Category:
        """Return what a total of 0 to 100 is called, before any veto."""
        for step in STEPS:
            if total >= self.steps[step]:
                return step
        return Category.POOR


def sums(data: Mapping[str, Any]) -> dict[str, int]:
    """Return what the weights add up to: ``parts`` and each kind, as far as readable.

    >>> sums({"parts": {"quality": 30}, "inside": {"plan": {"R1": 5, "R2": 6}}})["plan"]
    11
    """
    inside = _table(data.get("inside"))
    groups = {"parts": _table(data.get("parts"))}
    groups |= {part.value: _table(inside.get(part.value)) for part in Part}
    return {
        name: sum(_whole(value) or 0 for value in group.values())
        for name, group in groups.items()
    }


def read_weights(data: Mapping[str, Any]) -> Weights:
    """Return the instrument that a JSON object means.

    Raises Invalid that names every field at fault, ``parts.quality`` or ``inside.P3``.
    """
    wrong: dict[str, str] = {}
    parts = _parts(data, wrong)
    inside = {part: _inside(data, part, wrong) for part in Part}
    ends = _ends(data, wrong)
    steps = _steps(data, wrong)
    vetoes = _vetoes(data, wrong)
    low = _number(_table(data.get("limits")).get("low_follow_up", "0.50"))
    small = _whole(_table(data.get("limits")).get("small", 10), most=1000)
    institutional = _whole(data.get("institutional", 0))
    if low is None or not 0 <= low <= 1:
        wrong["limits.low_follow_up"] = translate(NO_WHOLE)
    if small is None:
        wrong["limits.small"] = translate(NO_WHOLE)
    if institutional is None or institutional > parts.get(Part.PERFORMANCE, 0):
        wrong["institutional"] = translate(NO_WHOLE)
    if wrong:
        first = next(iter(wrong.values()))
        raise Invalid(translate(WRONG).format(why=first), fields=wrong)
    return Weights(
        parts,
        inside,
        ends,
        steps,
        vetoes,
        low or Fraction(0),
        small or 0,
        institutional or 0,
    )


@cache
def first_version() -> Mapping[str, Any]:
    """Return the version that comes with the program: date, legal basis, data."""
    text = (DATA / "instrument.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return MappingProxyType(found)


def default_weights() -> Weights:
    """Return the weights that come with the program (domain §12.2-12.8, all [A])."""
    return read_weights(first_version()["data"])


def _parts(data: Mapping[str, Any], wrong: dict[str, str]) -> dict[Part, int]:
    table = _table(data.get("parts"))
    found = {}
    for part in Part:
        value = _whole(table.get(part.value))
        if value is None:
            wrong[f"parts.{part.value}"] = translate(NO_WHOLE)
        found[part] = value or 0
    _add_up(found.values(), None, wrong)
    return found


def _inside(
    data: Mapping[str, Any], part: Part, wrong: dict[str, str]
) -> dict[str, int]:
    table = _table(_table(data.get("inside")).get(part.value))
    known = {one.id for one in CATALOGUE if one.part == part and _is_scored(one.id)}
    found = {}
    for name, given in table.items():
        value = _whole(given)
        if name not in known:
            wrong[f"inside.{name}"] = translate(UNKNOWN).format(name=str(name)[:20])
        elif value is None:
            wrong[f"inside.{name}"] = translate(NO_WHOLE)
        elif value:
            found[name] = value
    _add_up(found.values(), part, wrong)
    return found


def _is_scored(id: str) -> bool:
    """Say whether an indicator has points at all; the others are only shown."""
    one = by_id(id)
    return one.normal is not None or one.mixed is not None


def _add_up(values: Iterable[int], part: Part | None, wrong: dict[str, str]) -> None:
    """Refuse weights that are not a whole; ``part`` None: those of the kinds."""
    total = sum(values)
    if total == WHOLE:
        return
    label = translate(KINDS) if part is None else f"“{part.label}”"
    text = translate(SUM).format(name=label, sum=total, gap=abs(WHOLE - total))
    wrong.setdefault("parts" if part is None else f"inside.{part.value}", text)


def _ends(
    data: Mapping[str, Any], wrong: dict[str, str]
) -> dict[str, tuple[Fraction, Fraction]]:
    found = {}
    for name, pair in _table(data.get("ends")).items():
        is_pair = isinstance(pair, list | tuple) and len(pair) == 2
        bad, good = (_number(end) for end in pair) if is_pair else (None, None)
        if name not in {one.id for one in CATALOGUE if one.normal is not None}:
            wrong[f"ends.{name}"] = translate(UNKNOWN).format(name=str(name)[:20])
        elif bad is None or good is None or bad == good:
            wrong[f"ends.{name}"] = translate(ENDS)
        else:
            found[name] = (bad, good)
    return found


def _steps(data: Mapping[str, Any], wrong: dict[str, str]) -> dict[Category, Fraction]:
    table = _table(data.get("categories"))
    found = {step: _number(table.get(step.value)) for step in STEPS}
    least = [value for value in found.values() if value is not None]
    in_order = all(high > low for high, low in pairwise(least))
    in_range = all(0 < value < WHOLE for value in least)
    if len(least) < len(STEPS) or not in_order or not in_range:
        wrong["categories"] = translate(ORDER)
        return {}
    return {step: value for step, value in found.items() if value is not None}


def _vetoes(data: Mapping[str, Any], wrong: dict[str, str]) -> dict[Veto, Category]:
    found = {}
    for name, most in _table(data.get("vetoes")).items():
        try:
            found[Veto(name)] = Category(most)
        except ValueError:
            text = translate(UNREADABLE).format(name=str(name)[:20])
            wrong[f"vetoes.{name}"] = text
    return found


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _whole(value: Any, *, most: int = WHOLE) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        return None
    return int(text) if int(text) <= most else None


def _number(value: Any) -> Fraction | None:
    """Read a decimal with point or comma, exactly; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > 10_000:
        return None
    return Fraction(number)
