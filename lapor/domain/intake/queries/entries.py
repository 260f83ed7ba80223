"""How reports came to a counter: read again with the case, found again by a letter."""

from datetime import date

from lapor.domain.cases.models import Case
from lapor.domain.intake.models import CounterEntry


def counter_entry(case: Case) -> CounterEntry | None:
    """Return what a clerk wrote about the way in, None when there was no counter."""
    return CounterEntry.objects.filter(case=case).first()


def letter_taken_before(number: str, on: date | None) -> list[int]:
    """Return the keys of cases of which this letter was written down; newest first.

    Without a number nothing is found; without a day every letter of that number is.
    """
    if not number:
        return []
    found = CounterEntry.objects.filter(letter_number__iexact=number)
    if on is not None:
        found = found.filter(letter_on=on)
    return list(found.order_by("-case_id").values_list("case_id", flat=True)[:10])
