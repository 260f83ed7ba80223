"""Compute the indicators P1 to P8, or hold the rules against published figures."""

import json
import sys
from argparse import ArgumentParser
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.formats import number_format
from django.utils.translation import gettext

from lapor.domain.monev.queries import (
    Evaluation,
    evaluate,
    published_outcomes,
    scope_named,
)
from lapor.domain.monev.rules import (
    Band,
    Basis,
    Outcome,
    Result,
    band_of,
    indicators,
    is_small,
    parse_period,
)
from lapor.kernel import clock

DAYS = "P5"  # the one indicator that is no share


class Command(BaseCommand):
    """Parse, make one call into the room, say what came out."""

    help = "Menghitung indikator pengelolaan pengaduan P1 sampai P8"
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
        found = evaluate(
            scope_named(scope), parse_period(period or ""), basis, at=clock.now()
        )
        self.stdout.write(as_json(found) if json else as_text(found))


def as_json(found: Evaluation) -> str:
    """Return the evaluation for machines; ``value`` is exact, ``shown`` rounded."""
    counts = found.total
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
                "received": counts.received,
                "unverified": counts.unverified,
                "waiting": counts.waiting,
                "in_process": counts.in_process,
                "done": counts.done,
                "on_hold": counts.on_hold,
                "archived": counts.archived,
                "dispatched": counts.dispatched,
            },
            "is_small": is_small(counts),
            "indicators": [_result_json(result) for result in indicators(counts)],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(found: Evaluation) -> str:
    """Return the evaluation for people, each value with its n."""
    counts = found.total
    lines = [
        f"{found.scope.name}, {found.period.name} "
        f"({found.period.first} – {found.period.last})",  # noqa: RUF001
        found.basis.label,
        gettext(
            "{received} laporan: {unverified} belum terverifikasi, {waiting} belum "
            "ditindaklanjuti, {in_process} diproses, {done} selesai, {on_hold} "
            "tertunda, {archived} arsip"
        ).format(**vars(counts)),
    ]
    if is_small(counts):
        lines.append(gettext("Kurang dari 10 laporan terdisposisi: tidak dinilai."))
    for result in indicators(counts):
        lines.append(_line(result))
        if result.strict is not None:
            strict = result.strict
            share = _percent(_share(strict.kept, strict.population))
            lines.append(
                f"      {gettext('varian ketat')}: {share} "
                f"({strict.kept}/{strict.population})"
            )
        lines += [
            f"      {name or '–'}: {_percent(_share(part.kept, part.population))} "  # noqa: RUF001
            f"({part.kept}/{part.population})"
            for name, part in result.classes
        ]
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
                words += f", {Band(outcome.band).label}"
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


def _result_json(result: Result) -> dict[str, Any]:
    definition, value = result.definition, result.value
    told: dict[str, Any] = {
        "id": definition.id,
        "name": definition.name,
        "english": definition.english,
        "unit": definition.unit,
        "numerator": _plain(result.numerator),
        "denominator": result.denominator,
        "value": None if value is None else result.exact,
        "shown": _shown(result),
    }
    if definition.id == "P3":
        band = band_of(value)
        told["band"] = None if band is None else str(band)
    if result.strict is not None:
        strict = result.strict
        told["strict"] = {
            "numerator": strict.kept,
            "denominator": strict.population,
            "shown": _percent(_share(strict.kept, strict.population)),
        }
    if result.classes:
        told["classes"] = {
            name or "-": {"numerator": part.kept, "denominator": part.population}
            for name, part in result.classes
        }
    return told


def _line(result: Result) -> str:
    definition = result.definition
    text = f"{definition.id:<3} {definition.name}: {_shown(result)}"
    if result.value is None:
        return text
    n = f"n = {result.denominator}" if definition.id == DAYS else result.exact
    text += f" ({n})"
    band = band_of(result.value) if definition.id == "P3" else None
    return f"{text}, {band.label}" if band else text


def _shown(result: Result) -> str:
    if result.definition.id != DAYS:
        return _percent(result.value)
    if result.value is None:
        return gettext("tidak ada data")
    return gettext("{days} hari").format(days=number_format(_rounded(result.value), 1))


def _percent(share: Fraction | None) -> str:
    if share is None:
        return gettext("tidak ada data")
    return f"{number_format(_rounded(share * 100), 1)} %"


def _rounded(value: Fraction) -> float:
    """Round half up to one decimal, once, where it is shown."""
    return int(value * 10 + Fraction(1, 2)) / 10


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _plain(number: Fraction) -> int | str:
    return int(number) if number.denominator == 1 else str(number)
