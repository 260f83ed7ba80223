"""Drawing a sample: the same wish draws the same answers."""

import secrets
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.quality.models import Sample, SampledAnswer
from lapor.domain.quality.policies import scores_for
from lapor.domain.quality.queries.candidates import (
    Frame,
    candidates_of,
    given_at_of,
)
from lapor.domain.quality.queries.copies import copies_of
from lapor.domain.quality.queries.reading import doubt_of_case
from lapor.domain.quality.rules import sampling
from lapor.domain.quality.rules.rubric import rubric_on
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import Invalid, NotPermitted


class Wish(NamedTuple):
    """Which sample is wanted. ``seed`` None takes a fresh one; UTC, end excluded.

    ``margin`` is a ratio; ``n`` replaces the size that follows from it.
    ``escalated`` takes whole what went to the Ombudsman; ``programme`` draws from the
    reports of priority programmes alone.
    """

    agency: Organisation
    assessor: Organisation
    period: str
    starts_at: datetime
    ends_at: datetime
    margin: Fraction = sampling.MACRO_MARGIN
    n: int | None = None
    by_auditor: bool = False
    escalated: bool = False
    programme: bool = False
    seed: int | None = None
    round: str = ""


@transaction.atomic
def draw(wish: Wish, *, by: User | None, at: datetime) -> Sample:
    """Draw a sample, or return the one that the same wish drew before.

    ``by`` None is the system, when a round opens by itself. Raises NotPermitted for
    others than those who score for the assessor, Invalid for a period that has not
    ended or in which nothing was answered.
    """
    if by is not None and not scores_for(
        by, wish.agency, wish.assessor, auditor=wish.by_auditor, on=at.date()
    ):
        raise NotPermitted(_("Anda tidak menilai jawaban instansi ini."))
    if wish.ends_at > at:
        raise Invalid(_("Masa ini belum berakhir; sampel diambil sesudahnya."))
    seed = secrets.randbelow(2**31) if wish.seed is None else wish.seed
    same = Sample.objects.filter(
        agency=wish.agency,
        assessor=wish.assessor,
        by_auditor=wish.by_auditor,
        period=wish.period,
        round=wish.round,
        seed=seed,
    ).first()
    if same:
        return same
    frame = Frame(
        wish.agency.code,
        wish.starts_at,
        wish.ends_at,
        at,
        wish.by_auditor,
        wish.escalated,
        wish.programme,
    )
    candidates = candidates_of(frame)
    if not candidates:
        raise Invalid(_("Tidak ada jawaban pada masa ini, jadi tidak ada sampel."))
    drawn = sampling.draw(candidates, margin=wish.margin, seed=seed, n=wish.n)
    actor = by.actor if by else SYSTEM
    sample = Sample.objects.create(
        agency=wish.agency,
        assessor=wish.assessor,
        by_auditor=wish.by_auditor,
        period=wish.period,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        margin=int(wish.margin * 100),
        seed=seed,
        population=len(candidates),
        round=wish.round,
        rubric=rubric_on(at.date()).version,
        drawn_by=actor.ref,
        drawn_at=at,
    )
    _keep(sample, frame, drawn)
    _record(sample, actor, len(drawn), at)
    return sample


def _keep(sample: Sample, frame: Frame, drawn: list[sampling.Drawn]) -> None:
    keys = [each.case_id for each in drawn]
    given = given_at_of(frame, keys)
    cases = Case.objects.select_related("agency").in_bulk(keys)
    copies = copies_of(frame.agency, keys)
    rows = []
    for place, each in enumerate(drawn, start=1):
        moment, unit = given[each.case_id]
        doubt = doubt_of_case(cases[each.case_id], copies.get(each.case_id, 0))
        rows.append(
            SampledAnswer(
                sample=sample,
                case_id=each.case_id,
                unit_id=unit,
                code=f"J-{place:03}",
                place=place,
                given_at=moment,
                stratum=each.stratum,
                stratum_size=each.stratum_size,
                stratum_sampled=each.stratum_sampled,
                is_double=each.is_double,
                doubt=doubt.likelihood,
                reasons=list(doubt.reasons),
            )
        )
    SampledAnswer.objects.bulk_create(rows)


def _record(sample: Sample, actor: Actor, n: int, at: datetime) -> None:
    record(
        "sample.drawn",
        subject=sample.ref,
        actor=actor,
        at=at,
        agency=sample.agency.code,
        period=sample.period,
        seed=sample.seed,
        population=sample.population,
        n=n,
    )
