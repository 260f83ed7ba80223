"""What comes with the program: the first programmes and kinds of harm."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.priorities.actions.lists import HARMS, PROGRAMMES
from lapor.domain.priorities.models import Harm, Programme
from lapor.kernel.actor import Actor
from lapor.kernel.lists import ListSpec, Values

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_programmes(*, by: Actor, at: datetime) -> int:
    """Load programmes nobody has entered yet; returns how many. Twice is once.

    A programme whose overseer is not in the country (as in a made-up one) waits until
    that organisation is there.
    """
    known = set(Programme.objects.values_list("code", flat=True))
    offices = dict(Organisation.objects.values_list("code", "pk"))
    fresh = [
        Programme(
            responsible_id=offices.get(values.pop("responsible")),
            overseer_id=offices[values.pop("overseer")],
            **values,
        )
        for values in _rows("programmes.csv", PROGRAMMES)
        if values["code"] not in known and values["overseer"] in offices
    ]
    Programme.objects.bulk_create(fresh)
    return _record("programme.loaded", "programme:national", len(fresh), by, at)


@transaction.atomic
def load_harms(*, by: Actor, at: datetime) -> int:
    """Load kinds of harm nobody has entered yet; returns how many. Twice is once."""
    known = set(Harm.objects.values_list("code", flat=True))
    fresh = [
        Harm(**values)
        for values in _rows("harms.csv", HARMS)
        if values["code"] not in known
    ]
    Harm.objects.bulk_create(fresh)
    return _record("harm.loaded", "harm:national", len(fresh), by, at)


def _record(fact: str, subject: str, rows: int, by: Actor, at: datetime) -> int:
    if rows:
        record(fact, subject=subject, actor=by, at=at, rows=rows)
    return rows


def _rows(name: str, spec: ListSpec) -> Iterator[Values]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield {
                column.name: column.read(row[column.name]) for column in spec.columns
            }
