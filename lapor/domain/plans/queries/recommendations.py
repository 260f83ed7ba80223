"""Recommendations a person may see, narrowed and counted."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.models import Proof, Recommendation
from lapor.domain.plans.rules import AWAITED, OPEN, RecommendationStatus
from lapor.kernel.errors import NotAllowedNow, NotFound
from lapor.kernel.paging import Order, Page, page_of

from .reach import READING, homes, kept_agencies, kept_units, reach


class Narrowing(NamedTuple):
    """How a list is narrowed; empty: not at all. ``subject`` is part of a name."""

    status: str = ""
    tier: str = ""
    subject: str = ""


def recommendations_seen_by(user: User, *, on: date) -> QuerySet[Recommendation]:
    """Return what a person gave, must answer, checks or oversees on a day."""
    givers = homes(user, Action.EVALUATE, on=on)
    condition = reach(user, READING, on=on, prefix="subject__")
    rows = Recommendation.objects.filter(condition | Q(given_by__in=givers))
    return rows.select_related("given_by", "subject__agency")


def recommendation_seen_by(user: User, key: int, *, on: date) -> Recommendation:
    """Return one, or raise NotFound, also when it exists for other eyes."""
    found = recommendations_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Rekomendasi itu tidak ada atau bukan untuk Anda."))
    return found


def page_of_recommendations(
    user: User, narrowing: Narrowing, *, on: date, after: str = "", size: int = 30
) -> Page[Recommendation]:
    """Return one page, what is due first on top."""
    rows = recommendations_seen_by(user, on=on).filter(_narrowed(narrowing, on))
    return page_of(rows, order=Order("due_on"), after=after, size=size)


def counts_by_status(user: User, *, on: date) -> dict[RecommendationStatus, int]:
    """Return how many of each status a person sees; the ten thousandth is enough."""
    rows = recommendations_seen_by(user, on=on)
    return {
        status: rows.filter(with_status(status, on))[:10_000].count()
        for status in RecommendationStatus
    }


def with_status(status: RecommendationStatus, on: date) -> Q:
    """Return the condition of a status as it is shown on a day."""
    late = Q(state__in=sorted(AWAITED), due_on__lt=on)
    if status == RecommendationStatus.OVERDUE:
        return late
    return Q(state=status) & ~late


def open_recommendations(agency: Organisation | int) -> QuerySet[Recommendation]:
    """Return what is open for an agency and its units, due first."""
    rows = Recommendation.objects.filter(subject__agency=agency, state__in=sorted(OPEN))
    return rows.select_related("given_by", "subject").order_by("due_on", "pk")


def awaited_from(user: User, *, on: date) -> QuerySet[Recommendation]:
    """Return what a person has to answer or carry out, due first."""
    agencies = [
        agency.pk
        for action in (Action.KEEP_PLAN, Action.SIGN_SHEET)
        for agency in kept_agencies(user, on=on, action=action)
    ]
    mine = Q(subject__agency__in=agencies) | Q(subject__in=kept_units(user, on=on))
    rows = Recommendation.objects.filter(mine, state__in=sorted(AWAITED))
    return rows.select_related("subject").order_by("due_on", "pk")


def to_verify(user: User, *, on: date) -> QuerySet[Recommendation]:
    """Return the claims that wait for a person's check, but for his own."""
    checked = reach(user, [Action.VERIFY_PLAN], on=on, prefix="subject__")
    givers = homes(user, Action.EVALUATE, on=on)
    rows = Recommendation.objects.filter(
        checked | Q(given_by__in=givers), state=RecommendationStatus.CLAIMED
    )
    return rows.exclude(claimed_by=user.actor.ref).order_by("claimed_at", "pk")


def proofs_seen_by(user: User, *, on: date) -> QuerySet[Proof]:
    """Return the files a person may read: those of what he may see."""
    reports = reach(user, READING, on=on, prefix="progress__item__plan__agency__")
    header = reach(user, READING, on=on, prefix="plan__agency__")
    owned = Q(progress__item__owner__in=kept_units(user, on=on))
    seen = recommendations_seen_by(user, on=on).order_by().values("pk")
    return Proof.objects.filter(
        Q(progress__isnull=False) & (reports | owned)
        | Q(plan__isnull=False) & header
        | Q(recommendation__in=seen)
    )


def proof_seen_by(user: User, key: str, *, on: date) -> Proof:
    """Return a file, or raise NotFound; NotAllowedNow before it has been scanned."""
    found = proofs_seen_by(user, on=on).filter(key=key).first()
    if found is None:
        raise NotFound(_("Berkas tidak ditemukan."))
    if not found.is_open:
        raise NotAllowedNow(
            _("Berkas ini belum selesai dipindai. Coba lagi beberapa saat lagi.")
        )
    return found


def known_proofs(keys: Iterable[str]) -> set[str]:
    """Return which of these keys belong to a plan or recommendation."""
    found = Proof.objects.filter(key__in=list(keys))
    return set(found.values_list("key", flat=True))


def _narrowed(narrowing: Narrowing, on: date) -> Q:
    found = Q()
    if narrowing.status in set(RecommendationStatus):
        found &= with_status(RecommendationStatus(narrowing.status), on)
    if narrowing.tier:
        found &= Q(tier=narrowing.tier[:24])
    for word in narrowing.subject.split()[:6]:
        found &= Q(subject__name__icontains=word[:60])
    return found
