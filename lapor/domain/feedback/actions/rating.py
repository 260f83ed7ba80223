"""Accepting an answer and rating it, in one step of the reporter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.feedback.models import Rating
from lapor.domain.feedback.rules import Solved, Through
from lapor.domain.ledger.actions import record
from lapor.kernel import bulk
from lapor.kernel.actor import REPORTER, Actor
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow
from lapor.kernel.text import clean

LONGEST_COMMENT = 2_000


@dataclass(frozen=True, kw_only=True)
class Stars:
    """Three questions, one to five each, and the outcome asked apart."""

    speed: int
    quality: int
    manner: int
    solved: Solved
    comment: str = ""


@transaction.atomic
def accept_and_rate(
    case: Case, *, stars: Stars, at: datetime, through: Through = Through.PORTAL
) -> Case:
    """Accept the final answer and rate it; both happen or neither."""
    closed = cases.accept(case, at=at)
    rate(closed, stars=stars, at=at, through=through)
    return closed


@transaction.atomic
def rate(
    case: Case,
    *,
    stars: Stars,
    at: datetime,
    through: Through = Through.PORTAL,
    by: Actor = REPORTER,
) -> Rating:
    """Rate a closed case, once; also one that was closed by silence.

    ``by`` is an officer when the reporter answered by telephone.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state != State.CLOSED:
        raise NotAllowedNow(_("Penilaian dapat diberikan sesudah laporan selesai."))
    if Rating.objects.filter(case=locked).exists():
        raise Conflict(_("Anda sudah menilai laporan ini. Terima kasih."))
    bad = {
        name: _("Pilih bintang 1 sampai 5.")
        for name in ("speed", "quality", "manner")
        if not 1 <= getattr(stars, name) <= 5
    }
    if bad:
        raise Invalid(_("Penilaian belum lengkap."), fields=bad)
    rating = Rating.objects.create(
        case=locked,
        speed=stars.speed,
        quality=stars.quality,
        manner=stars.manner,
        solved=stars.solved,
        comment=clean(stars.comment, max_length=LONGEST_COMMENT, multiline=True),
        rated_at=at,
        through=through,
    )
    record(
        "case.rated",
        subject=locked.ref,
        actor=by,
        at=at,
        speed=stars.speed,
        quality=stars.quality,
        manner=stars.manner,
        solved=str(stars.solved),
        through=str(through),
    )
    return rating


@transaction.atomic
def copy_ratings(rows: Iterable[Sequence[object]]) -> int:
    """Write made-up ratings by COPY: (case, three stars, solved, comment, moment)."""
    columns = ("case_id", "speed", "quality", "manner", "solved", "comment", "rated_at")
    return bulk.copy_in(Rating, columns, rows)
