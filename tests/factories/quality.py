"""Answers to draw from, and samples of them."""

from datetime import datetime, timedelta

from lapor.domain.accounts.models import User
from lapor.domain.analytics.actions import fold_cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.quality.actions import (
    Wish,
    begin,
    draw,
    draw_checks,
    finish,
    keep_marks,
    keep_outcome,
)
from lapor.domain.quality.models import Assessment, Sample, SampledAnswer
from lapor.domain.quality.rules.outcomes import Method, Outcome
from lapor.domain.quality.rules.rubric import KEYS
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.plans import proof

START = MONDAY - timedelta(days=30)
END = MONDAY + timedelta(days=60)
AFTER = MONDAY + timedelta(days=61)


def make_answers(world: World, n: int = 12) -> list[Case]:
    """Make closed cases of the regency and fold their facts."""
    cases = [make_case(world, State.CLOSED) for _ in range(n)]
    fold_cases([case.pk for case in cases], at=AFTER)
    return cases


def make_sample(world: World, *, by: User | None = None, **changes: object) -> Sample:
    """Draw a sample of the regency for its coordinator, or for whom is named."""
    given = {
        "agency": world.regency,
        "assessor": world.coordinator_home,
        "period": "2026-S1",
        "starts_at": START,
        "ends_at": END,
        "seed": 7,
    } | changes
    return draw(Wish(**given), by=by or world.coordinator, at=AFTER)


def score(
    answer: SampledAnswer, by: User, *, at: datetime = AFTER, **marks: int
) -> Assessment:
    """Give an answer the mark 3 in every dimension but those named."""
    mine = begin(answer, by=by, at=at)
    keep_marks(mine, marks=dict.fromkeys(KEYS, 3) | marks, by=by, at=at)
    finish(mine, by=by, at=at)
    return mine


def routes(world: World) -> dict[str, list[object]]:
    """Make one sample with a check and its file; returns the arguments of its pages."""
    make_answers(world, 1)
    sample = make_sample(world)
    (check,) = draw_checks(sample, by=world.coordinator, at=AFTER)
    keep_outcome(
        check,
        method=Method.PHOTO,
        outcome=Outcome.DONE,
        note="",
        uploads=proof(),
        by=world.coordinator,
        at=AFTER,
    )
    one, answer = [sample.pk], [sample.pk, 1]
    return {
        **{f"monev:{name}": one for name in ("sample", "checks", "score_next")},
        "monev:sample_meeting": one,
        "monev:check": [sample.pk, check.pk],
        "monev:check_file": [sample.pk, check.proofs.get().key],
        "monev:score": answer,
        "monev:score_save": answer,
    }
