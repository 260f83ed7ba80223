"""What a person sees of rounds, sheets and results, and which buttons he has.

Everything a page shows begins here. Three ways lead to a thing: acting for its
assessor, being its subject, or standing above it once its figures are settled.
"""

from datetime import date

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.monev.models import Errand, Result, Round, Sheet
from lapor.domain.monev.rules.rounds import (
    RoundStep,
    SheetStep,
    acts_from,
    sheet_acts_from,
)
from lapor.domain.monev.rules.scope import HEIGHT, INSIDE
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import KNOWN, SETTLED, Audience, RoundState
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotFound

from .standing import Post, overseen_by_posts, own_agencies, own_units, posts_of

HIDDEN = (RoundState.DRAFT, RoundState.CANCELLED)


def rounds_seen_by(user: User, *, on: date) -> QuerySet[Round]:
    """Return the rounds a person knows of, newest period first."""
    posts = posts_of(user, on=on)
    held = _held_by(posts) | _held_inside(user, on)
    subject = Exists(_own_sheets(user, on).filter(round=OuterRef("pk")))
    above = Exists(_sheets_below(posts, on).filter(round=OuterRef("pk")))
    is_public = Q(audience=Audience.PUBLIC, state__in=KNOWN)
    seen = held | (~Q(state__in=HIDDEN) & (Q(subject) | Q(above))) | is_public
    if not user.valid_grants(on=on):
        return Round.objects.none()
    return Round.objects.filter(seen).select_related("assessor")


def sheets_seen_by(user: User, *, on: date) -> QuerySet[Sheet]:
    """Return the sheets a person may read: judged by him, his own, or settled below."""
    posts = posts_of(user, on=on)
    held = Sheet.objects.filter(
        round__in=Round.objects.filter(_held_by(posts) | _held_inside(user, on))
    )
    own, below = _own_sheets(user, on), _sheets_below(posts, on)
    found = Sheet.objects.filter(
        Q(pk__in=held.values("pk"))
        | Q(pk__in=own.values("pk"))
        | Q(pk__in=below.values("pk"))
    )
    return found.select_related("round__assessor", "subject__agency")


def results_seen_by(user: User, *, on: date) -> QuerySet[Result]:
    """Return the results a person may read, by the audience of their round.

    An assessor sees them once there are any; subjects when they are made known, and
    then all of their round; those above once they are settled.
    """
    posts = posts_of(user, on=on)
    held = Round.objects.filter(_held_by(posts) | _held_inside(user, on))
    mine = Round.objects.filter(
        Exists(_own_sheets(user, on).filter(round=OuterRef("pk"))), state__in=KNOWN
    )
    below = _sheets_below(posts, on)
    seen = (
        Q(round__in=held)
        | Q(round__in=mine)
        | Exists(below.filter(round=OuterRef("round"), subject=OuterRef("subject")))
        | Q(round__audience=Audience.PUBLIC, round__state__in=KNOWN)
    )
    if not user.valid_grants(on=on):
        return Result.objects.none()
    return Result.objects.filter(seen).select_related("round", "subject__agency")


def public_rounds() -> QuerySet[Round]:
    """Return the rounds whose results everybody may read, the newest period first."""
    return (
        Round.objects.filter(audience=Audience.PUBLIC, state__in=KNOWN)
        .select_related("assessor")
        .order_by("-period_end", "-pk")
    )


def public_round(code: str) -> Round:
    """Return one of them by its code; raises NotFound, also for what is not public."""
    found = public_rounds().filter(code=code.strip().lower()[:100]).first()
    if found is None:
        raise NotFound(_("Hasil putaran itu tidak ada, atau belum diumumkan."))
    return found


def public_results() -> QuerySet[Result]:
    """Return what everybody may read: results of rounds for the public, made known."""
    return Result.objects.filter(
        round__audience=Audience.PUBLIC, round__state__in=KNOWN
    ).select_related("round__assessor", "subject")


def by_rank(results: QuerySet[Result]) -> QuerySet[Result]:
    """Order one group's results: class of volume, rank; without rank at the end."""
    is_unranked = ExpressionWrapper(Q(rank=None), BooleanField())
    return results.order_by(is_unranked, "size_class", "rank", "subject__name")


def round_seen_by(user: User, code: str, *, on: date) -> Round:
    """Return one round, or raise NotFound, also when it exists for other eyes."""
    found = rounds_seen_by(user, on=on).filter(code=code.strip().lower()).first()
    if found is None:
        raise NotFound(_("Putaran itu tidak ada, atau bukan untuk Anda."))
    return found


def errand_of(round: Round) -> Errand | None:
    """Return what was last asked for a round, under way or ended; None: nothing."""
    return Errand.objects.filter(round=round).select_related("asked_by").last()


def sheet_seen_by(user: User, key: int, *, on: date) -> Sheet:
    """Return one sheet, or raise NotFound, also when it exists for other eyes."""
    found = sheets_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Lembar kerja itu tidak ada, atau bukan untuk Anda."))
    return found


def round_named(code: str) -> Round:
    """Return a round by its code or number, for commands. Raises NotFound."""
    word = code.strip()
    found = Round.objects.filter(Q(code=word.lower()) | Q(number=word or None))
    row = found.select_related("assessor").first()
    if row is None:
        raise NotFound(
            _("Putaran “%(code)s” tidak ada. Daftarnya: lapor monev status")
            % {"code": word[:100]}
        )
    return row


def due_from(user: User, *, on: date) -> QuerySet[Sheet]:
    """Return the open or disputed sheets that wait for this person's side."""
    mine = _own_sheets(user, on).filter(
        Q(state="open", round__state=RoundState.OPENED)
        | Q(state="disputed", round__state=RoundState.CLARIFYING)
    )
    return mine.select_related("round__assessor", "subject").order_by(
        "round__fill_until", "pk"
    )


def rounds_assessed_by(user: User, *, on: date) -> QuerySet[Round]:
    """Return the rounds this person runs for an assessor, newest first."""
    held = _held_by(posts_of(user, on=on))
    return Round.objects.filter(held).select_related("assessor")


def round_acts(round: Round) -> tuple[RoundStep, ...]:
    """Return the acts that the state of a round allows, whoever asks."""
    return acts_from(round.standing)


def sheet_acts(sheet: Sheet) -> tuple[SheetStep, ...]:
    """Return the acts that the states of a sheet and its round allow."""
    return sheet_acts_from(sheet.standing, sheet.round_standing)


def _held_by(posts: tuple[Post, ...]) -> Q:
    found = Q(pk__in=[])
    for tier, assessor in posts:
        found |= Q(tier=tier, assessor=assessor)
    return found


def _held_inside(user: User, on: date) -> Q:
    """Leaders and auditors read what their own agency runs, and change nothing."""
    homes = own_agencies(user, [Action.OVERSEE], on=on)
    return Q(assessor__agency__in=homes) & ~Q(state__in=HIDDEN)


def _own_sheets(user: User, on: date) -> QuerySet[Sheet]:
    """Return the sheets about a person's agency or unit, in rounds that are open."""
    homes = own_agencies(user, INSIDE, on=on)
    units = own_units(user, INSIDE, on=on)
    return Sheet.objects.filter(
        Q(subject__agency__in=homes)
        | Q(subject__in=units)
        | Q(subject__parent__in=units)
    ).exclude(round__state__in=HIDDEN)


def _sheets_below(posts: tuple[Post, ...], on: date) -> QuerySet[Sheet]:
    """Return the sheets of settled rounds of lower levels under the posts."""
    found = Q(pk__in=[])
    for post in posts:
        height = HEIGHT[TIERS[post.tier].level]
        lower = [tier for tier, rule in TIERS.items() if HEIGHT[rule.level] < height]
        if lower:
            under = Organisation.objects.filter(overseen_by_posts([post], on))
            found |= Q(round__tier__in=lower, subject__in=under)
    return Sheet.objects.filter(found, round__state__in=SETTLED)
