"""Findings as people see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.findings.models import Finding
from lapor.domain.findings.rules.words import FindingState, Kind
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

from .reach import in_reach

ORDER = Order("made_at", descending=True)
SIZE = 30


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows the list; empty values narrow nothing."""

    kind: str = ""
    state: str = ""
    is_silence: bool = False

    def condition(self) -> Q:
        """Return the filters as one condition; silence has a list of its own."""
        found = Q(kind=Kind.SILENCE) if self.is_silence else ~Q(kind=Kind.SILENCE)
        if self.kind:
            found &= Q(kind=self.kind)
        if self.state:
            found &= Q(state=self.state)
        return found


def findings_seen_by(user: User, *, on: date) -> QuerySet[Finding]:
    """Return the findings about whom a person watches."""
    rows = Finding.objects.filter(in_reach(user, on=on))
    return rows.select_related("organisation", "organisation__agency", "region")


def finding_seen(user: User, key: int, *, on: date) -> Finding:
    """Return one finding within reach, or raise NotFound."""
    found = findings_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Temuan ini tidak ada atau bukan tentang yang Anda awasi."))
    return found


def page_of_findings(
    user: User, filters: Filters, *, on: date, after: str = ""
) -> Page[Finding]:
    """Return one page of findings, newest first."""
    rows = findings_seen_by(user, on=on).filter(filters.condition())
    return page_of(rows, order=ORDER, after=after, size=SIZE)


def handled_counts(user: User, *, on: date) -> dict[str, tuple[int, int]]:
    """Return for each kind how many were confirmed and how many explained.

    So the false alarms of real life stand beside those of the simulation.
    """
    rows = (
        findings_seen_by(user, on=on)
        .exclude(state=FindingState.OPEN)
        .order_by()
        .values("kind")
        .annotate(
            confirmed=Count("pk", filter=Q(state=FindingState.CONFIRMED)),
            explained=Count("pk", filter=Q(state=FindingState.EXPLAINED)),
        )
    )
    return {row["kind"]: (row["confirmed"], row["explained"]) for row in rows}


def names_of(finding: Finding) -> Mapping[str, str]:
    """Return the names of the units and officers that the evidence lists by code."""
    codes = [row[0] for row in finding.evidence.get("units", ()) if row[0]]
    keys = [
        int(row[0].removeprefix("user:")) for row in finding.evidence.get("people", ())
    ]
    units = Organisation.objects.filter(code__in=codes).values_list("code", "name")
    users = User.objects.filter(pk__in=keys)
    return dict(units) | {user.actor.ref: str(user) for user in users}
