"""The matrix in force, and what of it is due, held, or was missed."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from django.db.models import QuerySet

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.queries import held_on
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.monev.models import Round, Schedule
from lapor.domain.monev.rules.schedule import Due, Row, due_round, due_rounds, every_of
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import Every, Tier
from lapor.domain.organisations.models import Organisation
from lapor.kernel.validity import is_in_force

from .standing import Post, assessors_of, auditors_of, posts_of

#: How far back a missed round is still told of.
LOOK_BACK: Final = timedelta(days=400)


class Wanted(NamedTuple):
    """A round that should be there: of whom, which, and whether somebody can hold it.

    ``is_late`` says that a newer round of the same tier and length is due too.
    """

    due: Due
    assessor: Organisation
    code: str
    is_staffed: bool
    is_late: bool


def matrix() -> list[Row]:
    """Return every row of the matrix, those of other times too."""
    return [
        Row(
            Tier(row.tier),
            Part(row.part),
            Every(row.every),
            row.subject_kinds,
            row.sample,
            row.is_automatic,
            row.opens_after,
            row.fill_days,
            row.verify_days,
            row.clarify_days,
            row.legal_basis,
            row.valid_from,
            row.valid_until,
            row.runs_from or row.valid_from,
        )
        for row in Schedule.objects.all()
    ]


def code_of(tier: Tier, assessor: Organisation, period: Period) -> str:
    """Return the code of a round; the same tier, assessor and period have one."""
    return f"{period.name}-{TIERS[tier].short}-{assessor.code}".lower()


def missed_by(user: User, *, on: date) -> list[Wanted]:
    """Return the rounds a person should have held and nobody did, the newest first."""
    posts = posts_of(user, on=on)
    if not posts:
        return []
    found = wanted_rounds(since=on - LOOK_BACK, upto=on, posts=posts)
    return [each for each in reversed(found) if each.is_staffed and each.is_late]


def wanted_rounds(
    *, since: date, upto: date, posts: Sequence[Post] | None = None
) -> list[Wanted]:
    """Return the rounds due after ``since`` and by ``upto`` that nobody has drafted.

    Oldest first. Those for which no person acts that day are among them, marked. A
    round can be late only since its row of the matrix runs here, and since somebody
    could have held it. ``posts`` narrows to some assessors.
    """
    rows = matrix()
    if posts is not None:
        rows = [row for row in rows if row.tier in {post.tier for post in posts}]
    due = due_rounds(rows, since=since, upto=upto)
    newest: dict[tuple[Tier, Every], date] = {}
    for each in due:
        newest[each.tier, each.every] = each.opens_on
    assessors = _assessors({each.tier for each in due}, upto, posts)
    there = set(_drafted(posts).values_list("code", flat=True))
    homes = None if posts is None else [post.assessor.agency_id for post in posts]
    staffed = {tier: _staffed(tier, upto, homes) for tier in assessors}
    found = []
    for each in due:
        is_late = each.opens_on < newest[each.tier, each.every]
        for assessor in assessors[each.tier]:
            since_when = staffed[each.tier].get(assessor.pk)
            known = max(each.lead.runs_from, since_when or date.max)
            code = code_of(each.tier, assessor, each.period)
            if code not in there and not (is_late and each.opens_on < known):
                is_staffed = since_when is not None
                found.append(Wanted(each, assessor, code, is_staffed, is_late))
    return found


def plan_of(tier: Tier, period: Period) -> Due | None:
    """Return how the matrix wants a round of this tier and period, if it has one."""
    every = every_of(period)
    return due_round(matrix(), tier, every, period) if every else None


def lead_of(tier: Tier, on: date) -> Row | None:
    """Return the row of the longest period of a tier in force on a day."""
    order = list(Every)
    rows = [row for row in matrix() if row.tier == tier and is_in_force(row, on)]
    return max(rows, key=lambda row: order.index(row.every), default=None)


def _assessors(
    tiers: Collection[Tier], on: date, posts: Sequence[Post] | None
) -> dict[Tier, list[Organisation]]:
    if posts is None:
        return {tier: list(assessors_of(tier, on)) for tier in tiers}
    return {
        tier: [post.assessor for post in posts if post.tier == tier] for tier in tiers
    }


def _drafted(posts: Sequence[Post] | None) -> QuerySet[Round]:
    if posts is None:
        return Round.objects.order_by()
    return Round.objects.filter(assessor__in=[post.assessor for post in posts])


def _staffed(
    tier: Tier, on: date, homes: Collection[int | None] | None
) -> dict[int, date]:
    """Return the assessors for whom somebody acts that day, and since which day.

    ``homes`` narrows to the mandates of some agencies.
    """
    roles = TIERS[tier].roles
    grants = Grant.objects.filter(held_on(on), role__in=roles, user__is_active=True)
    grants = grants.order_by("valid_from", "pk")
    if homes is not None:
        grants = grants.filter(organisation__agency__in=homes)
    since: dict[int, date] = {}
    if tier == Tier.MICRO_AUDITOR:
        for grant in grants.select_related("organisation__agency"):
            for found in auditors_of(grant.organisation, on):
                since.setdefault(found.pk, grant.valid_from)
        return since
    is_by_agency = tier == Tier.MICRO_AGENCY
    place = "organisation__agency_id" if is_by_agency else "organisation_id"
    for key, day in grants.values_list(place, "valid_from"):
        since.setdefault(key, day)
    return since
