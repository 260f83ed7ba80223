"""What coordination meetings decided about a case."""

from typing import Any

from django.db.models import Prefetch

from lapor.domain.cases.models import Case, Decision, Meeting


def meetings_of(case: Case) -> list[Meeting]:
    """Return the meetings, latest first; each carries its decisions as ``told``."""
    decisions = Decision.objects.select_related("organisation").order_by("due_on", "pk")
    rows = Meeting.objects.filter(case=case).select_related("organisation")
    told = Prefetch("decisions", decisions, to_attr="told")
    return list(rows.prefetch_related(told).order_by("-held_on", "-pk"))


def open_decisions(case: Case) -> list[Decision]:
    """Return what meetings decided and nobody has done yet, first due first."""
    rows: Any = Decision.objects.filter(meeting__case=case, done_at=None)
    return list(
        rows.select_related(
            "organisation", "meeting__organisation", "meeting__case"
        ).order_by("due_on", "pk")
    )
