"""Rounds and sheets in any state, and the two organisations that each tier needs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.monev.models import Round, Sheet, SheetItem
from lapor.domain.monev.rules.items import items
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from tests.factories.organisations import agency, oversight, unit

TODAY = date(2026, 8, 3)
NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)  # Monday, 09:00 in Jakarta
HASH = "0" * 64
_numbers = count(1)
KINDS = {
    Tier.MESO_COORDINATION: OrganisationKind.COORDINATING_MINISTRY,
    Tier.MESO_TERRITORY: OrganisationKind.PROVINCE,
    Tier.MESO_HOME_AFFAIRS: OrganisationKind.MINISTRY,
}


@dataclass
class Corner:
    """An assessor of a tier and one subject under him."""

    tier: Tier
    assessor: Organisation
    subject: Organisation


def make_corner(tier: Tier) -> Corner:
    """Make an assessor and what puts a subject under him today."""
    rule = TIERS[tier]
    if tier == Tier.MICRO_AGENCY:
        home = agency()
        return Corner(tier, home, unit(home))
    if tier == Tier.MICRO_AUDITOR:
        home = agency()
        auditor = unit(home, duties="inspektorat")
        oversight(auditor, home, OversightKind.INTERNAL_AUDIT)
        return Corner(tier, auditor, unit(home))
    kind = KINDS.get(tier, OrganisationKind.INSTITUTION)
    assessor, subject = agency(kind=kind), agency()
    assert rule.edge
    oversight(assessor, subject, rule.edge)
    return Corner(tier, assessor, subject)


def make_round(
    tier: Tier,
    assessor: Organisation,
    *subjects: Organisation,
    state: RoundState = RoundState.OPENED,
    sheets: SheetState = SheetState.OPEN,
    **fields: object,
) -> Round:
    """Make a round over the first half of 2026 with a sheet for each subject."""
    number = next(_numbers)
    settled = state in {"fixed", "published", "following_up", "ended"}
    fields = {
        "code": f"2026-s1-{TIERS[tier].short}-{number}",
        "title": f"Monev contoh {number}",
        "parts": [part.value for part in Part],
        "period": "2026-S1",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 6, 30),
        "audience": TIERS[tier].audience,
        "made_by": "system",
        "made_at": NOW,
        "opened_at": NOW,
        "cut_off": NOW,
        "opening_hash": HASH,
        "fill_until": date(2026, 8, 17),
        "number": f"{number:03}/MONEV/2026" if settled else "",
        "fixing_hash": HASH if settled else "",
        "token": f"token-{number}" if settled else None,
    } | fields
    made = Round.objects.create(tier=tier, assessor=assessor, state=state, **fields)
    for subject in subjects:
        make_sheet(made, subject, state=sheets)
    return made


def make_sheet(
    round: Round, subject: Organisation, *, state: SheetState = SheetState.OPEN
) -> Sheet:
    """Make a sheet with its items, none of them filled."""
    sheet = Sheet.objects.create(
        round=round,
        subject=subject,
        state=state,
        readings={"P3": {"numerator": 9, "denominator": 10}},
    )
    SheetItem.objects.bulk_create(
        SheetItem(sheet=sheet, key=item.key)
        for item in items(for_unit=not subject.is_agency)
    )
    return sheet
