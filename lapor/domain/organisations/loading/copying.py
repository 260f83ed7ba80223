"""Rows into tables at the speed of COPY, told apart: new, changed, as before."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from lapor.domain.organisations.models import ReferenceLoad

#: Told after every so many rows: how many are done, how many there are.
Tell = Callable[[int, int], None]
STEP: Final = 5_000


class Loaded(NamedTuple):
    """What a load did. Unit: rows."""

    name: str
    rows: int
    created: int
    changed: int

    @property
    def unchanged(self) -> int:
        """Rows that were there already, alike or edited by a person."""
        return self.rows - self.created - self.changed


class Staging(NamedTuple):
    """A temporary table, and the statement that merges it into the real one."""

    columns: str
    merge: str


REGIONS: Final = Staging(
    columns="code text, name text, level int, parent text, key text, search text",
    merge="""
        INSERT INTO organisations_region AS old
            (code, name, level, parent_id, key, search)
        SELECT code, name, level, parent, key, search FROM staged ORDER BY code
        ON CONFLICT (code) DO UPDATE
            SET name = excluded.name, key = excluded.key, search = excluded.search
            WHERE old.edited_at IS NULL
              AND (old.name, old.search) IS DISTINCT FROM
                  (excluded.name, excluded.search)
        RETURNING xmax = 0 AS created
    """,
)
BOUNDARIES: Final = Staging(
    columns="region text, geometry text",
    merge="""
        INSERT INTO organisations_regionboundary AS old (region_id, geometry)
        SELECT region, geometry::jsonb FROM staged
        ON CONFLICT (region_id) DO UPDATE SET geometry = excluded.geometry
            WHERE old.geometry IS DISTINCT FROM excluded.geometry
        RETURNING xmax = 0 AS created
    """,
)
# Ids are drawn first, so that one statement can link parents and agencies. Units of
# an agency that a person has edited are found by its new name: they are left alone too.
ORGANISATIONS: Final = Staging(
    columns="""
        code text, name text, slug text, kind text, parent text, agency text,
        region text, zone text, duties text, external_id int, aliases text,
        evidence text, search text
    """,
    merge="""
        INSERT INTO organisations_organisation AS old
            (id, code, name, slug, kind, parent_id, agency_id, region_id, zone,
             calendar_code, duties, external_id, aliases, evidence, is_active,
             contact_name, contact_phone, contact_email, contact_address, search)
        SELECT ids.id, new.code, new.name, new.slug, new.kind, above.id, top.id,
               new.region, new.zone, 'nasional', new.duties, new.external_id,
               new.aliases::jsonb, new.evidence::jsonb, true, '', '', '', '',
               new.search
        FROM staged new
        JOIN drawn ids ON ids.code = new.code
        LEFT JOIN drawn above ON above.code = new.parent
        JOIN drawn top ON top.code = new.agency
        ON CONFLICT (code) DO UPDATE
            SET name = excluded.name, kind = excluded.kind,
                region_id = excluded.region_id, zone = excluded.zone,
                duties = excluded.duties, external_id = excluded.external_id,
                aliases = excluded.aliases, evidence = excluded.evidence,
                search = excluded.search
            WHERE old.edited_at IS NULL
              AND NOT EXISTS (
                  SELECT FROM organisations_organisation parent
                  WHERE parent.id = old.parent_id AND parent.edited_at IS NOT NULL
              )
              AND (old.name, old.kind, old.region_id, old.zone, old.duties,
                   old.external_id, old.aliases, old.evidence, old.search)
                  IS DISTINCT FROM
                  (excluded.name, excluded.kind, excluded.region_id, excluded.zone,
                   excluded.duties, excluded.external_id, excluded.aliases,
                   excluded.evidence, excluded.search)
        RETURNING xmax = 0 AS created
    """,
)
DRAW_IDS: Final = """
    CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
    SELECT staged.code, coalesce(
        old.id,
        nextval(pg_get_serial_sequence('organisations_organisation', 'id'))
    ) AS id
    FROM staged LEFT JOIN organisations_organisation old ON old.code = staged.code
"""
# An edge that a person ended, or began otherwise, stays as the person left it.
OVERSIGHT: Final = Staging(
    columns="""
        overseer text, kind text, subject text, valid_from date, legal_basis text,
        evidence text
    """,
    merge="""
        INSERT INTO organisations_oversight
            (overseer_id, kind, subject_id, valid_from, legal_basis, evidence)
        SELECT overseer.id, new.kind, subject.id, new.valid_from, new.legal_basis,
               new.evidence
        FROM staged new
        JOIN organisations_organisation overseer ON overseer.code = new.overseer
        JOIN organisations_organisation subject ON subject.code = new.subject
        ON CONFLICT DO NOTHING
        RETURNING true AS created
    """,
)


def copy_in(
    name: str,
    staging: Staging,
    rows: Sequence[Sequence[Any]],
    *,
    prepare: str = "",
    tell: Tell,
) -> Loaded:
    """Merge rows into a table and count; needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '128MB'")
        cursor.execute("DROP TABLE IF EXISTS staged, drawn")
        cursor.execute(
            f"CREATE TEMPORARY TABLE staged ({staging.columns}) ON COMMIT DROP"
        )
        with cursor.copy("COPY staged FROM STDIN") as copy:
            for done, row in enumerate(rows):
                copy.write_row(row)
                if done % STEP == 0:
                    tell(done // 2, len(rows))
        tell(len(rows) // 2, len(rows))
        cursor.execute("ANALYZE staged")
        if prepare:
            cursor.execute(prepare)
        cursor.execute(
            f"WITH merged AS ({staging.merge}) SELECT "  # noqa: S608 - our own text
            "count(*) FILTER (WHERE created), count(*) FILTER (WHERE NOT created) "
            "FROM merged"
        )
        created, changed = cursor.fetchone()
    tell(len(rows), len(rows))
    return Loaded(name, len(rows), created, changed)


def settle(table: str) -> None:
    """Let the planner know the new size of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")


def remembered(name: str) -> ReferenceLoad:
    """Return the last load of this list, empty when there was none."""
    return ReferenceLoad.objects.filter(pk=name).first() or ReferenceLoad(pk=name)


def remember(name: str, fingerprint: str, *, rows: int, at: datetime) -> None:
    """Keep the fingerprint of this load."""
    ReferenceLoad.objects.update_or_create(
        pk=name,
        defaults={"fingerprint": fingerprint, "rows": rows, "loaded_at": at},
    )
