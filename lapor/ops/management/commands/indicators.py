"""Compute the indicators, or hold the rules against published figures."""

import json
import sys
from argparse import ArgumentParser
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.formats import number_format
from django.utils.translation import gettext

from lapor.domain.analytics.actions import fold
from lapor.domain.analytics.queries.published import published_outcomes
from lapor.domain.analytics.rules.catalogue import by_id
from lapor.domain.analytics.rules.indicator import (
    Basis,
    Indicator,
    Reading,
    Unit,
    median,
    percentile,
)
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.analytics.rules.published import Outcome
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.queries import Evaluation, evaluate, scope_named
from lapor.kernel import clock
from lapor.kernel.enums import translate

NINETY = Fraction(9, 10)


class Command(BaseCommand):
    """Parse, make one call into the room, say what came out."""

    help = "Menghitung semua indikator monev dari keadaan sekarang"
    example = "lapor indicators --period 2026-S1 --scope nasional --basis cohort"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A period is needed, unless published figures are to be held to account."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--period",
            metavar="MASA",
            help="2026, 2026-S1, 2026-Q1, 2026-03, atau 2026-01-01..2026-03-31",
        )
        what.add_argument(
            "--published",
            action="store_true",
            help="periksa rumus terhadap angka yang pernah diterbitkan",
        )
        parser.add_argument(
            "--scope",
            default="nasional",
            metavar="CAKUPAN",
            help="nasional, kode instansi atau unit, atau binaan:KODE",
        )
        parser.add_argument(
            "--basis",
            type=Basis,
            choices=list(Basis),
            default=Basis.COHORT,
            help="cohort: laporan yang masuk; flow: kejadian (bawaan: cohort)",
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(
        self,
        *,
        period: str | None,
        published: bool,
        scope: str,
        basis: Basis,
        json: bool,
        **_: Any,
    ) -> None:
        """Compute; exit code 1 when a published figure does not come out."""
        if published:
            outcomes = published_outcomes()
            self.stdout.write(
                outcomes_json(outcomes) if json else outcomes_text(outcomes)
            )
            if not all(outcome.is_right for outcome in outcomes):
                sys.exit(1)
            return
        asked, chosen, at = scope_named(scope), parse_period(period or ""), clock.now()
        fold(at=at)
        found = evaluate(asked, chosen, basis, at=at, now=True)
        self.stdout.write(as_json(found) if json else as_text(found))


def as_json(found: Evaluation) -> str:
    """Return the evaluation for machines; ``value`` is exact, ``shown`` rounded."""
    return json.dumps(
        {
            "scope": found.scope.key,
            "period": {
                "name": found.period.name,
                "first": found.period.first.isoformat(),
                "last": found.period.last.isoformat(),
            },
            "basis": str(found.basis),
            "as_of": found.at.isoformat(),
            "counts": {
                "received": found.total.received,
                **_buckets(found),
                "dispatched": found.total.dispatched,
            },
            "is_small": found.total.is_small,
            "indicators": [_reading_json(reading) for reading in found.readings()],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(found: Evaluation) -> str:
    """Return the evaluation for people, each value with its n."""
    lines = [
        f"{found.scope.name}, {found.period.name} "
        f"({found.period.first} – {found.period.last})",  # noqa: RUF001
        found.basis.label,
        gettext(
            "{received} laporan: {unverified} belum terverifikasi, {waiting} belum "
            "ditindaklanjuti, {in_process} diproses, {done} selesai, {on_hold} "
            "tertunda, {archived} arsip"
        ).format(received=found.total.received, **_buckets(found)),
    ]
    if found.total.is_small:
        lines.append(gettext("Kurang dari 10 laporan terdisposisi: tidak dinilai."))
    for reading in found.readings():
        lines += _lines(by_id(reading.indicator), reading)
    return "\n".join(lines)


def outcomes_json(outcomes: list[Outcome]) -> str:
    """Return the published figures for machines."""
    return json.dumps(
        {
            "checked": len(outcomes),
            "right": sum(outcome.is_right for outcome in outcomes),
            "figures": [
                {
                    "case": outcome.fact.case,
                    "title": outcome.fact.title,
                    "indicator": outcome.check.indicator,
                    "exact": None if outcome.exact is None else str(outcome.exact),
                    "computed": outcome.shown,
                    "expected": outcome.check.expected,
                    "published": outcome.check.published or None,
                    "band": outcome.band or None,
                    "is_right": outcome.is_right,
                    "source": outcome.fact.source,
                }
                for outcome in outcomes
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def outcomes_text(outcomes: list[Outcome]) -> str:
    """Return one line for each published figure; odd sums are said aloud."""
    lines = []
    for outcome in outcomes:
        check = outcome.check
        mark = "✓" if outcome.is_right else "✗"
        words = f"{mark} {outcome.fact.title}, {check.indicator}: "
        if check.indicator == "sum":
            words += _sum_words(outcome)
        else:
            words += f"{outcome.shown}% ({outcome.exact})"
            if outcome.band:
                words += f", {_band_words(outcome.band)}"
            if check.published:
                words += gettext("; diterbitkan: {published}%").format(
                    published=check.published
                )
        if not outcome.is_right:
            words += gettext("; seharusnya {expected}").format(expected=check.expected)
        lines.append(words)
    right = sum(outcome.is_right for outcome in outcomes)
    lines.append(
        gettext("{right} dari {all} angka cocok.").format(
            right=right, all=len(outcomes)
        )
    )
    return "\n".join(lines)


def _sum_words(outcome: Outcome) -> str:
    parts = sum(outcome.fact.parts.values())
    if not outcome.exact:
        return gettext("bagian-bagiannya berjumlah {total}").format(total=parts)
    return gettext(
        "PERHATIAN, bagian-bagiannya berjumlah {parts}, yang diterbitkan {total} "
        "(selisih {difference})"
    ).format(parts=parts, total=outcome.fact.total, difference=outcome.exact)


def _band_words(key: str) -> str:
    bands = by_id("P3").bands
    return translate(next(band.label for band in bands if band.key == key))


def _buckets(found: Evaluation) -> dict[str, int]:
    counted = found.total.buckets()
    return {str(bucket): counted.get(bucket, 0) for bucket in Bucket}


def _reading_json(reading: Reading) -> dict[str, Any]:
    one = by_id(reading.indicator)
    points = one.normalised(reading)
    told: dict[str, Any] = {
        "id": one.id,
        "part": str(one.part),
        "name": one.name,
        "english": one.english,
        "unit": one.unit.source,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "n": reading.n,
        "value": _exact(one, reading),
        "shown": _shown(one, reading.value),
        "points": None if points is None else str(points),
        "weight": one.weight,
    }
    if one.bands:
        band = one.band(reading.value)
        told["band"] = None if band is None else band.key
    if reading.strict is not None:
        kept, population = reading.strict
        told["strict"] = {
            "numerator": kept,
            "denominator": population,
            "shown": _percent(_share(kept, population)),
        }
    if reading.classes and one.by_label:
        told["classes"] = {
            name or "-": {"numerator": part, "denominator": whole}
            for name, (part, whole) in reading.classes.items()
        }
    if reading.spread:
        told["median"] = str(median(reading.spread))
        told["p90"] = str(percentile(reading.spread, NINETY))
    if one.beside:
        told["beside"] = {key: reading.beside.get(key, 0) for key in one.beside}
    return told


def _lines(one: Indicator, reading: Reading) -> list[str]:
    """Return an indicator in one line, its variant and its parts below."""
    text = f"{one.id:<3} {translate(one.name)}: {_shown(one, reading.value)}"
    if reading.value is not None and one.unit != Unit.COUNT:
        is_share = one.unit == Unit.SHARE and one.scale == 1
        text += f" ({_exact(one, reading) if is_share else f'n = {reading.n}'})"
    if band := one.band(reading.value):
        text += f", {translate(band.label)}"
    lines = [text]
    if one.strict is not None and reading.strict is not None:
        part, whole = reading.strict
        label = translate(one.strict.label).lower()
        share = _percent(_share(part, whole))
        lines.append(f"      {label}: {share} ({part}/{whole})")
    if one.by_label and one.scale == 1:
        lines += [
            f"      {name or '–'}: {_percent(_share(part, whole))} ({part}/{whole})"  # noqa: RUF001
            for name, (part, whole) in reading.classes.items()
        ]
    return lines


def _exact(one: Indicator, reading: Reading) -> str | None:
    """Return the exact value: a share as its two numbers, not reduced."""
    if reading.value is None:
        return None
    if one.unit == Unit.SHARE and one.scale == 1:
        return f"{reading.numerator}/{reading.denominator}"
    return str(reading.value)


def _shown(one: Indicator, value: Fraction | None) -> str:
    if one.unit == Unit.SHARE:
        return _percent(value)
    if value is None:
        return gettext("tidak ada data")
    number = number_format(_rounded(value), 0 if one.unit == Unit.COUNT else 1)
    if one.unit == Unit.DAYS:
        return gettext("{days} hari").format(days=number)
    return number


def _percent(share: Fraction | None) -> str:
    if share is None:
        return gettext("tidak ada data")
    return f"{number_format(_rounded(share * 100), 1)} %"


def _rounded(value: Fraction) -> float:
    """Round half up to one decimal, once, where it is shown."""
    return int(value * 10 + Fraction(1, 2)) / 10


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
