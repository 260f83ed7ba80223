"""What was signed: the content of a sheet or of minutes, and its SHA-256."""

import hashlib
import json
from typing import Any

from lapor.domain.monev.models import Minutes, Round, Sheet


def sheet_content(sheet: Sheet) -> dict[str, Any]:
    """Return all that a leader signs: readings, items, notes, hashes of evidence."""
    return {
        "round": sheet.round.code,
        "opening": sheet.round.opening_hash,
        "subject": sheet.subject.code,
        "readings": sheet.readings,
        "note": sheet.note,
        "items": [
            {
                "key": item.key,
                "automatic": item.automatic,
                "value": item.value,
                "note": item.note,
                "evidence": sorted(
                    file.sha256
                    for file in item.evidence.all()
                    if file.removed_at is None
                ),
            }
            for item in sheet.items.prefetch_related("evidence").order_by("pk")
        ],
    }


def minutes_content(minutes: Minutes) -> dict[str, Any]:
    """Return all that the minutes of a plenary say."""
    return {
        "round": minutes.round.code,
        "held_on": minutes.held_on.isoformat(),
        "place": minutes.place,
        "chaired_by": minutes.chaired_by,
        "attendees": minutes.attendees,
        "discussion": minutes.discussion,
        "decisions": minutes.decisions,
    }


def result_content(round: Round) -> dict[str, Any]:
    """Return what binds a fixed result: its number and the three hashes."""
    return {
        "round": round.code,
        "number": round.number,
        "opening": round.opening_hash,
        "fixing": round.fixing_hash,
        "results": round.results_hash,
    }


def canonical(content: object) -> bytes:
    """Return JSON of which there is only one spelling: sorted, without blanks."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(content: object) -> str:
    """Return the SHA-256 of a content, hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
