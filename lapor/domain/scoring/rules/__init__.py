"""How readings become one score, a category, a place, and the reasons. Pure."""

from .previewing import Entrant, Moved, preview
from .ranking import Before, Place, Scored, rank, ranks, size_classes
from .scores import PROGRAMME, Facts, Line, Score, score
from .sensitivity import Steadiness, sensitivity
from .weights import (
    Weights,
    default_weights,
    first_version,
    read_weights,
    sums,
)
from .words import Category, InstrumentState, Veto, Why
from .writing import (
    facts_from,
    hundredths,
    readings_from,
    written_facts,
    written_readings,
    written_score,
)

__all__ = [
    "PROGRAMME",
    "Before",
    "Category",
    "Entrant",
    "Facts",
    "InstrumentState",
    "Line",
    "Moved",
    "Place",
    "Score",
    "Scored",
    "Steadiness",
    "Veto",
    "Weights",
    "Why",
    "default_weights",
    "facts_from",
    "first_version",
    "hundredths",
    "preview",
    "rank",
    "ranks",
    "read_weights",
    "readings_from",
    "score",
    "sensitivity",
    "size_classes",
    "sums",
    "written_facts",
    "written_readings",
    "written_score",
]
