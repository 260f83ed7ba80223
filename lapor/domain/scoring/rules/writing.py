"""Readings, facts and scores as plain JSON and back, exactly. Pure.

A round keeps what it found this way, so that it can be scored again under other
weights without its snapshot. A Fraction is written ``"7/9"``.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lapor.domain.analytics.rules.indicator import Reading

from .scores import Facts, Score


def written_readings(readings: Mapping[str, Reading]) -> dict[str, Any]:
    """Return readings as JSON, in the order of their ids."""
    return {name: _reading(readings[name]) for name in sorted(readings)}


def readings_from(data: Mapping[str, Any]) -> dict[str, Reading]:
    """Return the readings that ``written_readings`` wrote."""
    return {
        name: Reading(
            name,
            row["numerator"],
            row["denominator"],
            _fraction(row["value"]),
            strict=tuple(row["strict"]) if row["strict"] else None,
            classes={key: (n, d) for key, (n, d) in row["classes"].items()},
            spread={int(key): n for key, n in row["spread"].items()},
            beside=row["beside"],
            count=row["count"],
        )
        for name, row in data.items()
    }


def written_facts(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON."""
    return facts._asdict() | {
        "institutional": _text(facts.institutional),
        "intervals": {
            name: [str(low), str(high)] for name, (low, high) in facts.intervals.items()
        },
    }


def facts_from(data: Mapping[str, Any]) -> Facts:
    """Return the facts that ``written_facts`` wrote."""
    return Facts(
        data["received"],
        data["dispatched"],
        data["has_valid_decree"],
        data["has_micro_round"],
        _fraction(data["institutional"]),
        {
            name: (Fraction(low), Fraction(high))
            for name, (low, high) in data["intervals"].items()
        },
    )


def written_score(score: Score) -> dict[str, Any]:
    """Return a score as JSON: for the details of a result, to be read by people."""
    return {
        "parts": {part.value: _text(value) for part, value in score.parts.items()},
        "total": _text(score.total),
        "low": _text(score.low),
        "high": _text(score.high),
        "category": score.category.value,
        "uncapped": score.uncapped.value,
        "vetoes": [veto.value for veto in score.vetoes],
        "why": [why.value for why in score.why],
        "lines": [
            {
                "indicator": line.indicator,
                "part": line.part.value,
                "points": hundredths(line.points),
                "low": hundredths(line.low),
                "high": hundredths(line.high),
                "share": hundredths(100 * line.share),
                "pull": hundredths(line.pull),
            }
            for line in score.lines
        ],
        "missing": list(score.missing),
        "absent": [part.value for part in score.absent],
        "institutional": _text(score.institutional),
        "best": list(score.best),
        "worst": list(score.worst),
    }


def hundredths(value: Fraction) -> int:
    """Return points in hundredths, half up, as results are stored.

    >>> hundredths(Fraction(66665, 1000)), hundredths(Fraction(-1, 3))
    (6667, -33)
    """
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) * 100 + Fraction(1, 2))


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "value": _text(reading.value),
        "strict": list(reading.strict) if reading.strict else None,
        "classes": {key: list(pair) for key, pair in reading.classes.items()},
        "spread": {str(key): n for key, n in reading.spread.items()},
        "beside": dict(reading.beside),
        "count": reading.count,
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
