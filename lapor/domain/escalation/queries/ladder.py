"""The ladder as it stands on a day."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from lapor.domain.escalation.models import Rung
from lapor.kernel.dated import in_force


def ladder_on(on: date) -> dict[str, list[Rung]]:
    """Return the steps in force on a day, by timer, lowest first."""
    found: dict[str, list[Rung]] = defaultdict(list)
    for rung in Rung.objects.filter(in_force(on)).order_by("timer", "step"):
        found[rung.timer].append(rung)
    return dict(found)


def rungs() -> QuerySet[Rung]:
    """Return every step that holds, held or will hold."""
    return Rung.objects.order_by("timer", "step", "valid_from")
