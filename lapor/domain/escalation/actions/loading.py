"""Loading the ladder that comes with the program."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from lapor.domain.escalation.models import Rung
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_ladder(*, by: Actor, at: datetime) -> int:
    """Write the steps that nobody has set yet; returns how many are new. Twice is once.

    A timer and step that has any row is left alone: people decide from then on.
    """
    known = set(Rung.objects.values_list("timer", "step"))
    fresh = [
        Rung(
            timer=row["timer"],
            step=int(row["step"]),
            code=row["code"],
            name=row["name"],
            measure=row["measure"],
            amount=int(row["amount"]),
            audience=row["audience"].split(),
            opens=row["opens"],
            to_public=row["to_public"] == "ya",
            legal_basis=row["legal_basis"],
            evidence=row["evidence"],
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in _rows()
        if (row["timer"], int(row["step"])) not in known
    ]
    Rung.objects.bulk_create(fresh)
    if fresh:
        record("ladder.loaded", subject="ladder", actor=by, at=at, rungs=len(fresh))
    return len(fresh)


def _rows() -> list[dict[str, str]]:
    with (DATA / "rungs.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
