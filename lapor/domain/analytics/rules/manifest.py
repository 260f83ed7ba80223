"""What a sealed folder says of itself, and how a sealed row may differ from today's."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from lapor.domain.analytics.rules.indicator import Basis, Window

NAME: Final = "manifest.json"
#: What a row of each table is found by; the files are sorted by it.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": ("case_id", "assignment_id"),
    "contributions": ("assignment_id",),
    "agencies": ("agency", "unit"),
    "issues": ("issue_id",),
    "measures": ("measure_id",),
    "answers": ("sample_id", "answer_id"),
    "recommendations": ("recommendation_id",),
    "plans": ("plan_id",),
    "items": ("item_id",),
}


@dataclass(frozen=True, slots=True)
class SealedTable:
    """One file: its rows, its bytes, its SHA-256."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What was sealed, when, under which law, calendar and definitions.

    ``agencies`` None means the nation. ``ledger`` is how far the facts had come:
    transaction and entry. ``calendars`` is the change number and token of days and
    terms. ``engines`` are the versions that wrote the bytes: another one may write the
    same rows as other bytes. ``extra`` belongs to whoever asked for the seal.
    """

    window: Window
    sealed_at: datetime
    agencies: tuple[str, ...] | None
    tables: Mapping[str, SealedTable]
    schema_version: int
    catalogue: str
    calendars: str
    ledger: tuple[int, int]
    engines: Mapping[str, str]
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def bytes(self) -> int:
        """Bytes of all tables."""
        return sum(table.bytes for table in self.tables.values())


def written(manifest: Manifest) -> bytes:
    """Return the manifest as a file: the same manifest, the same bytes."""
    window = manifest.window
    told = {
        "schema_version": manifest.schema_version,
        "sealed_at": manifest.sealed_at.isoformat(),
        "window": {
            "start": window.start.isoformat(),
            "end": window.end.isoformat(),
            "cut_off": window.cut_off.isoformat(),
            "basis": str(window.basis),
        },
        "agencies": manifest.agencies,
        "tables": {name: asdict(table) for name, table in manifest.tables.items()},
        "catalogue": manifest.catalogue,
        "calendars": manifest.calendars,
        "ledger": {"transaction": manifest.ledger[0], "entry": manifest.ledger[1]},
        "engines": dict(manifest.engines),
        "extra": manifest.extra,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def read(content: bytes) -> Manifest:
    """Return what a file says; raises ValueError when it is no manifest."""
    try:
        told = json.loads(content)
        window = told["window"]
        agencies = told["agencies"]
        return Manifest(
            window=Window(
                start=datetime.fromisoformat(window["start"]),
                end=datetime.fromisoformat(window["end"]),
                cut_off=datetime.fromisoformat(window["cut_off"]),
                basis=Basis(window["basis"]),
            ),
            sealed_at=datetime.fromisoformat(told["sealed_at"]),
            agencies=None if agencies is None else tuple(agencies),
            tables={
                name: SealedTable(**table) for name, table in told["tables"].items()
            },
            schema_version=int(told["schema_version"]),
            catalogue=str(told["catalogue"]),
            calendars=str(told["calendars"]),
            ledger=(int(told["ledger"]["transaction"]), int(told["ledger"]["entry"])),
            engines=dict(told["engines"]),
            extra=dict(told["extra"]),
        )
    except (KeyError, TypeError, AttributeError) as trouble:
        raise ValueError(str(trouble)) from trouble


class Difference(NamedTuple):
    """One row that is no longer as it was sealed.

    ``columns`` maps a changed column to what was sealed and what is true now; it is
    empty for a row that came or went. ``is_late``: it tells of a moment before the
    cut-off, so the seal would have had it, had it been known.
    """

    table: str
    key: tuple[str, ...]
    name: str  # the number of a case, else the key
    columns: Mapping[str, tuple[Any, Any]]
    is_new: bool
    is_gone: bool
    is_late: bool
