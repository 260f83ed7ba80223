"""Reports of an issue and of its agency in a window of days."""

from datetime import date, datetime, time

from lapor.domain.analytics.models import CaseFact
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.prevention.models import Issue
from lapor.domain.prevention.rules.recurring import belongs


def counts_in(issue: Issue, first: date, end: date) -> tuple[int, int]:
    """Return how many reports the issue and its whole agency got; ``end`` excluded."""
    start, stop = (datetime.combine(day, time(), HOME_ZONE) for day in (first, end))
    all_of_them = CaseFact.objects.filter(
        agency=issue.agency.code,
        is_present=True,
        received_at__gte=start,
        received_at__lt=stop,
    ).exclude(state=State.ARCHIVED)
    alike = all_of_them.filter(
        category_id=issue.category_id, unit_id=issue.unit_id, regency=issue.regency
    ).values_list("case_id", flat=True)
    titles = Case.objects.filter(pk__in=alike).values_list("title", "edited_title")
    words = set(issue.words)
    own = sum(belongs(edited or title, words) for title, edited in titles)
    return own, all_of_them.count()
