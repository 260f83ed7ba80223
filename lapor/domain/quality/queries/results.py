"""What a sample says: agreement of assessors, quality with its interval, outcomes."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from lapor.domain.quality.models import Assessment, Sample
from lapor.domain.quality.rules.agreement import (
    interval_of,
    needs_calibration,
    weighted_kappa,
)
from lapor.domain.quality.rules.estimates import Estimate, corrected_share, stratified
from lapor.domain.quality.rules.outcomes import Outcome
from lapor.domain.quality.rules.sampling import FEWEST_DOUBLE


class Agreement(NamedTuple):
    """Kappa of each dimension over answers that two have scored, with its interval.

    None: unknown. Too few pairs have no interval.
    """

    pairs: int
    kappas: Mapping[str, Fraction | None]
    intervals: Mapping[str, tuple[float, float] | None]

    @property
    def needs_calibration(self) -> bool:
        """Say whether some dimension lies below 0.6."""
        return any(needs_calibration(kappa) for kappa in self.kappas.values())


def agreement_of(sample: Sample) -> Agreement:
    """Compare the two blind scores of each double-scored answer."""
    rows = Assessment.objects.filter(
        answer__sample=sample, turn__lte=2, finished_at__isnull=False
    )
    marks: dict[int, dict[int, dict[str, int]]] = defaultdict(dict)
    for answer, turn, given in rows.values_list("answer_id", "turn", "marks"):
        marks[answer][turn] = given
    both = [(m[1], m[2]) for m in marks.values() if len(m) == 2]
    keys = sample.scored_by.keys
    pairs = {key: [(first[key], second[key]) for first, second in both] for key in keys}
    return Agreement(
        len(both),
        {key: weighted_kappa(given) for key, given in pairs.items()},
        {
            key: interval_of(given) if len(both) >= FEWEST_DOUBLE else None
            for key, given in pairs.items()
        },
    )


def estimate_of(sample: Sample) -> Estimate | None:
    """Return the mean quality of all answers of the population, 0 to 100."""
    values: dict[str, list[Fraction]] = defaultdict(list)
    sizes: dict[str, int] = {}
    rows = sample.answers.filter(score_hundredths__isnull=False)
    for stratum, size, score in rows.values_list(
        "stratum", "stratum_size", "score_hundredths"
    ):
        values[stratum].append(Fraction(score or 0, 100))
        sizes[stratum] = size
    return stratified(values, sizes, top=100)


def outcomes_of(sample: Sample) -> tuple[dict[str, int], Estimate | None]:
    """Return how many checks came out how, and which share is really done."""
    counts: dict[str, int] = defaultdict(int)
    checked: dict[str, list[bool]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for stratum, size, outcome in sample.checks.values_list(
        "stratum", "stratum_size", "outcome"
    ):
        counts[outcome] += 1
        sizes[stratum] = size
        if outcome in (Outcome.DONE, Outcome.NOT_DONE):
            checked[stratum].append(outcome == Outcome.DONE)
    return dict(counts), corrected_share(checked, sizes)
