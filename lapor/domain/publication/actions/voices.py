"""Support, following and comments: one for a person, open to all, hard for robots."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.actions import local_day
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import is_permitted
from lapor.domain.deadlines.queries import allowance
from lapor.domain.deadlines.rules import Allowed
from lapor.domain.ledger.actions import record
from lapor.domain.publication.models import Comment, Follow, Publication, Support
from lapor.domain.publication.queries import are_comments_open, voter_of
from lapor.domain.publication.rules import CommentState, Refusal
from lapor.kernel import ids
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted, TooMany
from lapor.kernel.text import clean, mask

PUBLIC: Final = Actor("public")
LONGEST: Final = 2_000
#: A household, an office or a mobile network shares one block of addresses.
MOST_FROM_BLOCK: Final = 20
BLOCK_WINDOW: Final = timedelta(days=1)
MOST_WAITING: Final = 3


class Visitor(NamedTuple):
    """Somebody from outside: a random name of his browser, and his network."""

    name: str
    block: str


@transaction.atomic
def support(publication: Publication, *, visitor: Visitor, at: datetime) -> bool:
    """Count a person once; returns whether he is new. Raises TooMany when too many
    come from one network in a day.
    """
    case = _locked(publication)
    voter, block = _digests(visitor, case)
    if Support.objects.filter(case=case, voter=voter).exists():
        return False
    near = Support.objects.filter(case=case, block=block)
    if near.filter(given_at__gt=at - BLOCK_WINDOW).count() >= MOST_FROM_BLOCK:
        raise TooMany(
            _(
                "Hari ini sudah banyak dukungan dari jaringan Anda untuk laporan ini. "
                "Coba lagi besok."
            ),
            retry_after=int(BLOCK_WINDOW.total_seconds()),
        )
    Support.objects.create(case=case, voter=voter, block=block, given_at=at)
    count = Support.objects.filter(case=case).count()
    if count == allowance(Allowed.SUPPORT_PRIORITY, on=at.date()):
        record("support.reached", subject=case.ref, actor=PUBLIC, at=at, count=count)
    return True


@transaction.atomic
def unsupport(publication: Publication, *, visitor: Visitor, at: datetime) -> None:
    """Take one's support back."""
    case = _locked(publication)
    voter, _block = _digests(visitor, case)
    Support.objects.filter(case=case, voter=voter).delete()


@transaction.atomic
def follow(publication: Publication, *, visitor: Visitor, at: datetime) -> None:
    """Follow a case; twice is once."""
    case = _locked(publication)
    voter, _block = _digests(visitor, case)
    Follow.objects.get_or_create(case=case, voter=voter, defaults={"since": at})


@transaction.atomic
def unfollow(publication: Publication, *, visitor: Visitor, at: datetime) -> None:
    """Follow it no more."""
    case = _locked(publication)
    voter, _block = _digests(visitor, case)
    Follow.objects.filter(case=case, voter=voter).delete()


@transaction.atomic
def comment(
    publication: Publication, *, content: str, visitor: Visitor, at: datetime
) -> Comment:
    """Take a comment; nobody sees it before an officer of the case has read it.

    Numbers of people are masked at once. Raises NotAllowedNow when comments are closed
    or when this person has too many that wait.
    """
    case = _locked(publication)
    if not are_comments_open(case, at=at):
        raise NotAllowedNow(_("Komentar untuk laporan ini sudah ditutup."))
    text = clean(content, max_length=LONGEST, multiline=True)
    if not text:
        raise Invalid(
            _("Komentar masih kosong."), fields={"content": _("Tulis komentar Anda.")}
        )
    voter, block = _digests(visitor, case)
    mine = Comment.objects.filter(case=case, voter=voter, state=CommentState.WAITING)
    near = Comment.objects.filter(case=case, block=block, state=CommentState.WAITING)
    if mine.count() >= MOST_WAITING or near.count() >= MOST_FROM_BLOCK:
        raise NotAllowedNow(
            _("Komentar Anda sebelumnya masih menunggu diperiksa. Tunggu dulu.")
        )
    made = Comment.objects.create(
        case=case, voter=voter, block=block, content=mask(text), sent_at=at
    )
    record("comment.sent", subject=case.ref, actor=PUBLIC, at=at, comment=made.pk)
    return made


@transaction.atomic
def moderate(
    comment: Comment, *, refusal: Refusal | None, by: User, at: datetime
) -> Comment:
    """Let a comment out, or keep it inside with a reason; may be decided anew."""
    locked = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    case = Case.objects.select_related("agency").get(pk=locked.case_id)
    on = local_day(at, case.agency)
    if not is_permitted(by, case, Action.APPROVE_PUBLICATION, on=on):
        raise NotPermitted(_("Anda tidak berwenang memeriksa komentar ini."))
    if refusal is None and case.is_secret:
        raise NotAllowedNow(_("Laporan rahasia tidak pernah ditayangkan."))
    locked.state = CommentState.SHOWN if refusal is None else CommentState.REFUSED
    locked.refusal = "" if refusal is None else refusal
    locked.decided_at, locked.decided_by = at, by.actor.ref
    locked.save()
    record(
        "comment.decided",
        subject=case.ref,
        actor=by.actor,
        at=at,
        comment=locked.pk,
        state=str(locked.state),
        refusal=str(locked.refusal),
    )
    return locked


def _locked(publication: Publication) -> Case:
    """Return the case of a public copy, held for the rest of the act."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=publication.case_id)
    if case.is_secret:
        raise NotAllowedNow(_("Laporan ini tidak ditayangkan untuk umum."))
    return case


def _digests(visitor: Visitor, case: Case) -> tuple[bytes, bytes]:
    block = ids.digest(f"{visitor.block}|{case.number}", "voice block")[:16]
    return voter_of(visitor.name, case), block
