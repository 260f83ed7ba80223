"""Loading the reference data that comes with the program; twice is once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from lapor.domain.ledger.actions import record
from lapor.domain.organisations.loading import central, copying, edges, files, local
from lapor.domain.organisations.loading import regions as places
from lapor.domain.organisations.loading.copying import Loaded, Staging, Tell
from lapor.domain.organisations.loading.rows import OrganisationRow, with_unique_slugs
from lapor.kernel.actor import Actor


class Reference(NamedTuple):
    """One list that comes with the program: its files, its rows, its table."""

    name: str
    files: tuple[str, ...]
    rows: Callable[[], Iterable[Sequence[Any]]]
    staging: Staging
    table: str
    prepare: str = ""


def organisation_rows() -> list[OrganisationRow]:
    """Return all organisations, parents before their units, slugs unique."""
    return list(with_unique_slugs([*central.central_rows(), *local.local_rows()]))


REFERENCES = (
    Reference(
        "regions",
        places.REGION_FILES,
        places.region_rows,
        copying.REGIONS,
        "organisations_region",
    ),
    Reference(
        "boundaries",
        places.BOUNDARY_FILES,
        places.boundary_rows,
        copying.BOUNDARIES,
        "organisations_regionboundary",
    ),
    Reference(
        "organisations",
        (*central.CENTRAL_FILES, *local.LOCAL_FILES),
        organisation_rows,
        copying.ORGANISATIONS,
        "organisations_organisation",
        copying.DRAW_IDS,
    ),
    Reference(
        "oversight",
        (*central.CENTRAL_FILES, *local.LOCAL_FILES),
        lambda: edges.edge_rows(organisation_rows()),
        copying.OVERSIGHT,
        "organisations_oversight",
    ),
)


def load_reference(
    reference: Reference,
    *,
    by: Actor,
    at: datetime,
    force: bool = False,
    tell: Tell = lambda done, total: None,
) -> Loaded:
    """Load one list if its files changed since the last time, or by ``force``.

    Rows a person has edited are left alone; rows that are no longer in the files
    stay. One ledger entry when anything came or changed.
    """
    print_of_files = files.fingerprint(reference.files)
    with transaction.atomic():
        known = copying.remembered(reference.name)
        if known.fingerprint == print_of_files and not force:
            tell(known.rows, known.rows)
            return Loaded(reference.name, known.rows, 0, 0)
        loaded = copying.copy_in(
            reference.name,
            reference.staging,
            list(reference.rows()),
            prepare=reference.prepare,
            tell=tell,
        )
        copying.remember(reference.name, print_of_files, rows=loaded.rows, at=at)
        if loaded.created or loaded.changed:
            record(
                "reference.loaded",
                subject=f"reference:{reference.name}",
                actor=by,
                at=at,
                rows=loaded.rows,
                created=loaded.created,
                changed=loaded.changed,
            )
    copying.settle(reference.table)
    return loaded
