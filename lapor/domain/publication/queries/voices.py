"""How many support a case, what is said of it, and what waits for an officer."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.deadlines.queries import allowance
from lapor.domain.deadlines.rules import Allowed
from lapor.domain.publication.models import Comment, Follow, Publication, Support
from lapor.domain.publication.rules import CommentState
from lapor.kernel import ids


class Voices(NamedTuple):
    """What the public page of a case shows; the last two are about the visitor."""

    supports: int
    comments: list[Comment]
    is_open: bool
    is_supporter: bool = False
    is_follower: bool = False


def voter_of(name: str, case: Case) -> bytes:
    """Return the digest of a visitor in this case, and in no other."""
    return ids.digest(f"{name}|{case.number}", "voice")[:16]


def voices_of(case: Case, *, visitor: str = "", at: datetime) -> Voices:
    """Return support and comments of a public case, oldest comment first."""
    shown = Comment.objects.filter(case=case, state=CommentState.SHOWN).order_by("pk")
    voter = voter_of(visitor, case) if visitor else b""
    return Voices(
        supports_of(case),
        list(shown[:200]),
        are_comments_open(case, at=at),
        bool(voter) and Support.objects.filter(case=case, voter=voter).exists(),
        bool(voter) and Follow.objects.filter(case=case, voter=voter).exists(),
    )


def supports_of(case: Case) -> int:
    """Return how many persons support a case."""
    return Support.objects.filter(case=case).count()


def is_much_supported(case: Case, *, on: date) -> bool:
    """Say whether so many support it that its agency should look at it first."""
    return supports_of(case) >= allowance(Allowed.SUPPORT_PRIORITY, on=on)


def are_comments_open(case: Case, *, at: datetime) -> bool:
    """Comments close some days after the case; a secret case never has any."""
    if case.is_secret:
        return False
    if case.closed_at is None:
        return True
    days = allowance(Allowed.COMMENT_DAYS, on=case.closed_at.date())
    return at <= case.closed_at + timedelta(days=days)


def comments_to_moderate(user: User, *, on: date) -> QuerySet[Comment]:
    """Return what waits for this officer, oldest first; only for cases that are out."""
    cases = seen_by(user, on=on, action=Action.APPROVE_PUBLICATION).order_by()
    public = Publication.objects.filter(visible_from__isnull=False).values("case")
    return (
        Comment.objects.filter(state=CommentState.WAITING, case__in=cases)
        .filter(case__in=public)
        .select_related("case")
        .order_by("sent_at", "pk")
    )
