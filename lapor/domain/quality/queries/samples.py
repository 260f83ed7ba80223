"""Samples a person may see, and what he scores next."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.cases.models import Message
from lapor.domain.quality.models import Assessment, OutcomeProof, Sample, SampledAnswer
from lapor.domain.quality.rules.rubric import ABANDONED
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotAllowedNow, NotFound
from lapor.kernel.paging import Order, Page, page_of

ORDER = Order("drawn_at", descending=True)


def samples_seen_by(user: User, *, on: date) -> QuerySet[Sample]:
    """Return the samples that a person may see: those of an assessor he acts for,
    of his own agency, and of whom he oversees. Scores show only when final.
    """
    seen = Q(pk__in=[])
    for grant in user.valid_grants(on=on):
        home = grant.organisation
        for rule in rules_for(Role(grant.role), Action.OVERSEE):
            if rule.relation == Relation.ANY:
                seen |= Q(pk__isnull=False)
            if rule.relation == Relation.AGENCY:
                seen |= Q(agency=home.agency_id or home.pk)
            if rule.relation == Relation.OVERSEEN:
                edges = in_force(on, "agency__overseen_through__")
                seen |= edges & Q(agency__overseen_through__overseer=home.pk)
    return Sample.objects.filter(seen).select_related("agency", "assessor").distinct()


def sample_seen(user: User, key: int, *, on: date) -> Sample:
    """Return one sample a person may see, or raise NotFound."""
    found = samples_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Sampel ini tidak ada atau bukan tugas Anda."))
    return found


def proof_of(sample: Sample, key: str) -> OutcomeProof:
    """Return a file of the checks of a sample, or raise NotFound.

    Raises NotAllowedNow for a file that is not scanned yet, or was found infected.
    """
    found = OutcomeProof.objects.filter(check_made__sample=sample, key=key).first()
    if found is None:
        raise NotFound(_("Berkas ini tidak ada."))
    if not found.is_open:
        raise NotAllowedNow(
            _("Berkas ini belum selesai dipindai. Coba lagi beberapa saat lagi.")
        )
    return found


def known_outcome_proofs(keys: Collection[str]) -> set[str]:
    """Return those of these keys of files that belong to an outcome check."""
    rows = OutcomeProof.objects.filter(key__in=keys)
    return set(rows.values_list("key", flat=True))


def page_of_samples(user: User, *, on: date, after: str = "") -> Page[Sample]:
    """Return one page of samples, newest first, with how far each has come."""
    keys = samples_seen_by(user, on=on).values("pk")
    rows = (
        Sample.objects.filter(pk__in=keys)
        .select_related("agency", "assessor")
        .annotate(
            drawn=Count("answers"),
            settled=Count("answers", filter=Q(answers__settled_at__isnull=False)),
        )
    )
    return page_of(rows, order=ORDER, after=after, size=20)


def progress_of(sample: Sample) -> dict[str, int]:
    """Return how many answers are drawn, scored by two, settled, waiting for a third.

    Unit: answers.
    """
    done = Q(assessments__finished_at__isnull=False)
    rows = sample.answers.annotate(turns=Count("assessments", filter=done))
    return rows.aggregate(
        drawn=Count("pk"),
        settled=Count("pk", filter=Q(settled_at__isnull=False)),
        double=Count("pk", filter=Q(is_double=True)),
        third=Count("pk", filter=Q(is_double=True, settled_at=None, turns__gte=2)),
    )


def next_answer(
    user: User, sample: Sample, *, on: date, after: int = 0
) -> SampledAnswer | None:
    """Return what a person scores next, in the order drawn; his open one first.

    Left out are settled answers, those he scored, those with all their turns taken,
    his own, and those of his unit. ``after`` skips up to a place.
    """
    alive = datetime.combine(on, time.min, UTC) - ABANDONED
    mine = Assessment.objects.filter(answer=OuterRef("pk"), assessor=user)
    wrote = Message.objects.filter(case=OuterRef("case"), author=user.actor.ref)
    units = {grant.organisation_id for grant in user.valid_grants(on=on)}
    rows = (
        sample.answers.select_related("case", "sample__agency", "sample__assessor")
        .filter(settled_at=None)
        .annotate(
            turns=Count(
                "assessments",
                filter=Q(assessments__finished_at__isnull=False)
                | Q(assessments__saved_at__gte=alive),
            ),
            scored=Exists(mine.filter(finished_at__isnull=False)),
            open=Exists(mine.filter(finished_at=None)),
            own=Exists(wrote),
        )
        .filter(scored=False, own=False)
        .exclude(unit__in=units)
    )
    begun = rows.filter(open=True).order_by("place").first()
    if begun and not after:
        return begun
    free = rows.filter(open=False).filter(
        Q(is_double=False, turns=0) | Q(is_double=True, turns__lt=2)
    )
    later = free.filter(place__gt=after).order_by("place").first()
    return later or free.order_by("place").first() or begun
