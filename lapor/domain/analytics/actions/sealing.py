"""Sealing the facts of a scope and period: Parquet files that outlive the database."""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lapor.domain.analytics.models import FactState
from lapor.domain.analytics.queries.exporting import write_table
from lapor.domain.analytics.rules.catalogue import catalogue_version
from lapor.domain.analytics.rules.indicator import Window
from lapor.domain.analytics.rules.manifest import NAME, Manifest, SealedTable, written
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.analytics.rules.tables import SCHEMA_VERSION, TABLES
from lapor.domain.deadlines.models import Change
from lapor.domain.ledger.queries import bookmark_of
from lapor.kernel import durable
from lapor.kernel.errors import Conflict, Invalid

from .folding import READER, fold, hold_still

#: Written by rooms above this one; a table nobody has made yet is left out.
_THERE: Final = "SELECT to_regclass('evaluation_' || %s) IS NOT NULL"


@transaction.atomic
def seal(
    folder: Path,
    *,
    agencies: Collection[str] | None,
    window: Window,
    tables: Collection[str],
    at: datetime,
    extra: Mapping[str, Any],
    micro: Collection[str] = (),
    running: bool = False,
) -> Manifest:
    """Write the tables as they are now, and a manifest that binds them.

    ``agencies`` are codes, None for the nation. The facts are folded first and do not
    move while they are written. An agency that was merged during the period keeps its
    code in every row, and its row among the agencies: nothing of it is lost or moved
    to its heir. Files are on the disk when this returns; a crash before leaves files
    without a manifest, which are no seal. ``running`` allows a period that has not
    ended, for previews. Raises Invalid for such a period otherwise, and Conflict when
    the folder holds a seal already.
    """
    if window.end > at and not running:
        raise Invalid(
            _(
                "Masa ini baru berakhir %(day)s, jadi faktanya belum dapat disegel. "
                "Tunggu sampai sehari sesudahnya."
            )
            % {"day": window.last.isoformat()}
        )
    if (folder / NAME).exists():
        raise Conflict(_("Folder ini sudah berisi segel. Segel tidak pernah ditimpa."))
    fold(at=at)
    hold_still()
    durable.make_folder(folder)
    sealed = {
        name: _sealed(folder, name, window, agencies, micro)
        for name in TABLES
        if name in tables and _is_there(name)
    }
    manifest = Manifest(
        window=window,
        sealed_at=at,
        agencies=None if agencies is None else tuple(sorted(agencies)),
        tables=sealed,
        schema_version=SCHEMA_VERSION,
        catalogue=catalogue_version(),
        calendars=_calendars(),
        ledger=_ledger(),
        engines=_engines(),
        extra=extra,
    )
    durable.write(folder / NAME, [written(manifest)])
    return manifest


def _sealed(
    folder: Path,
    name: str,
    window: Window,
    agencies: Collection[str] | None,
    micro: Collection[str],
) -> SealedTable:
    target = folder / f"{name}.parquet"
    draft = folder / f".{name}.draft"
    try:
        with durable.full_disk_is_busy():
            rows = write_table(name, draft, window, agencies=agencies, micro=micro)
        durable.adopt(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    with target.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    return SealedTable(rows, target.stat().st_size, digest)


def _is_there(name: str) -> bool:
    if name == "agencies":
        return True
    with connection.cursor() as cursor:
        cursor.execute(_THERE, [name])
        return bool(cursor.fetchone()[0])


def _calendars() -> str:
    change = Change.objects.first()
    return f"{change.number} {change.token}" if change else ""


def _ledger() -> tuple[int, int]:
    mark = bookmark_of(READER)
    return mark.transaction, mark.entry


def _engines() -> dict[str, str]:
    import pyarrow as pa  # noqa: PLC0415 - web workers stay small

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = str(cursor.fetchone()[0])
    state = FactState.objects.first()
    as_of = state.as_of.astimezone(HOME_ZONE).isoformat() if state else ""
    return {"pyarrow": pa.__version__, "postgresql": server, "facts_as_of": as_of}
