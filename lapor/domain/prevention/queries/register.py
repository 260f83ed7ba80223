"""The register as people see it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.plans.queries.reach import READING, reach
from lapor.domain.prevention.models import Issue, Measure, MeasureProof
from lapor.kernel.errors import NotAllowedNow, NotFound
from lapor.kernel.paging import Order, Page, page_of

ORDER = Order("detected_on", descending=True)
LAST_DUE = Order("due_on", descending=True)
SIZE = 30


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows the register; empty values narrow nothing."""

    state: str = ""
    agency_id: int | None = None

    def condition(self) -> Q:
        """Return the filters as one condition."""
        found = Q()
        if self.state:
            found &= Q(state=self.state)
        if self.agency_id:
            found &= Q(agency=self.agency_id)
        return found


def issues_seen_by(user: User, *, on: date) -> QuerySet[Issue]:
    """Return the issues of agencies and units within a person's reach."""
    agencies = reach(user, READING, on=on, prefix="agency__")
    units = reach(user, READING, on=on, prefix="unit__")
    rows = Issue.objects.filter(agencies | units).select_related(
        "agency", "unit", "category", "owner"
    )
    return rows.distinct()


def measures_seen_by(user: User, *, on: date) -> QuerySet[Measure]:
    """Return the preventive actions within a person's reach."""
    agencies = reach(user, READING, on=on, prefix="agency__")
    rows = Measure.objects.filter(agencies).select_related("agency", "issue")
    return rows.distinct()


def measure_seen(user: User, key: int, *, on: date) -> Measure:
    """Return one preventive action within reach, or raise NotFound."""
    found: Measure | None = measures_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Tindakan ini tidak ada atau bukan milik instansi Anda."))
    return found


def measure_proof_seen(user: User, key: str, *, on: date) -> MeasureProof:
    """Return a file of an action, or raise NotFound; NotAllowedNow before its scan."""
    mine = measures_seen_by(user, on=on).values("pk")
    found = MeasureProof.objects.filter(key=key, measure__in=mine).first()
    if found is None:
        raise NotFound(_("Berkas tidak ditemukan."))
    if not found.is_open:
        raise NotAllowedNow(
            _("Berkas ini belum selesai dipindai. Coba lagi beberapa saat lagi.")
        )
    return found


def page_of_measures(
    user: User, *, programmes_only: bool, on: date, after: str = ""
) -> Page[Measure]:
    """Return one page of preventive actions, the last due first."""
    keys = measures_seen_by(user, on=on).values("pk")
    rows = Measure.objects.filter(pk__in=keys).select_related("agency", "issue")
    if programmes_only:
        rows = rows.filter(issue=None)
    rows = rows.prefetch_related("proofs")
    return page_of(rows, order=LAST_DUE, after=after, size=SIZE)


def issue_seen(user: User, key: int, *, on: date) -> Issue:
    """Return one issue within reach, or raise NotFound."""
    found = issues_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Isu ini tidak ada atau bukan milik instansi Anda."))
    return found


def page_of_issues(
    user: User, filters: Filters, *, on: date, after: str = ""
) -> Page[Issue]:
    """Return one page of the register, newest first, with reports counted."""
    keys = issues_seen_by(user, on=on).filter(filters.condition()).values("pk")
    rows = (
        Issue.objects.filter(pk__in=keys)
        .select_related("agency", "unit", "category")
        .annotate(n=Count("cases", distinct=True))
    )
    return page_of(rows, order=ORDER, after=after, size=SIZE)


def counts_by_month(issue: Issue) -> list[tuple[int, int]]:
    """Return how many of its reports came in each month (202611), oldest first."""
    days = issue.cases.values_list("received_on", flat=True)
    return sorted(Counter(day.year * 100 + day.month for day in days).items())


def known_measure_proofs(keys: Collection[str]) -> set[str]:
    """Return those of these keys of files that belong to a preventive action."""
    rows = MeasureProof.objects.filter(key__in=keys)
    return set(rows.values_list("key", flat=True))


def newest_numbers(issue: Issue, *, most: int = 20) -> list[str]:
    """Return the numbers of its newest reports."""
    rows = issue.cases.order_by("-received_on", "-case_id")
    return list(rows.values_list("case__number", flat=True)[:most])
