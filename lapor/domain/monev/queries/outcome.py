"""What a round found, from its two seals alone; and whether they are untouched.

``outcome`` asks no database: copied to another machine, a folder gives the same bytes.
The chain is closed: the results name the manifest of the fixing, that one names the
manifest of the opening, and each manifest names its files.
"""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from lapor.domain.analytics.queries.sealed import changed_files, manifest_of
from lapor.domain.analytics.rules.catalogue import by_id
from lapor.domain.analytics.rules.indicator import Reading
from lapor.domain.monev.rules.agreement import agreement
from lapor.domain.monev.rules.items import Aspect, every_item, institutional
from lapor.domain.organisations.rules import OrganisationKind
from lapor.domain.scoring.rules import (
    Before,
    Facts,
    Place,
    Score,
    Scored,
    Weights,
    hundredths,
    rank,
    read_weights,
    score,
    written_facts,
    written_readings,
    written_score,
)
from lapor.kernel.errors import NotFound

from .computing import (
    FIXING,
    OPENING,
    RESULTS,
    About,
    Readings,
    agency_rows,
    intervals_of,
    readings_of,
    sealed_engine,
)
from .content import canonical

MANIFEST: Final = "manifest.json"
UNITS: Final = "units"


class Verification(NamedTuple):
    """What came out of looking again. Hashes are SHA-256, hexadecimal.

    ``changed`` names what is not as it was sealed, ``scores`` are the totals as
    computed now, in hundredths by code. ``is_same`` says that nothing is changed and
    that the results are the same, byte by byte.
    """

    code: str
    opening: str
    fixing: str
    results: str
    changed: tuple[str, ...]
    scores: Mapping[str, int | None]
    is_same: bool


def hash_of(file: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal; empty when it is not there."""
    if not file.exists():
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def outcome(folder: Path) -> dict[str, Any]:
    """Return all that a round found as plain JSON, the same for the same files."""
    opening = manifest_of(folder / OPENING).extra
    fixing = manifest_of(folder / FIXING).extra
    about = About.of_json(opening["round"])
    with sealed_engine(folder, about.tier, samples=fixing["samples"]) as engine:
        sealed = _Sealed(
            about,
            read_weights(opening["instrument"]["data"]),
            readings_of(engine, about),
            agency_rows(engine),
            intervals_of(engine, about),
            fixing["sheets"],
            _aspects(opening),
        )
    found = [_one(subject, sealed) for subject in opening["subjects"]]
    before = {
        code: Before(row["group"], row["rank"], _exact(row["total"]))
        for code, row in fixing["before"].items()
    }
    places = {place.code: place for place in rank([f.scored for f in found], before)}
    return {
        "round": about.code,
        "opening": hash_of(folder / OPENING / MANIFEST),
        "fixing": hash_of(folder / FIXING / MANIFEST),
        "agreement": _agreement(fixing["rechecks"]),
        "results": [each.as_json(places[each.scored.code]) for each in found],
    }


def verify(folder: Path, *, sealed_as: Mapping[str, str] | None = None) -> Verification:
    """Compute the results again and compare; raises NotFound where nothing is sealed.

    ``sealed_as`` are the hashes that the database, or a printed result, names: keys
    ``opening``, ``fixing`` and ``results``.
    """
    if not (folder / OPENING / MANIFEST).exists():
        raise NotFound(
            _("Tidak ada segel di %(folder)s. Folder itu harus berisi %(name)s/.")
            % {"folder": folder, "name": OPENING}
        )
    changed = changed_since(folder, sealed_as or {})
    opening = hash_of(folder / OPENING / MANIFEST)
    if not (folder / FIXING / MANIFEST).exists():
        code = _code_of(folder)
        return Verification(code, opening, "", "", tuple(changed), {}, not changed)
    fixing = hash_of(folder / FIXING / MANIFEST)
    if set(changed) - {RESULTS}:
        # What was tampered with may be unreadable, and proves nothing any more.
        code = _code_of(folder)
        return Verification(code, opening, fixing, "", tuple(changed), {}, False)
    again = outcome(folder)
    content = canonical(again)
    if RESULTS not in changed and _bytes(folder / RESULTS) != content:
        changed.append(RESULTS)
    return Verification(
        again["round"],
        opening,
        fixing,
        hashlib.sha256(content).hexdigest(),
        tuple(changed),
        {row["code"]: row["score"] for row in again["results"]},
        not changed,
    )


def changed_since(folder: Path, sealed_as: Mapping[str, str]) -> list[str]:
    """Name every file that is not as it was sealed, manifests by the chain."""
    found = _changed_in(folder, OPENING)
    named = {stage: sealed_as.get(stage, "") for stage in (OPENING, FIXING)}
    if (folder / FIXING / MANIFEST).exists():
        found += _changed_in(folder, FIXING)
        chained = _json(folder / FIXING / MANIFEST).get("extra", {})
        named[OPENING] = named[OPENING] or chained.get(OPENING, "")
        told = _json(folder / RESULTS).get(FIXING, "")
        is_sealed = hash_of(folder / FIXING / MANIFEST)
        if sealed_as.get("results", "") not in ("", hash_of(folder / RESULTS)):
            found.append(RESULTS)
        elif not named[FIXING] and told not in ("", is_sealed):
            found += [RESULTS, f"{FIXING}/{MANIFEST}"]  # one of them: they disagree
    for stage, name in named.items():
        if name not in ("", hash_of(folder / stage / MANIFEST)):
            found.append(f"{stage}/{MANIFEST}")
    return sorted(set(found))


def _changed_in(folder: Path, stage: str) -> list[str]:
    if not _json(folder / stage / MANIFEST):
        return [f"{stage}/{MANIFEST}"]  # unreadable
    return [f"{stage}/{name}" for name in changed_files(folder / stage)]


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _code_of(folder: Path) -> str:
    sealed = _json(folder / OPENING / MANIFEST)
    code = sealed.get("extra", {}).get("round", {}).get("code", "")
    return str(code or folder.name)


class _Sealed(NamedTuple):
    about: About
    weights: Weights
    readings: Readings
    rows: Mapping[str, Mapping[str, Any]]
    intervals: Mapping[str, Mapping[str, tuple[Fraction, Fraction]]]
    sheets: Mapping[str, Any]
    aspects: Mapping[str, Aspect]


class _Found(NamedTuple):
    name: str
    scored: Scored
    facts: Facts
    readings: Mapping[str, Reading]

    def as_json(self, place: Place) -> dict[str, Any]:
        """Return one result as plain JSON, numbers in hundredths."""
        judged = self.scored.score
        return {
            "code": self.scored.code,
            "name": self.name,
            "score": _points(judged.total),
            "low": _points(judged.low),
            "high": _points(judged.high),
            "category": judged.category.value,
            "parts": {part.value: _points(v) for part, v in judged.parts.items()},
            "institutional": _points(judged.institutional),
            "place": place._asdict() | {"change": _points(place.change)},
            "why": written_score(judged),
            "facts": written_facts(self.facts),
            "readings": written_readings(self.readings),
        }


def _one(subject: Mapping[str, str], sealed: _Sealed) -> _Found:
    code, about = subject["code"], sealed.about
    mine, row = sealed.readings.get(code, {}), sealed.rows.get(code, {})
    facts = _facts(subject, sealed, mine, row)
    judged: Score = score(mine, sealed.weights, facts, parts=about.parts)
    group = UNITS if about.is_by_unit else str(row.get("ranking_group") or "")
    shown = {
        key: reading for key, reading in mine.items() if by_id(key).part in about.parts
    }
    scored = Scored(code, group or subject["kind"], facts.dispatched, judged)
    return _Found(subject["name"], scored, facts, shown)


def _facts(
    subject: Mapping[str, str],
    sealed: _Sealed,
    readings: Mapping[str, Reading],
    row: Mapping[str, Any],
) -> Facts:
    code, about = subject["code"], sealed.about
    volume, backlog = readings.get("P11"), readings.get("P9")
    is_agency = subject["kind"] != OrganisationKind.UNIT
    return Facts(
        volume.numerator if volume else 0,
        backlog.denominator if backlog else 0,
        row.get("is_decree_valid") if is_agency else None,
        code in about.micro if not about.is_by_unit else None,
        _institutional(sealed.sheets.get(code, {}), sealed.aspects),
        sealed.intervals.get(code, {}),
    )


def _aspects(opening: Mapping[str, Any]) -> dict[str, Aspect]:
    """Return the items as they were sealed; older seals know them by the program."""
    told = opening.get("items") or {item.key: item.aspect for item in every_item()}
    return {key: Aspect(aspect) for key, aspect in told.items()}


def _institutional(
    sheet: Mapping[str, Any], aspects: Mapping[str, Aspect]
) -> Fraction | None:
    """Return the self-assessment as verified; closed sheets have ⚙ values only."""
    if not sheet.get("items"):
        return None
    counted = {}
    for key, item in sheet["items"].items():
        score = item["score"] if sheet["state"] != "closed_automatic" else None
        value = score if score is not None else item["automatic"]
        counted[key] = value or 0
    return institutional(counted, aspects={key: aspects[key] for key in counted})


def _agreement(rechecks: list[Mapping[str, Any]]) -> dict[str, Any]:
    pairs = [
        (Fraction(row["lower"], 100), Fraction(row["score"], 100))
        for row in rechecks
        if row["score"] is not None
    ]
    found = agreement(pairs)
    return {
        "drawn": len(rechecks),
        "pairs": found.pairs,
        "coefficient": None if found.coefficient is None else str(found.coefficient),
        "distance": _points(found.distance),
        "shift": _points(found.shift),
        "near": found.near,
    }


def _points(value: Fraction | None) -> int | None:
    return None if value is None else hundredths(value)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
