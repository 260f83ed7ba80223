"""The baseline of a plan: what the indicators said of its agency the year before."""

from datetime import datetime
from typing import Any, Final

from lapor.domain.analytics.queries.computing import compute
from lapor.domain.analytics.queries.engines import Live
from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.analytics.rules.indicator import Basis, Part
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.analytics.rules.windows import window_of
from lapor.domain.organisations.models import Organisation

#: P1 to P21 and the mean quality of answers (domain §12.5).
BASELINE: Final = tuple(
    one.id for one in CATALOGUE if one.part == Part.PERFORMANCE or one.id == "K1"
)


def baseline_of(agency: Organisation, year: int, *, at: datetime) -> dict[str, Any]:
    """Return indicator to its exact value (a fraction as text) and count, of a year.

    An indicator without a value is left out: nobody could be judged.
    """
    window = window_of(parse_period(str(year)), Basis.COHORT, at=at)
    found = compute(Live(window), window, only=BASELINE, agencies=[agency.code])
    return {
        name: {"value": str(reading.value), "n": reading.n}
        for name, reading in found.get(agency.code, {}).items()
        if reading.value is not None
    }
