"""Answers drawn for a round, by its rule and by a seed that can be told.

They are drawn when the round opens, wherever the matrix says so, and never again: who
draws until he likes the sample has chosen it.
"""

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.monev.models import Round
from lapor.domain.monev.rules.tiers import MICRO
from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.quality.actions import Wish, draw
from lapor.domain.quality.models import Sample
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow

from .steps import By

MICRO_MARGIN = Fraction(15, 100)
MACRO_MARGIN = Fraction(10, 100)
DURING = (RoundState.OPENED, RoundState.VERIFYING)


class Rule(NamedTuple):
    """How large a sample is: by margin, or a number for each subject."""

    margin: Fraction
    each: int | None = None
    escalated: bool = False
    programme: bool = False


def rule_of(round: Round) -> Rule:
    """Return the rule of sampling of a round, from the matrix or the default.

    The default margin is 15 points for the micro tiers, 10 for those above.
    """
    word = round.samples.get(Part.QUALITY.value, "")
    kind, _sep, rest = word.partition(":")
    is_micro = Tier(round.tier) in MICRO
    default = MICRO_MARGIN if is_micro else MACRO_MARGIN
    programme = round.tier == Tier.THEMATIC_PROGRAMME
    if kind == "margin":
        return Rule(Fraction(int(rest), 100), programme=programme)
    if kind == "each":
        return Rule(default, int(rest.partition(":")[0]), programme=programme)
    return Rule(default, escalated=kind == "escalated", programme=programme)


def draw_samples(round: Round, *, at: datetime) -> int:
    """Draw the answers of every agency of a round; returns of how many there are some.

    Nothing is drawn when the matrix has no rule of sampling for this round.
    """
    if Part.QUALITY not in round.kinds or not round.samples.get(Part.QUALITY.value):
        return 0
    subjects = Organisation.objects.filter(sheets__round=round)
    homes = Organisation.objects.filter(pk__in=subjects.values("agency"))
    drawn = 0
    for agency in homes.order_by("code"):
        try:
            draw_sample(round, agency, by=SYSTEM, at=at)
        except Invalid:
            continue  # nothing was answered there in that period
        drawn += 1
    return drawn


def draw_sample(
    round: Round,
    agency: Organisation,
    *,
    by: By,
    at: datetime,
    seed: int | None = None,
) -> Sample:
    """Draw the answers of one agency of a round, or return those drawn before.

    Without a seed it is that of the round and the agency, so that twice is once.
    Raises Invalid for an agency outside the round or without an answer, NotAllowedNow
    for another seed once they are drawn.
    """
    if round.standing not in DURING:
        raise NotAllowedNow(
            _("Sampel diambil selama putaran dibuka atau diverifikasi.")
        )
    subjects = round.sheets.filter(subject__agency=agency.agency_id or agency.pk)
    count = subjects.count()
    if not count:
        why = _("%(name)s tidak dinilai dalam putaran ini.") % {"name": agency.name}
        raise Invalid(why, fields={"agency": why})
    home = agency.agency or agency
    there = Sample.objects.filter(round=round.code, agency=home).first()
    if there is not None:
        if seed in (None, there.seed):
            return there
        raise NotAllowedNow(
            _(
                "Sampel %(name)s dalam putaran ini sudah diambil dengan benih "
                "%(seed)d, dan tidak diambil ulang."
            )
            % {"name": agency.name, "seed": there.seed}
        )
    rule = rule_of(round)
    period = Period(round.period, round.period_start, round.period_end)
    wish = Wish(
        agency=home,
        assessor=round.assessor,
        period=round.period,
        starts_at=period.start,
        ends_at=period.end,
        margin=rule.margin,
        n=rule.each * count if rule.each else None,
        by_auditor=round.tier == Tier.MICRO_AUDITOR,
        escalated=rule.escalated,
        programme=rule.programme,
        seed=round.seed + agency.pk if seed is None else seed,
        round=round.code,
    )
    return draw(wish, by=by if isinstance(by, User) else None, at=at)
