"""What comes with the program: the first programmes and kinds of harm."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.priorities.actions.lists import HARMS, PROGRAMMES
from lapor.domain.priorities.models import Harm, Programme
from lapor.kernel import shipped
from lapor.kernel.actor import Actor

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_programmes(*, by: Actor, at: datetime) -> int:
    """Load programmes nobody has entered yet; returns how many. Twice is once.

    A programme whose overseer is not in the country (as in a made-up one) waits until
    that organisation is there.
    """
    offices = dict(Organisation.objects.values_list("code", "pk"))
    found = []
    for values in shipped.values(DATA / "programmes.csv", PROGRAMMES):
        overseer, responsible = values.pop("overseer"), values.pop("responsible")
        if overseer in offices:
            values["overseer_id"] = offices[overseer]
            values["responsible_id"] = offices.get(responsible)
            found.append(values)
    added = shipped.add_missing(Programme, found, ["code"])
    return _record("programme.loaded", "programme:national", added, by, at)


@transaction.atomic
def load_harms(*, by: Actor, at: datetime) -> int:
    """Load kinds of harm nobody has entered yet; returns how many. Twice is once."""
    found = shipped.values(DATA / "harms.csv", HARMS)
    added = shipped.add_missing(Harm, found, ["code"])
    return _record("harm.loaded", "harm:national", added, by, at)


def _record(fact: str, subject: str, rows: int, by: Actor, at: datetime) -> int:
    if rows:
        record(fact, subject=subject, actor=by, at=at, rows=rows)
    return rows
