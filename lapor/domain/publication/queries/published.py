"""What the public sees: only what two persons let out, and whose hour has come."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import Found, search, with_finer
from lapor.domain.cases.rules import BUCKETS, Bucket
from lapor.domain.publication.models import Publication
from lapor.kernel import ids
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

ORDER = Order("received_at", descending=True)
#: What a list shows; the rest is read when asked for.
LISTED = (
    "title",
    "received_at",
    "agency__name",
    "agency__slug",
    "category__name",
    "case__number",
    "case__state",
)


@dataclass(frozen=True, kw_only=True)
class PublicFilters:
    """What narrows the public list; empty values narrow nothing."""

    agency_id: int | None = None
    category_id: int | None = None
    region: str = ""  # Kemendagri code; everything below it counts
    bucket: str = ""

    def condition(self) -> Q:
        """Return the filters as one condition."""
        found = Q()
        if self.agency_id:
            found &= Q(agency=self.agency_id)
        if self.category_id:
            found &= Q(category__in=with_finer(self.category_id))
        if self.region:
            found &= Q(region=self.region) | Q(region__startswith=self.region + ".")
        if self.bucket in set(Bucket):
            found &= Q(case__state__in=sorted(BUCKETS[Bucket(self.bucket)]))
        return found


def visible(*, at: datetime) -> QuerySet[Publication]:
    """Return everything the public may see at this moment."""
    return Publication.objects.filter(visible_from__lte=at).select_related(
        "case", "agency", "category"
    )


def public_page(
    filters: PublicFilters, *, at: datetime, after: str = "", size: int = 20
) -> Page[Publication]:
    """Return one page of the public list, newest first."""
    rows = visible(at=at).filter(filters.condition()).only(*LISTED)
    return page_of(rows, order=ORDER, after=after, size=size)


def public_search(
    text: str,
    filters: PublicFilters,
    *,
    at: datetime,
    after: str = "",
    size: int = 20,
) -> Found:
    """Search the public list by words, forgiving typing slips."""
    rows = visible(at=at).filter(filters.condition()).only(*LISTED)
    return search(rows, text, at=at, after=after, size=size)


def public_case(number: str, *, at: datetime) -> Publication:
    """Return one published case, or raise NotFound, also for one that is not public."""
    found = ids.normalise_number(number)
    rows = visible(at=at).select_related("case__unit", "region")
    shown = rows.filter(case__number=found).first() if found else None
    if shown is None:
        raise NotFound(_("Laporan ini tidak ada atau tidak ditayangkan untuk umum."))
    return shown


def publication_of(case: Case) -> Publication | None:
    """Return what is proposed or shown of a case."""
    return Publication.objects.filter(case=case).first()
