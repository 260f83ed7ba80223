"""Loading the ladder that comes with the program."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from lapor.domain.escalation.actions.lists import RUNGS
from lapor.domain.escalation.models import Rung
from lapor.domain.ledger.actions import record
from lapor.kernel import shipped
from lapor.kernel.actor import Actor

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_ladder(*, by: Actor, at: datetime) -> int:
    """Write the steps that nobody has set yet; returns how many are new. Twice is once.

    A timer and step that has any row is left alone: people decide from then on.
    """
    added = shipped.add_missing(
        Rung, shipped.values(DATA / "rungs.csv", RUNGS), ["timer", "step"]
    )
    if added:
        record("ladder.loaded", subject="ladder", actor=by, at=at, rungs=added)
    return added
