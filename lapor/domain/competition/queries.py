"""Reads of competitions and practices."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from fractions import Fraction

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

from .models import Edition, Entry, Juror, Points, Practice, Stage
from .rules import JUDGED, StageKind, has_conflict, trimmed_mean

NEWEST = Order("year", descending=True)
LATEST = Order("shared_at", descending=True)


def page_of_editions(*, after: str = "") -> Page[Edition]:
    """Return one page of editions, newest first."""
    return page_of(Edition.objects.all(), order=NEWEST, after=after, size=20)


def edition_numbered(key: int) -> Edition:
    """Return an edition, or raise NotFound."""
    found = Edition.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(_("Kompetisi ini tidak ada."))
    return found


def published_edition(key: int) -> Edition:
    """Return an edition whose result everybody may read, or raise NotFound."""
    found = Edition.objects.filter(pk=key, published_at__isnull=False).first()
    if found is None:
        raise NotFound(_("Kompetisi ini tidak ada atau belum diumumkan."))
    return found


def stage_now(edition: Edition, *, on: date) -> Stage | None:
    """Return the stage that is undecided and has begun; the earliest of several."""
    stages = edition.stages.filter(decided_at=None, starts_on__lte=on)
    return stages.order_by("starts_on", "pk").first()


def juror_of(edition: Edition, user: User) -> Juror | None:
    """Return the place of a person in the jury."""
    jurors = edition.jurors.select_related("user__organisation")
    return jurors.filter(user=user).first()


def still_in(edition: Edition) -> QuerySet[Entry]:
    """Return the entries that no stage has put out, by group."""
    rows = edition.entries.filter(out_at="")
    return rows.select_related("organisation", "group").order_by("group", "pk")


def to_judge(
    juror: Juror, stage: Stage, conflict: tuple[int | None, Collection[int]]
) -> list[tuple[Entry, Points | None]]:
    """Return the entries a juror judges, with what he gave; conflicts are left out.

    ``conflict`` is what ``policies.watched_by`` says of him.
    """
    if stage.kind not in JUDGED:
        return []
    given = {p.entry_id: p for p in Points.objects.filter(juror=juror, stage=stage)}
    return [
        (entry, given.get(entry.pk))
        for entry in still_in(stage.edition)
        if not has_conflict(conflict[0], entry.organisation_id, conflict[1])
    ]


def means_of(stage: Stage) -> dict[int, Fraction | None]:
    """Return the trimmed mean of each entry in a stage; the self score before it."""
    if stage.kind == StageKind.SELF_ASSESSMENT:
        return {e.pk: Fraction(e.self_score) for e in still_in(stage.edition)}
    given: dict[int, list[int]] = defaultdict(list)
    for entry, points in Points.objects.filter(stage=stage).values_list(
        "entry_id", "points"
    ):
        given[entry].append(points)
    return {e.pk: trimmed_mean(given[e.pk]) for e in still_in(stage.edition)}


def page_of_practices(*, kind: str = "", after: str = "") -> Page[Practice]:
    """Return one page of good practices, newest first, of one kind of agency or all."""
    rows = Practice.objects.select_related("organisation").annotate(
        taken=Count("adoptions")
    )
    if kind:
        rows = rows.filter(kind=kind)
    return page_of(rows, order=LATEST, after=after, size=20)


def practice_numbered(key: int) -> Practice:
    """Return a practice, or raise NotFound."""
    found = Practice.objects.select_related("organisation").filter(pk=key).first()
    if found is None:
        raise NotFound(_("Praktik baik ini tidak ada."))
    return found
